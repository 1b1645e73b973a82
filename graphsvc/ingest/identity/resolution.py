"""Which records of one table are organizations of another: automatic, to be reviewed, or separate."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Literal

from graphsvc.ingest.identity.candidates import NameBlocks
from graphsvc.ingest.identity.comparison import Comparison, WordWeights, compare
from graphsvc.ingest.identity.model import IdentityModel, identity_model
from graphsvc.ingest.identity.records import IdentityRecord, prepare

MOST_ASKED = 5
"""Candidates that a person is shown for one record, at most."""
_TOLD_EACH = 100


@dataclass(frozen=True, slots=True)
class IdentityPair:
    """Two records that are or may be one organization; `left` and `right` are row numbers."""

    left: int
    right: int
    decision: Literal["automatic", "review"]
    score: float
    comparison: Comparison

    @property
    def agreed(self) -> tuple[str, ...]:
        """The fields that speak for it."""
        return tuple(field for field, level in self.comparison.levels.items() if agrees(level))

    @property
    def differing(self) -> tuple[str, ...]:
        """The fields that speak against it; what is unknown does neither."""
        levels = self.comparison.levels
        return tuple(field for field, level in levels.items() if not agrees(level) and level != "unknown")


def agrees(level: str) -> bool:
    """Whether a level of a field speaks for identity."""
    return level in (
        "same",
        "spelling",
        "addition of place or acronym",
        "alias",
        "acronym",
        "contained: most",
    )


class IdentityIndex:
    """The records of a table, ready for other records to be resolved against them; build it once for many.

    `looked_over` says that a person looks over automatic pairs before they count, as on member lists, where
    people write legal forms in short.
    """

    def __init__(
        self,
        records: Iterable[IdentityRecord],
        model: IdentityModel | None = None,
        *,
        looked_over: bool = False,
    ) -> None:
        self._records = list(records)
        self._prepared = prepare(self._records)
        self._blocks = NameBlocks(self._prepared)
        self._compare = partial(compare, weight=WordWeights(self._prepared), looked_over=looked_over)
        self._model = model or identity_model()

    def compared(self, others: Sequence[IdentityRecord]) -> Iterator[tuple[int, int, Comparison]]:
        """Row of `others`, row of this table and comparison of every pair that may be one organization."""
        prepared = prepare(others)
        rows, known = self._blocks.near(prepared)
        for row, place in zip(rows.tolist(), known.tolist(), strict=True):
            yield row, place, self._compare(prepared[row], self._prepared[place])

    def resolve(self, others: Sequence[IdentityRecord]) -> list[IdentityPair]:
        """Pairs of rows that are one organization or may be, by row; the best first."""
        scored = (
            (row, place, comparison, self._model.score(comparison))
            for row, place, comparison in self.compared(others)
            if not comparison.separate
        )
        kept = (one for one in scored if one[3] >= self._model.review)
        return [
            pair
            for row, found in groupby(kept, key=lambda one: one[0])
            for pair in self._decided(row, [*found])
        ]

    def within(self, progress: Callable[[int, int], None] | None = None) -> list[IdentityPair]:
        """Pairs of this table's own rows that are one organization or may be, each once, by row.

        `progress` hears how many rows have been compared, and how many there are.
        """
        found, told = [], 0
        for row, place, comparison in self.compared(self._records):
            if progress and row >= told + _TOLD_EACH:
                told = row
                progress(row, len(self._records))
            if row < place and not comparison.separate:
                score = self._model.score(comparison)
                sure = score >= self._model.automatic and not comparison.asked
                if score >= self._model.review:
                    decision: Literal["automatic", "review"] = "automatic" if sure else "review"
                    found.append(IdentityPair(row, place, decision, round(score, 4), comparison))
        return found

    def _decided(self, row: int, found: list[tuple[int, int, Comparison, float]]) -> list[IdentityPair]:
        """The clear best alone, else all that have to be asked about."""
        found.sort(key=lambda one: (-one[3], self._records[one[1]].id))
        _, place, comparison, best = found[0]
        second = found[1][3] if len(found) > 1 else 0.0
        clear = best == 1.0 or best / max(1 - best, 1e-9) >= self._model.margin * second / max(
            1 - second, 1e-9
        )
        if best >= self._model.automatic and clear and not comparison.asked:
            return [IdentityPair(row, place, "automatic", round(best, 4), comparison)]
        return [
            IdentityPair(row, one, "review", round(score, 4), compared)
            for _, one, compared, score in found[:MOST_ASKED]
        ]
