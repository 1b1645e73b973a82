"""A store and a plain model, driven alike: whatever is called in whatever order, both say the same."""

from collections.abc import Callable, Iterable, Sequence

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from graphsvc.domain import Claim, DatasetInfo
from graphsvc.domain.ports import GraphStore
from graphsvc.domain.rows import EntityRow, LinkRow, Row, sort_key, to_claim, to_row
from graphsvc.errors import RunLost, StillUsed, UnknownEnd
from tests.contract.drawn_claims import (
    DATASETS,
    ENTITIES,
    INFOS,
    KINDS,
    ONE_OR_ALL,
    claims_of,
    introduced,
    links_between,
)
from tests.contract.store_base import digest_of, in_order
from tests.contract.store_model import Loading, Reading, Rows, by_key, dangling, ends, ids
from tests.support.claims import info

CALLS = (
    "write",
    "delete_some",
    "retire_one",
    "open_run",
    "write_run",
    "close_run",
    "abandon_run",
    "load",
    "load",
    "load",
    "open_reader",
    "close_reader",
    "read_some",
)
"""The calls, by the names of methods of the machine; a load is as likely as three others."""


class StoreMachine(RuleBasedStateMachine):
    """`opens` gives a store on an empty database.

    One rule chooses among all calls, each as likely: of several rules Hypothesis leaves most out of a
    sequence, and what a load can meet takes several of them. Besides single calls, which are refused as often
    as not, there are whole loads, batches that bring the ends of their links, and claims that are there:
    without those hardly a link is ever shown.
    """

    opens: Callable[[], GraphStore]

    @initialize()
    def begin(self) -> None:
        self.store = type(self).opens()
        self.shown: dict[str, Rows] = {}
        self.about: dict[str, DatasetInfo] = {}
        self.runs: dict[str, int] = {}
        self.loads: list[Loading] = []
        self.readings: list[Reading] = []
        self.revision = self.store.revision()

    def visible(self, without: Iterable[str] = ()) -> list[Row]:
        return [row for name, rows in self.shown.items() if name not in without for row in rows.values()]

    def changed(self, *loaded: str) -> None:
        """The revision has grown, and the datasets that were `loaded`, and no others, show another run."""
        with self.store.read() as reader:
            now, runs = reader.revision(), dict(reader.runs())
        assert now > self.revision
        assert set(runs) == set(self.shown)
        for name, run in runs.items():
            assert (run != self.runs.get(name)) is (name in loaded or name not in self.runs)
        self.revision, self.runs = now, runs

    def drawn(self, data: st.DataObject, datasets: Iterable[str], there: set[str]) -> list[Claim]:
        """Claims of one of `datasets`: any, with what their links need, or links of what is `there` alone."""
        dataset = data.draw(st.sampled_from(sorted(datasets)))
        kind = data.draw(st.sampled_from(["any", "whole", "links", "links"]))
        if kind == "links" and there:
            return data.draw(links_between(dataset, sorted(there)))
        claims = data.draw(claims_of(dataset))
        if kind == "whole":
            rows = by_key(claims).values()
            wanted = {end for row in rows for end in ends(row)} - ids(rows) - there
            claims += [introduced(one, dataset) for one in sorted(wanted)]
        return claims

    @rule(data=st.data())
    def call(self, data: st.DataObject) -> None:
        act = data.draw(st.sampled_from(CALLS))
        getattr(self, act)(data)

    def write(self, data: st.DataObject) -> None:
        about = data.draw(INFOS)
        there = ids(self.visible())
        claims = self.drawn(data, [about.id], there)
        rows = by_key(claims)
        if dangling(rows.values(), there | ids(rows.values())):
            with pytest.raises(UnknownEnd):
                self.store.write(about, iter(claims))
            return
        assert self.store.write(about, iter(claims)) == len(claims)
        self.shown.setdefault(about.id, {}).update(rows)
        self.about[about.id] = about
        self.changed()

    def delete_some(self, data: st.DataObject) -> None:
        self.delete(self.chosen(data) + data.draw(st.just([]) | DATASETS.flatmap(claims_of)))

    def retire_one(self, data: st.DataObject) -> None:
        self.retire(data.draw(DATASETS))

    def chosen(self, data: st.DataObject) -> list[Claim]:
        """Some claims that are shown."""
        known = in_order(self.visible())
        some = data.draw(st.lists(st.sampled_from(known), min_size=1, max_size=4)) if known else []
        return [to_claim(row) for row in some]

    def delete(self, claims: list[Claim]) -> None:
        rows = [to_row(claim) for claim in claims]
        going = {sort_key(row) for row in rows}
        left = [row for row in self.visible() if sort_key(row) not in going]
        gone = {row.id for row in rows if isinstance(row, EntityRow)} - ids(left)
        own = {(row.id, row.dataset) for row in rows if isinstance(row, EntityRow) and row.id in gone}
        along = {sort_key(row) for row in left if any((end, row.dataset) in own for end in ends(row))}
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

    def retire(self, dataset: str) -> None:
        left = self.visible(without=[dataset])
        if dangling(left, ids(left)):
            with pytest.raises(StillUsed):
                self.store.retire(dataset)
            return
        there = dataset in self.shown
        assert self.store.retire(dataset) == len(self.shown.pop(dataset, {}))
        if there:
            del self.about[dataset], self.runs[dataset]
            self.changed()

    def opened(self, about: Sequence[DatasetInfo], *, alone: bool) -> Loading:
        for load in self.loads:
            load.lost = load.lost or not load.datasets.isdisjoint(one.id for one in about)
        context = self.store.replace(about) if alone else self.store.run(*about)
        self.loads.append(Loading(context, context.__enter__(), about, alone))
        return self.loads[-1]

    def write_to(self, load: Loading, data: st.DataObject) -> None:
        there = ids(load.rows.values()) | (set() if load.alone else ids(self.visible()))
        lasting = ids(load.rows.values()) | (there & ids(self.visible(without=load.datasets)))
        claims = self.drawn(data, load.datasets, lasting)
        rows = by_key(claims)
        if load.lost:
            if claims:
                with pytest.raises(RunLost):
                    load.run.write(iter(claims))
        elif dangling(rows.values(), there | ids(rows.values())):
            with pytest.raises(UnknownEnd):
                load.run.write(iter(claims))
        else:
            assert load.run.write(iter(claims)) == len(claims)
            load.rows.update(rows)

    def close(self, load: Loading) -> None:
        self.loads.remove(load)
        others = [] if load.alone else self.visible(without=load.datasets)
        after = [*others, *load.rows.values()]
        if load.lost:
            with pytest.raises(RunLost):
                load.context.__exit__(None, None, None)
        elif dangling(after, ids(after)):
            with pytest.raises((StillUsed, UnknownEnd)):
                load.context.__exit__(None, None, None)
        else:
            load.context.__exit__(None, None, None)
            if load.alone:
                self.shown, self.about, self.runs = {}, {}, {}
            for about in load.about:
                self.about[about.id] = about
                self.shown[about.id] = {key: row for key, row in load.rows.items() if row.dataset == about.id}
            self.changed(*load.datasets)

    def open_run(self, data: st.DataObject) -> None:
        self.opened([data.draw(INFOS)], alone=False)

    def write_run(self, data: st.DataObject) -> None:
        if self.loads:
            self.write_to(data.draw(st.sampled_from(self.loads)), data)

    def close_run(self, data: st.DataObject) -> None:
        if self.loads:
            self.close(data.draw(st.sampled_from(self.loads)))

    def abandon_run(self, _data: st.DataObject) -> None:
        if self.loads:
            self.abandon(self.loads.pop())

    def abandon(self, load: Loading) -> None:
        assert not load.context.__exit__(KeyError, KeyError("broken off"), None)

    def load(self, data: st.DataObject) -> None:
        """A whole load, or one that replaces all there is; meanwhile what its links need may go."""
        about = data.draw(ONE_OR_ALL)
        load = self.opened(about, alone=len(about) > 1)
        self.write_to(load, data)
        other = info("beta" if about[0].id == "alpha" else "alpha")
        meanwhile = data.draw(st.sampled_from(["nothing", "delete", "delete", "retire", "load"]))
        if meanwhile == "delete":
            needed = sorted({end for row in load.rows.values() for end in ends(row)})
            goes = data.draw(st.sampled_from([*([one] for one in needed), needed]))
            self.delete([to_claim(row) for row in self.visible() if row[0] in goes])
        elif meanwhile == "retire":
            self.retire(other.id)
        elif meanwhile == "load":
            self.close(self.opened([other], alone=False))
        if data.draw(st.booleans()):
            self.write_to(load, data)
        self.close(load)

    def open_reader(self, _data: st.DataObject) -> None:
        context = self.store.read()
        reading = Reading(context, context.__enter__(), *self.state())
        self.readings.append(reading)

    def state(self) -> tuple[list[Row], list[DatasetInfo], int]:
        """Rows in their order, datasets in theirs, and the revision."""
        return in_order(self.visible()), [self.about[name] for name in sorted(self.about)], self.revision

    def close_reader(self, _data: st.DataObject) -> None:
        if self.readings:
            reading = self.readings.pop(0)
            self.same(reading)
            reading.context.__exit__(None, None, None)

    def read_some(self, data: st.DataObject) -> None:
        """What is chosen by ids, ends and kinds, from readers of old states and from a new one."""
        wanted = data.draw(st.lists(st.sampled_from([*ENTITIES, "food/milling", "x"]), max_size=4))
        kinds = data.draw(st.none() | st.lists(st.sampled_from([*KINDS, "x"]), max_size=4))
        with self.store.read() as reader:
            now = Reading(self.store.read(), reader, *self.state())
            for reading in [*self.readings, now]:
                rows = [row for row in reading.expected if kinds is None or row.kind in kinds]
                entities = [row for row in rows if isinstance(row, EntityRow)]
                links = [row for row in rows if isinstance(row, LinkRow)]
                ask = reading.reader
                assert list(ask.entities(kinds)) == entities
                assert list(ask.links(kinds)) == links
                assert list(ask.entities(kinds, iter(wanted))) == [
                    row for row in entities if row.id in wanted
                ]
                assert list(ask.links(kinds, iter(wanted))) == [
                    row for row in links if row.source in wanted or row.target in wanted
                ]

    def same(self, reading: Reading) -> None:
        assert [*reading.reader.entities(), *reading.reader.links()] == reading.expected
        assert reading.reader.datasets() == reading.about
        assert reading.reader.revision() == reading.revision

    @invariant()
    def what_is_shown_is_what_the_model_has(self) -> None:
        if not hasattr(self, "store"):
            return
        rows, about, revision = self.state()
        with self.store.read() as reader:
            assert reader.revision() == revision
            assert reader.runs() == self.runs
            assert reader.digest() == digest_of(rows)
            assert reader.datasets() == about

    def teardown(self) -> None:
        if not hasattr(self, "store"):
            return
        for reading in self.readings:
            self.same(reading)
            reading.context.__exit__(None, None, None)
        while self.loads:
            self.abandon(self.loads.pop())
        self.store.close()
