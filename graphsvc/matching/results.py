"""Result types: ranked matches with additive, explained parts, or the reason for an empty list."""

from dataclasses import dataclass
from typing import Literal

from graphsvc.messages import Message, msg
from graphsvc.taxonomy.matching import Band, MatchingProfile

Stance = Literal["for", "little", "against"]
"""How a term speaks to a person: as a reason, too little for one, or against, whatever it scores."""


@dataclass(frozen=True, slots=True)
class ScoreTerm:
    """One term of a score. `ours` and `theirs` are ids of the projects and organizations it is
    derived from. `speaks` says whether a person would name it among the first reasons.
    """

    feature: str
    label: Message
    contribution: float
    detail: Message
    ours: tuple[str, ...] = ()
    theirs: tuple[str, ...] = ()
    speaks: Stance = "for"


@dataclass(frozen=True, slots=True)
class RankLikelihood:
    """Share of suggestions at this rank that came true in the evaluation, with its 95 % interval."""

    share: float
    low: float
    high: float
    words: Message


@dataclass(frozen=True, slots=True)
class ScoredMatch:
    """A candidate with its score; the contributions of `parts` sum to it (`math.fsum`).

    `row` is its row in the history it came from. `likelihood` is None where none was measured.
    """

    id: str
    row: int
    score: float
    parts: tuple[ScoreTerm, ...]
    likelihood: RankLikelihood | None = None


@dataclass(frozen=True, slots=True)
class ScoredMatches:
    """An answer: matches from best to worst, `known` partners in a list of their own, and why it is empty.

    `candidates` is how many were compared; `profile` names the matching profile.
    """

    task: str
    profile: str
    matches: tuple[ScoredMatch, ...]
    known: tuple[ScoredMatch, ...] = ()
    candidates: int = 0
    reason: Message | None = None


def likelihood(band: Band | None, profile: MatchingProfile) -> RankLikelihood | None:
    """The measured likelihood of a rank band, with words that name the measurement."""
    if band is None:
        return None
    share, low, high = (round(100 * value, 1) for value in (band.share, band.low, band.high))
    since, until = (str(profile.measured.get(name, "")) for name in ("from", "until"))
    if profile.task == "partners":
        words = msg(
            "Of 100 organizations suggested at this rank, about %(share)s were in a new joint EU project "
            "within a year (95%% interval %(low)s to %(high)s; "
            "measured from %(from_date)s to %(until_date)s)",
            share=share,
            low=low,
            high=high,
            from_date=since,
            until_date=until,
        )
    else:
        words = msg(
            "Of 100 organizations suggested at this rank for a new EU project, about %(share)s took part "
            "in it (95%% interval %(low)s to %(high)s; measured from %(from_date)s to %(until_date)s)",
            share=share,
            low=low,
            high=high,
            from_date=since,
            until_date=until,
        )
    return RankLikelihood(band.share, band.low, band.high, words)
