"""Bars that start where the last one ended."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.web.waterfall import WIDTH, waterfall


@dataclass(frozen=True)
class Part:
    contribution: float
    label: str = "label"
    detail: str = "detail"


@dataclass(frozen=True)
class Named:
    name: str = "DIL"


@dataclass(frozen=True)
class Match:
    parts: tuple[Part, ...]
    score: float
    ref: Named = Named()


def test_each_bar_starts_where_the_last_one_ended() -> None:
    chart = waterfall(Match((Part(1.0), Part(0.5), Part(-0.5)), 1.0))
    drawn: list[object] = [(bar.x, bar.width) for bar in chart.bars]
    assert drawn == [
        (0.0, pytest.approx(133.33)),
        (pytest.approx(133.33), pytest.approx(66.67)),
        (pytest.approx(133.33), pytest.approx(66.67)),
    ]
    assert chart.zero == 0.0


def test_zero_moves_in_when_the_sum_falls_below_it() -> None:
    chart = waterfall(Match((Part(-1.0), Part(2.0)), 1.0))
    assert chart.zero == WIDTH / 2
    assert chart.bars[0].x == 0.0


def test_nothing_to_show_is_an_empty_chart() -> None:
    assert waterfall(Match((), 0.0)).bars == ()


@given(st.lists(st.floats(-5, 5, allow_subnormal=False).map(lambda x: round(x, 3)), max_size=12))
def test_bars_stay_inside(contributions: list[float]) -> None:
    chart = waterfall(Match(tuple(map(Part, contributions)), sum(contributions)))
    for bar in chart.bars:
        assert bar.x >= 0
        assert bar.width >= 1
        assert bar.x + bar.width <= WIDTH + 1.02
