"""The figure beside a list: by the score of its first company, with the interval of what was counted."""

import pytest

from graphsvc.matching.relevance.calibration import BANDS, fit_share
from tests.bench.fit_bands import wilson


@pytest.mark.parametrize(
    ("right", "n", "low", "high"), [(23, 34, 0.508, 0.809), (0, 3, 0.0, 0.562), (0, 0, 0.0, 1.0)]
)
def test_the_interval_of_a_share(right: int, n: int, low: float, high: float) -> None:
    assert wilson(right, n) == pytest.approx((low, high), abs=0.001)


def test_each_band_tells_the_interval_of_its_share_and_number() -> None:
    for band in BANDS:
        right = round(band.share * band.n)
        assert (band.share, band.low, band.high) == pytest.approx(
            (right / band.n, *wilson(right, band.n)), abs=0.006
        )


def test_a_score_falls_into_the_highest_band_it_reaches_or_into_none() -> None:
    assert [fit_share(band.least) for band in BANDS] == list(BANDS)
    assert fit_share(BANDS[-1].least - 0.01) is None
