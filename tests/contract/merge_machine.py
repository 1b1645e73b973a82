"""Merges and splits in any order: a plain model and the store agree, and undone they leave no trace."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from graphsvc.domain import Claim
from graphsvc.domain.ports import GraphStore
from graphsvc.ingest.bundle import write_bundle
from graphsvc.snapshot import Snapshot, build
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.merges import MERGES, merge, split
from tests.contract.store_base import digest_of, load, rows_of
from tests.contract.watched_store import WatchedStore
from tests.support.claims import (
    activity,
    cluster,
    info,
    membership,
    organization,
    participation,
    project,
    relation,
)

KEYS = ("a", "b", "c", "d", "x", "y")
NAMES = st.sampled_from([f"organization:{key}" for key in KEYS])
DAY = "2026-11-29"

WORLD: dict[str, list[Claim]] = {
    "alpha": [
        *(organization(key, name=f"Name of {key}", identifiers=(f"pic:{key}",)) for key in "abcd"),
        *(project(f"p{number}") for number in range(3)),
        cluster("k"),
        *(participation(key, f"p{number}") for number, key in enumerate("abc")),
        participation("a", "p1", role="coordinator"),
        membership("b", "k"),
        relation("organization:c", "organization:d", "cooperates"),
        activity("organization:d", "food/milling"),
    ],
    "beta": [
        *(organization(key, "beta", name=f"{key} of beta", city="Köln") for key in "axy"),
        relation("organization:x", "organization:y", "same_as", "beta"),
        activity("organization:x", "food/baking", "beta", "inferred"),
    ],
}
"""Two datasets that share an organization; one of them says that two of its organizations are the same."""

CLAIMS = rows_of([claim for claims in WORLD.values() for claim in claims])
DIGEST = digest_of(CLAIMS)


_EXPORTED: dict[str, bytes] = {}
"""The files of an export of the world: the same for every store that holds it, and so made once."""


class MemoryGraph(CurrentGraph):
    """A graph whose snapshots stay in memory: their hundred files take most of the time of a step."""

    def _build(self) -> tuple[int, Snapshot]:
        with self.store.read() as reader:
            built = build(reader)
        return built.revision, built


class MergeMachine(RuleBasedStateMachine):
    """`opens` gives a store that is empty, or holds just the world as an earlier sequence left it.

    After each step the rows are those that the new snapshot was built from; the whole export is compared
    when a sequence ends, with everything taken back.
    """

    opens: Callable[[], GraphStore]

    @initialize()
    def begin(self) -> None:
        self.folder = TemporaryDirectory()
        self.home = Path(self.folder.name)
        self.store = WatchedStore(type(self).opens())
        with self.store.read() as reader:
            held = bool(reader.datasets())
        if not held:
            for dataset, claims in WORLD.items():
                load(self.store, info(dataset), claims)
        self.graph = MemoryGraph(self.store, "test", self.home)
        assert self.graph.snapshot().digest == DIGEST
        self.pairs: set[frozenset[str]] = set()
        self.stated = True
        if not _EXPORTED:
            _EXPORTED.update(self.exported())

    def exported(self) -> dict[str, bytes]:
        """All files of an export, by name."""
        with TemporaryDirectory(dir=self.home) as name:
            with self.store.read() as reader:
                write_bundle(reader, Path(name))
            return {path.relative_to(name).as_posix(): path.read_bytes() for path in Path(name).rglob("*.*")}

    def groups(self) -> dict[str, str]:
        """The smallest id of each group of the model."""
        stands = {f"organization:{key}": f"organization:{key}" for key in KEYS}
        pairs = [*self.pairs, *([frozenset(("organization:x", "organization:y"))] if self.stated else [])]
        for _ in KEYS:
            for pair in pairs:
                least = min(stands[one] for one in pair)
                stands |= dict.fromkeys(pair, least)
        return stands

    @rule(one=NAMES, other=NAMES)
    def merges(self, one: str, other: str) -> None:
        groups = self.groups()
        if groups[one] == groups[other]:
            return
        kept = merge(self.graph, one, other, by="local", date=DAY)
        self.pairs.add(frozenset((one, other)))
        if {one, other} == {"organization:x", "organization:y"}:
            self.stated = True
        assert kept == self.groups()[one]

    @rule(one=NAMES)
    def splits(self, one: str) -> None:
        if list(self.groups().values()).count(self.groups()[one]) == 1:
            return
        split(self.graph, one, by="local", date=DAY)
        self.pairs = {pair for pair in self.pairs if one not in pair}
        self.stated = self.stated and one not in ("organization:x", "organization:y")

    @rule()
    @precondition(lambda self: self.pairs)
    def splits_all(self) -> None:
        """Everything that was merged by hand is taken back."""
        for one in sorted({end for pair in self.pairs for end in pair}):
            self.splits(one)
        assert not self.pairs

    @invariant()
    def no_claim_is_lost(self) -> None:
        assert [row for row in self.store.rows() if row.dataset != MERGES.id] == CLAIMS

    @invariant()
    def every_id_leads_to_the_one_that_stands(self) -> None:
        built = self.graph.snapshot()
        groups = self.groups()
        assert {one: built.merged.get(one, one) for one in groups} == groups
        assert list(built.organizations.ids) == sorted(set(groups.values()))
        assert built.dropped == 0
        assert {built.node_id(built.node(one)) for one in groups} == set(groups.values())

    @invariant()
    def what_is_taken_back_leaves_no_trace(self) -> None:
        if not self.pairs and self.stated:
            assert self.graph.snapshot().digest == DIGEST

    def teardown(self) -> None:
        if hasattr(self, "store"):
            for one in sorted({end for pair in self.pairs for end in pair}):
                self.splits(one)
            self.no_claim_is_lost()
            if not self.stated:  # removing the dataset takes everything back, refusals too
                self.store.retire(MERGES.id)
                self.graph.refresh()
                self.stated = True
            self.what_is_taken_back_leaves_no_trace()
            assert self.exported() == _EXPORTED
            self.store.close()
            self.folder.cleanup()
