"""Contract: a load appears whole or not at all, and removes only what is its own."""

from collections.abc import Callable

import pytest

from graphsvc.domain import Claim
from graphsvc.domain.ports import BATCH, GraphStore, Run
from graphsvc.errors import RunLost, StillUsed, UnknownEnd
from tests.contract.store_base import StoreTests, load, rows_of, shown
from tests.support.claims import (
    activity,
    cluster,
    info,
    membership,
    once,
    organization,
    participation,
    project,
    relation,
)


class BreakOffError(Exception):
    pass


def break_off(run: Run, claims: list[Claim]) -> None:
    run.write(claims)
    raise BreakOffError


LOSSES: dict[str, Callable[[GraphStore], object]] = {
    "run": lambda store: load(store, info("beta"), [organization("b", "beta")]),
    "retire": lambda store: store.retire("beta"),
    "delete": lambda store: store.delete([project("p", "beta")]),
}


class RunContract(StoreTests):
    def test_nothing_of_a_run_is_seen_before_it_is_closed(self, store: GraphStore, other: GraphStore) -> None:
        old = [organization("a", name="Old"), organization("b")]
        new = [organization("a", name="New"), project("p"), participation("a", "p")]
        load(store, info(title="Old"), old)
        revision = store.revision()
        with store.run(info(title="New")) as run:
            run.write(new)
            run.write([activity("organization:a", "food/milling")])
            for seen in (store, other):
                assert shown(seen) == rows_of(old)
                assert seen.revision() == revision
                with seen.read() as reader:
                    assert reader.datasets() == [info(title="Old")]
                    assert list(reader.entities(ids=["project:p", "organization:a"])) == rows_of(old[:1])
                    assert list(reader.links(ends=["organization:a", "food/milling"])) == []
        assert shown(other) == rows_of([*new, activity("organization:a", "food/milling")])
        assert other.revision() > revision
        with other.read() as reader:
            assert reader.datasets() == [info(title="New")]

    def test_rows_of_the_run_before_are_removed(self, store: GraphStore) -> None:
        claims = [organization("a"), project("p"), participation("a", "p"), activity("organization:a", "f/m")]
        for _ in range(3):
            load(store, info(), claims)
        assert self.raw(store) == rows_of(claims)

    def test_a_run_that_breaks_off_leaves_everything_as_it_was(self, store: GraphStore) -> None:
        claims = [organization("a"), project("p"), participation("a", "p")]
        load(store, info(), claims)
        revision = store.revision()
        broken = [organization("a", name="Broken"), organization("c"), activity("organization:c", "f/m")]
        with pytest.raises(BreakOffError), store.run(info(title="Broken")) as run:
            break_off(run, broken)
        assert self.raw(store) == rows_of(claims)
        assert shown(store) == rows_of(claims)
        assert store.revision() == revision
        with store.read() as reader:
            assert reader.datasets() == [info()]

    def test_more_than_one_batch_from_an_iterator(self, store: GraphStore) -> None:
        number = BATCH + 700
        claims = [organization(f"n{one}") for one in range(number)]
        links = [relation(f"organization:n{one}", "organization:n0", "hosts") for one in range(1, 50)]
        with store.run(info()) as run:
            assert run.write(once([*claims, *links])) == number + 49
        assert shown(store) == rows_of([*claims, *links])

    def test_a_run_removes_only_what_its_dataset_no_longer_has(self, store: GraphStore) -> None:
        store.write(info("beta"), [organization("b", "beta"), organization("shared", "beta")])
        load(
            store, info(), [organization("a"), organization("shared"), project("p"), participation("a", "p")]
        )
        load(store, info(), [organization("a"), project("p"), participation("a", "p", role="coordinator")])
        assert shown(store) == rows_of(
            [
                organization("a"),
                organization("b", "beta"),
                organization("shared", "beta"),
                project("p"),
                participation("a", "p", role="coordinator"),
            ]
        )

    def test_an_empty_run_is_a_dataset_without_claims(self, store: GraphStore) -> None:
        load(store, info(), [organization("a")])
        load(store, info(), [])
        assert self.raw(store) == []
        with store.read() as reader:
            assert reader.datasets() == [info()]

    def test_a_run_left_open_is_taken_over(self, store: GraphStore, other: GraphStore) -> None:
        load(store, info(), [organization("a")])
        dead = store.run(info())
        run = dead.__enter__()
        run.write([organization("dead"), project("p"), participation("dead", "p")])
        load(other, info(), [organization("b")])
        assert self.raw(store) == rows_of([organization("b")])
        with pytest.raises(RunLost):
            run.write([organization("late")])
        with pytest.raises(RunLost):
            dead.__exit__(None, None, None)
        assert self.raw(store) == rows_of([organization("b")])

    def test_the_run_that_took_over_is_not_hurt_by_the_old_one(
        self, store: GraphStore, other: GraphStore
    ) -> None:
        dead = store.run(info())
        dead.__enter__().write([organization("dead")])
        with other.run(info()) as run:
            run.write([organization("a")])
            with pytest.raises(RunLost):
                dead.__exit__(None, None, None)
            run.write([organization("b")])
        assert self.raw(store) == rows_of([organization("a"), organization("b")])

    def test_a_closed_run_takes_nothing_more(self, store: GraphStore) -> None:
        with store.run(info()) as run:
            run.write([organization("a")])
        with pytest.raises(RunLost):
            run.write([organization("b")])
        assert shown(store) == rows_of([organization("a")])

    def test_links_may_come_in_any_order_and_of_one_written_twice_the_last_counts(
        self, store: GraphStore
    ) -> None:
        links = [participation(one, of) for of in ("q", "p") for one in ("b", "a")]
        with store.run(info()) as run:
            run.write([*map(organization, "ab"), *map(project, "pq")])
            run.write([participation("a", "p", contribution=1.0), *links[:2]])
            run.write([*links[2:], participation("b", "q", contribution=2.0)])
        nodes = [*map(organization, "ab"), *map(project, "pq")]
        assert shown(store) == rows_of([*nodes, *links[1:], participation("b", "q", contribution=2.0)])

    def test_runs_of_two_datasets_go_side_by_side(self, store: GraphStore, other: GraphStore) -> None:
        with store.run(info()) as first, other.run(info("beta")) as second:
            first.write([organization("a"), organization("both")])
            second.write([organization("both", "beta")])
            first.write([project("p"), participation("a", "p"), participation("both", "p")])
            with pytest.raises(UnknownEnd, match="organization:a"):
                second.write([relation("organization:a", "organization:both", "hosts", "beta")])
            second.write([cluster("c", "beta"), membership("both", "c", "beta")])
        assert shown(store) == rows_of(
            [
                organization("a"),
                organization("both"),
                organization("both", "beta"),
                project("p"),
                participation("a", "p"),
                participation("both", "p"),
                cluster("c", "beta"),
                membership("both", "c", "beta"),
            ]
        )

    def test_a_reader_tells_which_runs_it_shows(self, store: GraphStore, other: GraphStore) -> None:
        def runs() -> dict[str, int]:
            with other.read() as reader:
                return dict(reader.runs())

        assert runs() == {}
        load(store, info(), [organization("a")])
        load(store, info("beta"), [organization("b", "beta")])
        first = runs()
        assert first.keys() == {"alpha", "beta"}
        with store.run(info()) as run:
            run.write([organization("a")])
            assert runs() == first
        second = runs()
        assert second["alpha"] != first["alpha"]
        assert second["beta"] == first["beta"]
        with pytest.raises(BreakOffError), store.run(info()) as run:
            break_off(run, [organization("c")])
        assert runs() == second
        store.retire("alpha")
        assert runs() == {"beta": first["beta"]}

    def test_a_link_needs_both_ends_before_it(self, store: GraphStore) -> None:
        with store.run(info()) as run:
            with pytest.raises(UnknownEnd, match="project:p"):
                run.write([organization("a"), participation("a", "p")])
            run.write([organization("a"), project("p")])
            run.write([participation("a", "p")])
        assert shown(store) == rows_of([organization("a"), project("p"), participation("a", "p")])

    def test_an_entity_others_still_use_keeps_the_run_from_closing(self, store: GraphStore) -> None:
        load(store, info(), [organization("a"), organization("b"), project("p")])
        load(store, info("beta"), [participation("a", "p", "beta")])
        before = shown(store)
        with pytest.raises(StillUsed, match=r"alpha.*organization:a.*beta"):
            load(store, info(), [organization("b"), project("p")])
        with pytest.raises(StillUsed, match=r"alpha.*organization:a.*beta"):
            store.retire("alpha")
        assert self.raw(store) == before
        load(store, info("beta"), [])
        load(store, info(), [organization("b"), project("p")])
        assert shown(store) == rows_of([organization("b"), project("p")])

    def test_a_run_that_links_to_what_it_no_longer_brings_is_refused(self, store: GraphStore) -> None:
        load(store, info(), [organization("a"), project("p"), participation("a", "p")])
        before = self.raw(store)
        with pytest.raises(StillUsed, match=r"project:p.*alpha"):
            load(store, info(), [organization("a"), participation("a", "p")])
        assert self.raw(store) == before

    @pytest.mark.parametrize("how", sorted(LOSSES))
    def test_a_run_whose_links_lost_an_end_is_refused(
        self, store: GraphStore, other: GraphStore, how: str
    ) -> None:
        load(store, info("beta"), [project("p", "beta"), organization("b", "beta")])
        loading = store.run(info())
        loading.__enter__().write([organization("a"), participation("a", "p")])
        LOSSES[how](other)
        with pytest.raises(UnknownEnd, match=r"project:p.*alpha"):
            loading.__exit__(None, None, None)
        assert shown(store) == ([] if how == "retire" else rows_of([organization("b", "beta")]))
        assert self.raw(store) == shown(store)

    def test_a_run_whose_end_came_back_closes(self, store: GraphStore, other: GraphStore) -> None:
        load(store, info("beta"), [project("p", "beta")])
        with store.run(info()) as run:
            run.write([organization("a"), participation("a", "p")])
            other.retire("beta")
            load(other, info("gamma"), [project("p", "gamma")])
        assert shown(store) == rows_of([organization("a"), project("p", "gamma"), participation("a", "p")])

    def test_what_is_written_at_once_is_superseded_by_the_next_run(self, store: GraphStore) -> None:
        load(store, info(), [organization("a")])
        with store.run(info()) as run:
            run.write([organization("b")])
            store.write(info(), [organization("c")])
            assert shown(store) == rows_of([organization("a"), organization("c")])
        assert self.raw(store) == rows_of([organization("b")])

    def test_retiring_removes_a_dataset_and_counts(self, store: GraphStore) -> None:
        load(store, info(), [organization("a"), project("p"), participation("a", "p")])
        load(
            store,
            info("beta"),
            [organization("a", "beta"), relation("organization:a", "project:p", "hosts", "beta")],
        )
        assert store.retire("beta") == 2
        assert store.retire("beta") == 0
        assert store.retire("never") == 0
        assert self.raw(store) == rows_of([organization("a"), project("p"), participation("a", "p")])
        with store.read() as reader:
            assert reader.datasets() == [info()]
        assert store.retire("alpha") == 3
        assert self.raw(store) == []
        load(store, info(), [organization("b")])
        assert shown(store) == rows_of([organization("b")])
