"""Organizations that are likely known twice: pairs laid side by side for a person to decide about."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from graphsvc.domain.ids import kind_of
from graphsvc.errors import Busy, InvalidData
from graphsvc.ingest.member_matching import AlikePair
from graphsvc.messages import Message, msg
from graphsvc.settings import Settings
from graphsvc.snapshot import ORGANIZATION_KINDS
from graphsvc.state import merges
from graphsvc.state.alike_pairs import AlikePairs
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.jobs import Progress
from graphsvc.state.judged_pairs import JudgedPairs, PairVerdict
from graphsvc.state.known_names import known_names, likeness
from graphsvc.state.own_words import LOCAL, today
from graphsvc.state.permissions import writable
from graphsvc.state.refs import Ref, country, organization_ref
from graphsvc.state.snapshot_tables import tables

DUPLICATES = "duplicates"
"""The kind of job that compares all organizations with one another."""
MOST_SHOWN = 10
_BANDS = 5

Later = Callable[..., tuple[int, int]]


@dataclass(frozen=True, slots=True)
class ComparedSide:
    """What is known of one organization of a pair."""

    ref: Ref
    aliases: tuple[str, ...]
    identifiers: tuple[str, ...]
    city: str
    country: str
    website: str
    kind: str
    projects: int


@dataclass(frozen=True, slots=True)
class LikelySame:
    """Two organizations that may be one; `agreed` and `differing` name fields, `later` was put off before."""

    one: ComparedSide
    other: ComparedSide
    why: Message
    agreed: tuple[str, ...]
    differing: tuple[str, ...]
    later: bool


@dataclass(frozen=True, slots=True)
class DuplicatePairs:
    """The pairs to decide about first, how many are open in all, how many of these were put off, and those
    said to be different."""

    first: tuple[LikelySame, ...]
    open: int
    later: int
    different: tuple[tuple[Ref, Ref], ...]


class Duplicates:
    """Pairs of the organizations known here that are likely one, and what a person said of them.

    `later` has the worker compare them, and answers how far it is; without it they are compared at once.
    """

    def __init__(self, graph: CurrentGraph, settings: Settings, later: Later | None = None) -> None:
        self._graph, self._settings, self._later = graph, settings, later
        self._judged = JudgedPairs(graph.home)
        self._kept = AlikePairs(graph.home)
        self._found: tuple[str, tuple[AlikePair, ...]] | None = None

    def show(self) -> DuplicatePairs:
        """What is to be decided: the likeliest first, of these the pairs with the most projects at stake.

        Raises `Busy`, with organizations compared and in all, while the worker compares them.
        """
        snapshot, judged = self._graph.snapshot(), self._judged.all()
        rows = snapshot.organizations.ids
        pairs = [pair for pair in self._pairs() if judged.get(pair.ids) != "different"]
        ends = np.array([[snapshot.organization(one) for one in pair.ids] for pair in pairs], np.int64)
        projects = tables(self._graph).projects.of
        at_stake = projects[ends].sum(axis=1).tolist() if pairs else []
        later = [judged.get(pair.ids) == "later" for pair in pairs]
        order = sorted(
            range(len(pairs)),
            key=lambda at: (later[at], -int(pairs[at].score * _BANDS), -at_stake[at], -pairs[at].score),
        )
        return DuplicatePairs(
            tuple(self._card(pairs[at], later[at]) for at in order[:MOST_SHOWN]),
            len(pairs),
            sum(later),
            tuple(
                (self._ref(pair[0]), self._ref(pair[1]))
                for pair, said in judged.items()
                if said == "different" and not {*pair}.difference(rows)
            ),
        )

    def say(self, one: str, other: str, verdict: PairVerdict | None) -> None:
        """Keep that two organizations are different, or left for later; `None` takes back what was said.

        Raises `UnknownId`, `ReadOnly`, and `InvalidData` for what is no pair of organizations.
        """
        writable(self._settings)
        snapshot = self._graph.snapshot()
        for identifier in (one, other):
            snapshot.node(identifier)
        if one == other or {kind_of(one), kind_of(other)} != {"organization"}:
            raise InvalidData(msg("Only two organizations make a pair."))
        self._judged.say(one, other, verdict)

    def merge(self, one: str, other: str) -> str:
        """Say that two organizations are one; the other pairs stay as they were found. Raises as `merge`."""
        writable(self._settings)
        found = self._known()
        kept = merges.merge(self._graph, one, other, by=LOCAL, date=today())
        if found is not None:
            after = self._graph.snapshot()
            left = {*after.organizations.ids}
            self._keep(after.digest, tuple(pair for pair in found if left.issuperset(pair.ids)))
        return kept

    def compare(self, progress: Progress) -> tuple[AlikePair, ...]:
        """The pairs of this state of the data, found and kept unless they are known."""
        found = self._known()
        if found is None:
            digest, names = self._graph.snapshot().digest, known_names(self._graph)
            found = tuple(names.alike(progress))
            self._keep(digest, found)
        return found

    def job(self, _arguments: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
        """`compare` as a job of the worker, on the newest data."""
        if self._graph.stale():
            self._graph.refresh()
        self.compare(progress)
        return {}

    def _pairs(self) -> tuple[AlikePair, ...]:
        """Pairs that may be one, found anew when the data changed otherwise than by a merge here."""
        if (found := self._known()) is not None:
            return found
        if self._later:
            snapshot = self._graph.snapshot()
            done, total = self._later(DUPLICATES, digest=snapshot.digest)
            raise Busy(done, max(total, len(snapshot.organizations.ids)))
        return self.compare(lambda *_: None)

    def _known(self) -> tuple[AlikePair, ...] | None:
        digest = self._graph.snapshot().digest
        if self._found is None or self._found[0] != digest:
            kept = self._kept.read(digest)
            self._found = None if kept is None else (digest, kept)
        return self._found[1] if self._found else None

    def _keep(self, digest: str, pairs: tuple[AlikePair, ...]) -> None:
        self._found = (digest, pairs)
        self._kept.keep(digest, pairs)

    def _card(self, pair: AlikePair, later: bool) -> LikelySame:
        one, other = (self._side(identifier) for identifier in pair.ids)
        why = likeness(pair.agreed, pair.differing)
        return LikelySame(one, other, why, pair.agreed, pair.differing, later)

    def _ref(self, identifier: str) -> Ref:
        snapshot = self._graph.snapshot()
        return organization_ref(snapshot, snapshot.organization(identifier))

    def _side(self, identifier: str) -> ComparedSide:
        snapshot = self._graph.snapshot()
        row, table = snapshot.organization(identifier), snapshot.organizations
        return ComparedSide(
            organization_ref(snapshot, row),
            _lines(table.aliases[row]),
            _lines(table.identifiers[row]),
            table.city[row],
            country(snapshot, int(table.country[row])),
            table.website[row],
            ORGANIZATION_KINDS[table.kind[row]],
            int(tables(self._graph).projects.of[row]),
        )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(filter(None, text.split("\n")))
