"""A store and a plain model, driven alike: whatever is called in whatever order, both say the same."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from graphsvc.domain import Claim
from graphsvc.domain.ports import GraphStore, Reader, Run
from graphsvc.domain.rows import Digest, EntityRow, LinkRow, Row, sort_key, to_row
from graphsvc.errors import RunLost, StillUsed, UnknownEnd
from graphsvc.store.refusals import ends
from tests.contract.store_base import in_order
from tests.support.claims import activity, cluster, info, membership, organization, participation, relation
from tests.support.claims import project as project_claim

Key = tuple[str, ...]
Rows = dict[Key, Row]

DATASETS = st.sampled_from(["alpha", "beta"])
BASES = st.sampled_from(["stated", "confirmed"])
ORGANIZATIONS = st.sampled_from(["a", "A", "a-1"])
NAMES = st.sampled_from([None, "A", "ä", "'", '"}', "A\u2028"])
ENTITIES = ("organization:a", "organization:A", "cluster:c", "project:p")


@st.composite
def claims_of(draw: st.DrawFn, dataset: str) -> list[Claim]:
    basis = draw(BASES)
    one = st.one_of(
        st.builds(lambda key, name: organization(key, dataset, basis, name=name), ORGANIZATIONS, NAMES),
        st.builds(lambda name: cluster("c", dataset, basis, name=name), NAMES),
        st.just(project_claim("p", dataset, basis)),
        st.builds(
            lambda who, role: participation(who, "p", dataset, basis, role=role),
            ORGANIZATIONS,
            st.sampled_from(["coordinator", "participant"]),
        ),
        st.builds(lambda who: membership(who, "c", dataset, basis, start="2010"), ORGANIZATIONS),
        st.builds(
            lambda source, target, kind: relation(source, target, kind, dataset, basis),
            st.sampled_from(ENTITIES),
            st.sampled_from(ENTITIES),
            st.sampled_from(["hosts", "same_as"]),
        ),
        st.builds(
            lambda who, stage: activity(who, f"food/{stage}", dataset, basis),
            st.sampled_from(["organization:a", "cluster:c"]),
            st.sampled_from(["milling", "a"]),
        ),
    )
    return draw(st.lists(one, max_size=6))


DATASET_AND_CLAIMS = DATASETS.flatmap(lambda dataset: st.tuples(st.just(dataset), claims_of(dataset)))


@dataclass
class Loading:
    context: AbstractContextManager[Run]
    run: Run
    dataset: str
    rows: Rows = field(default_factory=dict)
    lost: bool = False


@dataclass
class Reading:
    context: AbstractContextManager[Reader]
    reader: Reader
    expected: list[Row]


def ids(rows: Iterable[Row]) -> set[str]:
    return {row.id for row in rows if isinstance(row, EntityRow)}


def dangling(rows: Iterable[Row], there: set[str]) -> bool:
    return any(end not in there for row in rows if isinstance(row, LinkRow) for end in ends(row))


class StoreMachine(RuleBasedStateMachine):
    """`opens` gives a store on an empty database."""

    opens: Callable[[], GraphStore]

    @initialize()
    def begin(self) -> None:
        self.store = type(self).opens()
        self.shown: dict[str, Rows] = {}
        self.loads: list[Loading] = []
        self.readings: list[Reading] = []
        self.revision = self.store.revision()

    def visible(self, without: str | None = None) -> list[Row]:
        return [row for name, rows in self.shown.items() if name != without for row in rows.values()]

    def changed(self) -> None:
        now = self.store.revision()
        assert now > self.revision
        self.revision = now

    @rule(given=DATASET_AND_CLAIMS)
    def write(self, given: tuple[str, list[Claim]]) -> None:
        dataset, claims = given
        rows = {sort_key(row): row for row in map(to_row, claims)}
        if dangling(rows.values(), ids(self.visible()) | ids(rows.values())):
            with pytest.raises(UnknownEnd):
                self.store.write(info(dataset), iter(claims))
            return
        self.store.write(info(dataset), iter(claims))
        self.shown.setdefault(dataset, {}).update(rows)
        self.changed()

    @rule(given=DATASET_AND_CLAIMS, more=DATASET_AND_CLAIMS)
    def delete(self, given: tuple[str, list[Claim]], more: tuple[str, list[Claim]]) -> None:
        claims = [*given[1], *more[1]]
        rows = [to_row(claim) for claim in claims]
        going = {sort_key(row) for row in rows}
        left = [row for row in self.visible() if sort_key(row) not in going]
        gone = {row.id for row in rows if isinstance(row, EntityRow)} - ids(left)
        own = {(row.id, row.dataset) for row in rows if isinstance(row, EntityRow) and row.id in gone}
        along = {
            sort_key(row)
            for row in left
            if isinstance(row, LinkRow) and any((end, row.dataset) in own for end in ends(row))
        }
        left = [row for row in left if sort_key(row) not in along]
        if dangling(left, ids(left)):
            with pytest.raises(StillUsed):
                self.store.delete(iter(claims))
            return
        there = {sort_key(row) for row in self.visible()}
        assert self.store.delete(iter(claims)) == len(going & there)
        for dataset, kept in self.shown.items():
            keys = going | along
            self.shown[dataset] = {key: row for key, row in kept.items() if key not in keys}
        self.changed()

    @rule(dataset=DATASETS)
    def retire(self, dataset: str) -> None:
        left = self.visible(without=dataset)
        if dangling(left, ids(left)):
            with pytest.raises(StillUsed):
                self.store.retire(dataset)
            return
        there = dataset in self.shown
        assert self.store.retire(dataset) == len(self.shown.pop(dataset, {}))
        if there:
            self.changed()

    @rule(dataset=DATASETS)
    def open_run(self, dataset: str) -> None:
        for load in self.loads:
            load.lost = load.lost or load.dataset == dataset
        context = self.store.run(info(dataset))
        self.loads.append(Loading(context, context.__enter__(), dataset))

    @rule(data=st.data())
    def write_run(self, data: st.DataObject) -> None:
        if not self.loads:
            return
        load = data.draw(st.sampled_from(self.loads))
        claims = data.draw(claims_of(load.dataset))
        rows = {sort_key(row): row for row in map(to_row, claims)}
        there = ids(self.visible()) | ids(load.rows.values()) | ids(rows.values())
        if load.lost:
            if claims:
                with pytest.raises(RunLost):
                    load.run.write(iter(claims))
        elif dangling(rows.values(), there):
            with pytest.raises(UnknownEnd):
                load.run.write(iter(claims))
        else:
            load.run.write(iter(claims))
            load.rows.update(rows)

    @rule(data=st.data())
    def close_run(self, data: st.DataObject) -> None:
        if not self.loads:
            return
        load = data.draw(st.sampled_from(self.loads))
        self.loads.remove(load)
        after = [*self.visible(without=load.dataset), *load.rows.values()]
        if load.lost:
            with pytest.raises(RunLost):
                load.context.__exit__(None, None, None)
        elif dangling(after, ids(after)):
            with pytest.raises((StillUsed, UnknownEnd)):
                load.context.__exit__(None, None, None)
        else:
            load.context.__exit__(None, None, None)
            self.shown[load.dataset] = load.rows
            self.changed()

    @rule()
    def abandon_run(self) -> None:
        if self.loads:
            assert not self.loads.pop().context.__exit__(KeyError, KeyError("broken off"), None)

    @rule()
    def open_reader(self) -> None:
        context = self.store.read()
        self.readings.append(Reading(context, context.__enter__(), in_order(self.visible())))

    @rule()
    def close_reader(self) -> None:
        if self.readings:
            reading = self.readings.pop(0)
            self.same(reading)
            reading.context.__exit__(None, None, None)

    @rule(wanted=st.lists(st.sampled_from([*ENTITIES, "food/milling", "organization:none", "x"])))
    def read_some(self, wanted: list[str]) -> None:
        for reading in self.readings:
            entities = [row for row in reading.expected if isinstance(row, EntityRow) and row.id in wanted]
            assert list(reading.reader.entities(ids=iter(wanted))) == entities
            links = [
                row
                for row in reading.expected
                if isinstance(row, LinkRow) and (row.source in wanted or row.target in wanted)
            ]
            assert list(reading.reader.links(ends=iter(wanted))) == links

    def same(self, reading: Reading) -> None:
        assert [*reading.reader.entities(), *reading.reader.links()] == reading.expected

    @invariant()
    def what_is_shown_is_what_the_model_has(self) -> None:
        if not hasattr(self, "store"):
            return
        assert self.store.revision() == self.revision
        expected = Digest()
        expected.feed(in_order(self.visible()))
        with self.store.read() as reader:
            assert reader.digest() == expected.hexdigest()
            assert [item.id for item in reader.datasets()] == sorted(self.shown)

    def teardown(self) -> None:
        if not hasattr(self, "store"):
            return
        for reading in self.readings:
            self.same(reading)
            reading.context.__exit__(None, None, None)
        while self.loads:
            self.abandon_run()
        self.store.close()
