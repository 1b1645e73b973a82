"""How often the first company of an answer was one that has made the described thing, by how close it is."""

from dataclasses import dataclass

from graphsvc.messages import Message, msg


@dataclass(frozen=True, slots=True)
class FitBand:
    """Answers whose first company has a score of at least `least`: in `share` of `n` it was a right one.

    `low` and `high` are the 95 % interval (Wilson 1927).
    """

    least: float
    share: float
    low: float
    high: float
    n: int

    @property
    def words(self) -> Message:
        """The sentence beside a list."""
        return msg(
            "Of 100 lists whose first company fits as closely, about %(share)s begin with one that has "
            "worked on the very thing (95%% interval %(low)s to %(high)s; measured on %(n)s "
            "described results)",
            share=round(100 * self.share),
            low=round(100 * self.low),
            high=round(100 * self.high),
            n=self.n,
        )


BANDS: tuple[FitBand, ...] = (FitBand(5.0, 0.74, 0.58, 0.86, 35),)
"""By `tests/bench/fit_bands.py` on results that chose nothing, of lists in which somebody fits closely.

A score above 9 was no safer (11 of 15) than one from 5 to 9 (15 of 20); below 5 there were 3 lists.
"""

FEW = msg("How often such a list begins with a company that has worked on the very thing is not known")
"""Beside a list whose first company has a score below all bands: too few were measured."""


def fit_share(score: float) -> FitBand | None:
    """The band of a score, if such ones were measured."""
    return next((band for band in BANDS if score >= band.least), None)


NOBODY_CLOSE = msg("Nobody stands out as having done the very thing; these have done something near it")
"""Beside a list without anybody who fits closely: there were too few of them to measure how good they are."""
