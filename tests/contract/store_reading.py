"""Contract: what a reader hands out, in which order, and that it is one state."""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest

from graphsvc import snapshot
from graphsvc.domain import Claim, DatasetInfo, Feedback, Profile, SavedSearch
from graphsvc.domain.ports import BATCH, GraphStore, Reader
from graphsvc.domain.rows import EntityRow, LinkRow, Row
from graphsvc.store.public import PublicStore
from tests.contract.store_base import StoreTests, digest_of, load, rows_of, shown
from tests.support.claims import (
    activity,
    cluster,
    evidence,
    info,
    membership,
    organization,
    participation,
    project,
    relation,
)

# by code point: digits, capitals, hyphen and dot before them, underscore between capitals and small letters
KEYS = ("-x", "1", "10", "9", "A", "Z", "a", "a-b", "a.b", "a0", "a_b", "aA", "aa", "z")
ORDERED = [f"organization:0{key}" for key in KEYS]

WORLD: list[Claim] = [
    organization("a", name="A"),
    organization("b", name="B"),
    cluster("c", name="C"),
    project("p", title="P", objective="One.\nTwo.", keywords="a, b", science="c; d"),
    participation("a", "p"),
    participation("b", "p", role="coordinator"),
    membership("a", "c"),
    relation("cluster:c", "organization:b", "runs"),
    relation("organization:a", "organization:a", "cooperates"),
    activity("organization:a", "food/milling"),
    activity("cluster:c", "food/milling", basis="inferred"),
]

PUBLISHED: list[Claim] = [
    Profile(id="profile:a", title="Offer", visibility="public", evidence=evidence("person", "confirmed"))
]
PRIVATE: dict[str, list[Claim]] = {
    "person": [
        Profile(id="profile:b", title="Draft", evidence=evidence("person", "confirmed")),
        Feedback(
            id="feedback:a", reason="no", query="organization:a", evidence=evidence("person", "confirmed")
        ),
        SavedSearch(id="search:a", title="Mine", address="/search", evidence=evidence("person", "confirmed")),
        activity("organization:b", "food/milling", "person", "confirmed"),
    ],
    "person-members-c": [
        organization("person-1", "person-members-c", name="Own"),
        organization("b", "person-members-c"),
        membership("person-1", "c", "person-members-c"),
        membership("b", "c", "person-members-c"),
        relation("organization:a", "organization:b", "same_as", "person-members-c"),
        participation("person-1", "p", "person-members-c"),
    ],
}

Change = Callable[[GraphStore], object]
CHANGES: dict[str, Change] = {
    "run": lambda store: load(store, info(title="New"), [organization("a", name="New"), organization("d")]),
    "write": lambda store: store.write(
        info(title="New"),
        [
            organization("a", name="New"),
            organization("d"),
            participation("a", "p", contribution=1.0),
            membership("b", "c"),
        ],
    ),
    "delete": lambda store: store.delete(
        [organization("a"), participation("b", "p", role="coordinator"), project("p")]
    ),
    "retire": lambda store: store.retire("alpha"),
}


def everything(reader: Reader) -> tuple[list[Row], int, list[DatasetInfo], str]:
    rows: list[Row] = [*reader.entities(), *reader.links()]
    return rows, reader.revision(), reader.datasets(), reader.digest()


