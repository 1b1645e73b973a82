"""Ties of groups through projects, by hand."""

import numpy as np
import pytest
from scipy import sparse

from graphsvc import network
from graphsvc.network import TieYear

GROUPS = sparse.csr_array(np.array([[1.0, 1, 0, 1], [1, 0, 0, 1], [1, 0, 0, 0]]))
"""Three groups and four projects: all three in the first, one in the second, two in the last."""


def test_a_project_joins_groups_where_two_take_part_and_counts_where_one_does() -> None:
    sums = network.share_of_groups_joined(GROUPS)
    assert sums.above.tolist() == [1, 0, 0, 1]
    assert sums.below.tolist() == [1, 1, 0, 1]


def test_pairs_are_unlike_where_no_mark_is_common_and_unmarked_groups_are_left_out() -> None:
    marks = sparse.csr_array(np.array([[1.0, 1], [0, 1], [1, 0]]))
    sums = network.share_of_pairs_unlike(GROUPS, marks)
    assert sums.above.tolist() == [1, 0, 0, 0]
    assert sums.below.tolist() == [3, 0, 0, 1]
    marks = sparse.csr_array(np.array([[1.0, 0], [0, 1], [0, 0]]))
    sums = network.share_of_pairs_unlike(GROUPS, marks)
    assert (sums.above.tolist(), sums.below.tolist()) == ([1, 0, 0, 1], [1, 0, 0, 1])


def test_ties_begin_with_the_first_project_and_end_with_the_last() -> None:
    start, end = np.array([2015, 2015, 2015, 2017]), np.array([2016, 2019, 2019, 2018])
    assert network.ties_by_year(GROUPS, start, end, range(2015, 2019)) == (
        TieYear(2015, tied=3, begun=3, ended=0),
        TieYear(2016, tied=3, begun=0, ended=2),
        TieYear(2017, tied=1, begun=0, ended=0),
        TieYear(2018, tied=1, begun=0, ended=1),
    )


@pytest.mark.parametrize(("start", "end", "expected"), [(0, 2016, (0, 0, 0)), (2015, 0, (3, 3, 0))])
def test_unknown_years_of_projects_begin_and_end_nothing(
    start: int, end: int, expected: tuple[int, int, int]
) -> None:
    first = sparse.csr_array(GROUPS[:, [0]])
    found = network.ties_by_year(first, np.array([start]), np.array([end]), [2015, 2016])
    assert (found[0].tied, found[0].begun, found[0].ended) == expected
    assert found[1].ended == 0


HOLDS = np.array([[True, False, False], [False, True, False], [False, True, True]])
"""Of three stages the first group holds one, the second another, the last two."""


def test_stages_gained_are_those_that_others_hold_and_a_group_does_not() -> None:
    sums = network.stages_gained(GROUPS, HOLDS)
    assert sums.above.tolist() == [2 + 2 + 1, 0, 0, 1 + 1]
    assert sums.below.tolist() == [3, 1, 0, 2], "a group that is alone gains nothing and counts"
    assert network.stages_gained(GROUPS, np.zeros((3, 2), dtype=bool)).above.sum() == 0


def test_a_planted_growth_of_stages_gained_is_found_and_chance_is_not() -> None:
    """Each of five years has 100 projects of two groups; the other one holds a new stage ever more often, or
    as often as before.
    """

    def direction(slope: float, seed: int) -> str:
        random = np.random.default_rng(seed)
        year = np.repeat(2015 + np.arange(5), 100)
        fresh = random.random(len(year)) < 0.3 + slope * (year - 2015)
        groups = sparse.csr_array(np.array([np.ones(len(year)), fresh, ~fresh], dtype=np.float64))
        holds = np.array([[True, False], [False, True], [True, False]])
        sums = network.stages_gained(groups, holds)
        month = np.tile([3, 9], len(year) // 2)
        return network.trend("x", sums, year, month, resamples=500).changes[0].direction

    assert sum(direction(0.08, seed) == "rises" for seed in range(100)) >= 95
    assert sum(direction(0.0, seed) != "unclear" for seed in range(100, 200)) <= 5


def test_a_planted_growth_of_ties_is_found_and_chance_is_not() -> None:
    """Each of five years has 100 projects; those that join groups rise by 8 points a year, or do not."""

    def direction(slope: float, seed: int) -> str:
        random = np.random.default_rng(seed)
        year = np.repeat(2015 + np.arange(5), 100)
        joined = random.random(len(year)) < 0.3 + slope * (year - 2015)
        groups = sparse.csr_array(np.array([np.ones(len(year)), joined]))
        sums = network.share_of_groups_joined(groups)
        month = np.tile([3, 9], len(year) // 2)
        return network.trend("x", sums, year, month, resamples=500).changes[0].direction

    assert sum(direction(0.08, seed) == "rises" for seed in range(100)) >= 95
    assert sum(direction(0, seed) != "unclear" for seed in range(100)) <= 5
