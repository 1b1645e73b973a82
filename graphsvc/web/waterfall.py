"""Waterfall chart of the contributions to a score: each bar starts where the last one ended."""

from dataclasses import dataclass
from typing import Any

from graphsvc.messages import Message, msg

WIDTH = 200


@dataclass(frozen=True, slots=True)
class Bar:
    """One contribution: its words, its value and its place between 0 and `WIDTH`."""

    label: object
    detail: object
    value: float
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Chart:
    """All bars of a score, the place of zero and the sum."""

    caption: Message
    bars: tuple[Bar, ...]
    zero: float
    total: float


def waterfall(match: Any) -> Chart:
    """Lay out the parts of a match; each bar spans from the sum before it to the sum after it."""
    reached, steps = 0.0, []
    for part in match.parts:
        steps.append((part, reached, reached + part.contribution))
        reached += part.contribution
    low = min((min(before, after) for _, before, after in steps), default=0.0)
    high = max((max(before, after) for _, before, after in steps), default=0.0)
    low, high = min(low, 0.0), max(high, 0.0)
    scale = WIDTH / (high - low) if high > low else 0.0
    bars = tuple(
        Bar(
            part.label,
            part.detail,
            part.contribution,
            round((min(before, after) - low) * scale, 2),
            round(max(abs(after - before) * scale, 1.0), 2),
        )
        for part, before, after in steps
    )
    caption = msg("What the score of %(name)s is made of", name=match.ref.name)
    return Chart(caption, bars, round(-low * scale, 2), match.score)