class ReadingContract(StoreTests):
    def test_order_is_by_code_point(self, store: GraphStore) -> None:
        entities = [organization(f"0{key}") for key in reversed(KEYS)]
        links = [relation(identifier, ORDERED[0], "hosts") for identifier in ORDERED]
        store.write(info(), [*entities, *links])
        second = [organization("0a", "a0"), relation(ORDERED[3], ORDERED[0], "hosts", "a0")]
        store.write(info("a0"), second)
        with store.read() as reader:
            assert [row.id for row in reader.entities()] == sorted([*ORDERED, "organization:0a"])
            assert [row.source for row in reader.links()] == sorted([*ORDERED, ORDERED[3]])
        shown(store)

    def test_a_public_store_reads_public_claims_alone(self, store: GraphStore) -> None:
        store.write(info(), WORLD)
        store.write(info("person"), PUBLISHED)
        for dataset, claims in PRIVATE.items():
            store.write(info(dataset), claims)
        with PublicStore(store).read() as reader:
            rows: list[Row] = [*reader.entities(), *reader.links()]
            assert rows == rows_of([*WORLD, *PUBLISHED])
            assert reader.digest() == digest_of(rows_of([*WORLD, *PUBLISHED]))
            assert reader.datasets() == [info()]
            assert list(reader.entities(ids=["organization:person-1", "feedback:a", "profile:b"])) == []
            assert {row.dataset for row in reader.links(ends=["cluster:c"])} == {"alpha"}
            assert list(reader.links(ends=["organization:person-1"])) == []
            built = snapshot.build(reader)
        for dataset, claims in PRIVATE.items():
            store.delete(claims) if dataset == "person" else store.retire(dataset)
        with PublicStore(store).read() as reader:
            after = snapshot.build(reader)
        assert (after.digest, after.datasets, after.dropped) == (built.digest, built.datasets, 0)

    def test_no_filter_is_all_and_an_empty_filter_is_none(self, store: GraphStore) -> None:
        store.write(info(), WORLD)
        rows = rows_of(WORLD)
        entities = [row for row in rows if isinstance(row, EntityRow)]
        links = [row for row in rows if isinstance(row, LinkRow)]
        with store.read() as reader:
            assert list(reader.entities()) == list(reader.entities(None, None)) == entities
            assert list(reader.links()) == list(reader.links(None, None)) == links
            for nothing in ((), iter(())):
                assert list(reader.entities(nothing)) == []
                assert list(reader.links(nothing)) == []
            assert list(reader.entities(ids=())) == list(reader.entities(None, iter([]))) == []
            assert list(reader.links(ends=())) == list(reader.links(None, iter([]))) == []
            assert list(reader.entities(["nonsense"])) == []
            assert list(reader.links(["nonsense", "runs"])) == []

    def test_filters_may_be_iterators_that_run_once(self, store: GraphStore) -> None:
        store.write(info(), WORLD)
        rows = rows_of(WORLD)
        with store.read() as reader:
            for kinds in (["project", "organization"], ["cluster"], ["project", "project", "cluster"]):
                expected = [row for row in rows if row.kind in kinds]
                assert list(reader.entities(iter(kinds))) == expected
            wanted = ["project:p", "organization:b", "organization:b", "cluster:none", "no id at all", ""]
            assert [row.id for row in reader.entities(ids=iter(wanted))] == ["organization:b", "project:p"]
            found = reader.entities(iter(["project", "cluster", "organization"]), iter(wanted))
            assert [row.id for row in found] == ["organization:b", "project:p"]
            assert list(reader.entities(["project"], ["organization:b"])) == []
            assert [row.kind for row in reader.links(iter(["performs", "member_of"]))] == [
                "member_of",
                "performs",
                "performs",
            ]

    def test_links_that_touch_an_end(self, store: GraphStore) -> None:
        store.write(info(), WORLD)
        links = [row for row in rows_of(WORLD) if isinstance(row, LinkRow)]
        with store.read() as reader:
            for ends in (
                ["organization:a"],
                ["organization:b", "cluster:c"],
                ["project:p", "organization:a"],
                ["food/milling"],
                ["cluster:none", "food/none", "", "x"],
            ):
                expected = [row for row in links if row.source in ends or row.target in ends]
                assert list(reader.links(ends=iter(ends))) == expected
            assert list(reader.links(iter(["related"]), iter(["organization:b"]))) == [
                row for row in links if row.qualifier == "runs"
            ]

    @pytest.mark.parametrize("change", sorted(CHANGES))
    def test_a_reader_sees_one_state_to_its_end(
        self, store: GraphStore, other: GraphStore, change: str
    ) -> None:
        load(store, info(), WORLD)
        with store.read() as reader:
            before = everything(reader)
        with store.read() as early, other.read() as half:
            walked = half.links()
            first = next(walked)
            CHANGES[change](other)
            assert everything(early) == before
            assert [first, *walked] == before[0][-len([*early.links()]) :]
            assert list(half.entities(ids=["organization:a", "organization:d", "project:p"])) == rows_of(
                [WORLD[0], WORLD[3]]
            )
            assert list(half.links(ends=["organization:b"])) == rows_of([WORLD[5], WORLD[7]])
            with store.read() as late:
                assert late.revision() > before[1]
                after = everything(late)
            assert everything(early) == before
        assert after[0] != before[0]
        with other.read() as reader:
            assert everything(reader) == after

    def test_what_one_dataset_says_is_read_alone_and_stays_for_its_reader(self, store: GraphStore) -> None:
        said = [organization("a", "beta"), organization("c", "beta"), organization("c", "beta", "confirmed")]
        load(store, info(), [organization("a"), organization("b"), project("p")])
        load(store, info("beta"), [*said, project("q", "beta")])
        with store.read() as reader:
            assert list(reader.entities_of("beta", "organization")) == rows_of(said)
            store.delete(said[1:2])
            load(store, info("alpha"), [organization("z")])
            assert list(reader.entities_of("beta", "organization")) == rows_of(said)
            assert list(reader.entities_of("gamma", "organization")) == []
            assert list(reader.entities_of("beta", "cluster")) == []
        with store.read() as reader:
            assert list(reader.entities_of("beta", "organization")) == rows_of([said[0], said[2]])

    def test_readers_of_several_states_at_once(self, store: GraphStore) -> None:
        load(store, info(), WORLD)
        with store.read() as first:
            store.write(info(), [organization("a", name="Second"), organization("d")])
            with store.read() as second:
                store.delete([organization("d"), participation("a", "p")])
                load(store, info(), [organization("d", name="Third")])
                with store.read() as third:
                    store.write(info(), [organization("d", name="Fourth")])
                    assert [row.fields for row in third.entities()] == ['{"name":"Third"}']
                assert [row.id for row in second.entities(["organization"])] == [
                    "organization:a",
                    "organization:b",
                    "organization:d",
                ]
                assert len(list(second.links(["participates"]))) == 2
                assert next(second.entities(ids=["organization:a"])).fields == '{"name":"Second"}'
            assert [*first.entities(), *first.links()] == rows_of(WORLD)
        assert shown(store) == rows_of([organization("d", name="Fourth")])

    def test_what_came_and_was_changed_after_a_reader_was_opened_is_not_shown_to_it(
        self, store: GraphStore
    ) -> None:
        load(store, info(), WORLD)
        with store.read() as reader:
            load(store, info(), [*WORLD, organization("later", name="First"), membership("later", "c")])
            store.write(info(), [organization("later", name="Second")])
            store.write(info("beta"), [organization("late", "beta", name="First")])
            store.delete([membership("later", "c"), organization("late", "beta")])
            assert [*reader.entities(), *reader.links()] == rows_of(WORLD)

    def test_a_reader_opened_while_a_run_is_being_written(self, store: GraphStore, other: GraphStore) -> None:
        load(store, info(), WORLD)
        with store.run(info()) as run:
            run.write([organization("x")])
            reading = other.read()
            reader = reading.__enter__()
            run.write([organization("y")])
        assert [*reader.entities(), *reader.links()] == rows_of(WORLD)
        reading.__exit__(None, None, None)
        assert shown(store) == rows_of([organization("x"), organization("y")])

    def test_as_many_readers_as_one_likes(self, store: GraphStore) -> None:
        store.write(info(), WORLD)
        with ExitStack() as stack:
            readers = [stack.enter_context(store.read()) for _ in range(20)]
            store.delete([WORLD[4]])
            assert [len(list(reader.links())) for reader in readers] == [7] * 20

    def test_an_unfinished_walk_harms_nothing(self, store: GraphStore) -> None:
        store.write(info(), [organization(f"n{number}") for number in range(BATCH)])
        store.write(info(), [organization(f"m{number}") for number in range(BATCH)])
        with store.read() as reader:
            assert next(reader.entities()).id == "organization:m0"
        store.write(info(), [organization("last")])
        with store.read() as reader:
            assert sum(1 for _ in reader.entities()) == 2 * BATCH + 1

    def test_the_revision_counts_visible_changes_only(self, store: GraphStore, other: GraphStore) -> None:
        seen = [store.revision()]
        with store.run(info()) as run:
            run.write(WORLD)
            assert other.revision() == seen[0]
        seen.append(store.revision())
        for change in ("write", "delete", "run", "retire"):
            CHANGES[change](store)
            seen.append(other.revision())
        assert seen == sorted(set(seen))
        with store.read() as reader:
            assert reader.revision() == seen[-1]

    def test_another_connection_sees_a_change_at_once(self, store: GraphStore, other: GraphStore) -> None:
        for number in range(20):
            store.write(info(), [organization("a", name=f"Name {number}")])
            assert shown(other) == rows_of([organization("a", name=f"Name {number}")])

    def test_everything_is_there_after_opening_again(
        self, store: GraphStore, connect: Callable[[], GraphStore]
    ) -> None:
        load(store, info(licence="CC-BY-4.0", priority=3), WORLD)
        with store.read() as reader:
            before = everything(reader)
        store.close()
        with connect().read() as reader:
            assert everything(reader) == before
            assert reader.datasets() == [info(licence="CC-BY-4.0", priority=3)]

    def test_the_digest_is_of_the_rows_and_of_nothing_else(self, store: GraphStore) -> None:
        expected = digest_of(rows_of(WORLD))
        load(store, info(), reversed(WORLD[:4]))
        with store.read() as reader:
            assert reader.digest() != expected
        store.write(info(title="Other"), [organization("extra")])
        for claim in reversed(WORLD):
            store.write(info(title="Other"), [*WORLD[:4], claim])
        store.delete([organization("extra")])
        with store.read() as reader:
            assert reader.digest() == expected

    def test_the_snapshot_of_a_state(self, store: GraphStore, tmp_path: Path) -> None:
        load(store, info(retrieved="2024-05-01"), WORLD)
        with store.read() as reader:
            store.write(info(), [organization("later")])
            built = snapshot.build(reader)
            assert built.digest == reader.digest()
        assert list(built.organizations.ids) == ["organization:a", "organization:b"]
        assert built.participation.toarray().tolist() == [[1], [2]]
        assert built.stages == ("food/milling",)
        snapshot.save(built, tmp_path / "built")
        assert snapshot.load(tmp_path / "built").digest == built.digest
