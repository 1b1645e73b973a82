import numpy as np
import pytest
from scipy import sparse

from graphsvc import network
from graphsvc.network import CutYear


def starts(counts: dict[int, tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    """Years and months of projects, given starts in the first and second half of each year."""
    year, month = [], []
    for current, (first, second) in counts.items():
        year += [current] * (first + second)
        month += [2] * first + [10] * second
    return np.array(year), np.array(month)


def test_a_first_year_that_begins_late_is_cut_and_named() -> None:
    year, month = starts({2014: (0, 10), 2015: (60, 80), 2016: (70, 60), 2017: (80, 90), 2018: (70, 75)})
    assert network.incomplete_years(year, month) == (CutYear(2014, "first", 0, 70.0),)


def test_stray_early_projects_do_not_save_a_year() -> None:
    year, month = starts(
        {2013: (1, 0), 2014: (87, 292), 2015: (2400, 2200), 2016: (2500, 2300), 2017: (2300, 900)}
    )
    assert [(cut.year, cut.edge) for cut in network.incomplete_years(year, month)] == [
        (2013, "first"),
        (2014, "first"),
        (2017, "last"),
    ]


def test_unknown_dates_are_ignored_and_short_data_is_not_cut() -> None:
    assert network.incomplete_years(np.array([0, 2015, 2016]), np.array([0, 11, 3])) == ()
    assert network.incomplete_years(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)) == ()


def test_points_carry_interval_and_n_and_repeat() -> None:
    random = np.random.default_rng(1)
    incidence = sparse.csr_array((random.random((60, 300)) < 0.1).astype(np.float64))
    year = np.repeat([2015, 2016, 2017], 100)
    month = np.tile([3, 9], 150)
    sums = network.partners_per_project(incidence)
    found = network.trend("partners_per_project", sums, year, month, resamples=300, seed=5)
    assert [point.year for point in found.points] == [2015, 2016, 2017]
    for point in found.points:
        assert point.low <= point.value <= point.high
        assert point.value == pytest.approx(6, abs=1)
        assert point.n <= 100
    assert found == network.trend("partners_per_project", sums, year, month, resamples=300, seed=5)


def test_a_year_does_not_change_when_later_years_are_added() -> None:
    incidence = sparse.csr_array(np.ones((3, 8)))
    year, month = np.repeat([2015, 2016, 2017, 2018], 2), np.tile([3, 9], 4)
    sums = network.partners_per_project(incidence)
    early = network.ProjectSums(sums.above[:6], sums.below[:6])
    full = network.trend("x", sums, year, month, resamples=50)
    assert network.trend("x", early, year[:6], month[:6], resamples=50).points == full.points[:3]


def test_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    hits = 0
    for seed in range(60):
        values = np.random.default_rng(seed).poisson(5, 80).astype(np.float64)
        sums = network.ProjectSums(values, np.ones(80))
        point = network.trend("x", sums, np.full(80, 2016), np.full(80, 3), resamples=300).points[0]
        hits += point.low <= 5 <= point.high
    assert hits >= 51


def test_pairs_in_different_places_are_counted_by_project() -> None:
    """Two partners here and one there: two of three pairs apart, weighted by 2 / 3; and two, both here."""
    incidence = sparse.csr_array(np.array([[1.0, 1], [1, 1], [1, 0]]))
    sums = network.share_of_pairs_apart(incidence, np.array([0, 0, 1]))
    assert sums.above.tolist() == pytest.approx([2 * 2 / 3, 0])
    assert sums.below.tolist() == pytest.approx([3 * 2 / 3, 1])


def series(slope: float, *, seed: int, projects: int = 100, years: int = 5) -> network.Trend:
    """A share of .4 in the first year that moves by `slope` a year; projects of three to nine members."""
    random = np.random.default_rng(seed)
    year = np.repeat(2015 + np.arange(years), projects)
    size = random.integers(3, 10, len(year))
    held = random.binomial(size, 0.4 + slope * (year - 2015))
    sums = network.ProjectSums(held.astype(np.float64), size.astype(np.float64))
    return network.trend("x", sums, year, np.tile([3, 9], len(year) // 2), resamples=500)


@pytest.mark.parametrize(("slope", "direction"), [(0.03, "rises"), (-0.03, "falls")])
def test_a_planted_change_is_found(slope: float, direction: str) -> None:
    assert sum(series(slope, seed=seed).changes[0].direction == direction for seed in range(100)) >= 95


def test_chance_is_not_taken_for_a_change() -> None:
    assert sum(series(0, seed=seed).changes[0].direction != "unclear" for seed in range(100)) <= 5


def test_the_slope_is_that_of_the_straight_line_through_the_values() -> None:
    """Values 1, 2 and 6: least squares give (6 - 1) / 2; without any spread the interval is that point."""
    sums = network.ProjectSums(np.array([1.0, 2, 6]), np.ones(3))
    found = network.trend("x", sums, np.array([2015, 2016, 2017]), np.full(3, 3), resamples=50)
    assert found.changes == (network.Change(2015, 2017, 2.5, 2.5, 2.5),)


def test_years_are_compared_neither_across_a_gap_nor_across_an_edge_of_datasets() -> None:
    year = np.array([2010, 2011, 2012, 2014, 2015, 2016, 2017])
    sums = network.ProjectSums(np.arange(7.0), np.ones(7))
    month = np.full(7, 3)
    spans = [(one.first, one.last) for one in network.trend("x", sums, year, month, resamples=20).changes]
    assert spans == [(2010, 2012), (2014, 2017)]
    cut = network.trend("x", sums, year, month, edges={2015}, resamples=20)
    assert [(one.first, one.last) for one in cut.changes] == [(2010, 2012), (2015, 2017)]


def test_years_beside_a_gap_are_cut_where_the_data_covers_them_in_part() -> None:
    full = dict.fromkeys((2010, 2011, 2012, 2016, 2017, 2018), (50, 50))
    year, month = starts(full | {2013: (50, 0), 2015: (0, 50)})
    assert [(one.year, one.edge) for one in network.incomplete_years(year, month)] == [
        (2013, "last"),
        (2015, "first"),
    ]
