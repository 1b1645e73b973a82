"""Member lists: the names and places of a list, resolved against the organizations known here."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from graphsvc.ingest.identity.records import IdentityRecord
from graphsvc.ingest.identity.resolution import IdentityIndex, IdentityPair
from graphsvc.ingest.list_rows import MemberRow

KnownOrganization = IdentityRecord
"""An organization to compare with."""


@dataclass(frozen=True)
class Candidate:
    """A known organization that an entry may be.

    The score is between 0 and 1; `agreed` and `differing` are the fields that speak for and against it.
    """

    id: str
    name: str
    score: float
    agreed: tuple[str, ...] = ()
    differing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AlikePair:
    """Two known organizations that may be one, the smaller id first; see `Candidate`."""

    ids: tuple[str, str]
    score: float
    agreed: tuple[str, ...]
    differing: tuple[str, ...]


@dataclass(frozen=True)
class ResolvedMember:
    """An entry and what it is: `found` has one candidate, `doubtful` some to ask about, `new` none."""

    entry: MemberRow
    state: Literal["found", "doubtful", "new"]
    candidates: tuple[Candidate, ...] = ()


class NameIndex:
    """Known organizations, ready to be compared with; build it once for many entries."""

    def __init__(self, known: Iterable[KnownOrganization]) -> None:
        self._known = sorted(known, key=lambda organization: organization.id)
        self._index = IdentityIndex(self._known, looked_over=True)

    def resolve(self, entry: MemberRow) -> ResolvedMember:
        """Found, doubtful or new."""
        return self.resolve_all([entry])[0]

    def resolve_all(self, entries: Sequence[MemberRow]) -> list[ResolvedMember]:
        """Every entry resolved, in the order of the list; many at once are quicker than one by one."""
        records = [
            IdentityRecord(
                str(entry.row),
                entry.name,
                city=entry.city,
                country=entry.country,
                post_code=entry.post_code,
                website=entry.website,
            )
            for entry in entries
        ]
        found = {
            row: list(pairs)
            for row, pairs in groupby(self._index.resolve(records), key=lambda pair: pair.left)
        }
        return [self._resolved(entry, found.get(row, [])) for row, entry in enumerate(entries)]

    def alike(self, progress: Callable[[int, int], None] | None = None) -> list[AlikePair]:
        """Pairs of the known organizations that may be one; `progress` hears how many have been compared."""
        return [
            AlikePair(
                (self._known[pair.left].id, self._known[pair.right].id),
                pair.score,
                pair.agreed,
                pair.differing,
            )
            for pair in self._index.within(progress)
        ]

    def _resolved(self, entry: MemberRow, pairs: Sequence[IdentityPair]) -> ResolvedMember:
        if not pairs:
            return ResolvedMember(entry, "new")
        candidates = tuple(
            Candidate(known.id, known.name, pair.score, pair.agreed, pair.differing)
            for pair in pairs
            for known in [self._known[pair.right]]
        )
        return ResolvedMember(entry, "found" if pairs[0].decision == "automatic" else "doubtful", candidates)


def resolve(entries: Sequence[MemberRow], known: Iterable[KnownOrganization]) -> list[ResolvedMember]:
    """Every entry resolved against the known organizations, in the order of the list."""
    return NameIndex(known).resolve_all(entries)
