"""What people say and keep: shown where it belongs, private, taken back without a trace."""

from typing import Any

import pytest

from graphsvc.answers.catalog import Catalog
from graphsvc.answers.user_content import UserContent
from graphsvc.errors import InvalidData, ReadOnly, UnknownId
from graphsvc.settings import Settings
from graphsvc.state.feedback import said
from graphsvc.state.graph import CurrentGraph
from tests.support.claims import cluster, info, organization
from tests.unit.answers.conftest import World, shown_to_others

GOOD = {
    "kind": "result",
    "title": "Gentle drying of fruit",
    "abstract": "Fruit is dried with less energy and keeps more vitamins than with hot air. " * 3,
    "benefit": "Drying costs a third less energy, for fruit processors of any size.",
    "topic": "drying",
    "trl": "5",
    "rights": "filed",
    "wanted": "company",
    "visibility": "public",
}


class Nobody:
    """Suggests nobody and is not to be asked."""

    def partners(self, identifier: str, **_options: Any) -> Any:
        raise AssertionError(identifier)

    def implementers(self, **_fields: Any) -> Any:
        raise AssertionError

    def researchers(self, **_fields: Any) -> Any:
        raise AssertionError


def graph_of(world: World) -> CurrentGraph:
    return world(
        organization("a", name="Alpha Dairy", city="Ulm"),
        organization("b", name="Beta Bakery"),
        cluster("c", name="Cluster C"),
    )


def people_of(graph: CurrentGraph, **settings: object) -> UserContent:
    return UserContent(graph, Settings.model_validate({"home": graph.home, **settings}), Nobody())


def test_not_for_us_is_kept_listed_and_taken_back(world: World) -> None:
    graph = graph_of(world)
    people, digest = people_of(graph), graph.snapshot().digest
    kept = people.feedback("organization:a", "organization:b", "competitor")
    assert said(graph).refused("organization:a") == {"organization:b"}
    assert said(graph).refused("organization:b") == frozenset()
    (pair,) = people.saved_pairs("organization:a")
    assert (pair.id, pair.ref.name, pair.reason) == (kept, "Beta Bakery", "competitor")
    assert people.feedback("organization:a", "organization:b", "too far") == kept
    assert [pair.reason for pair in people.saved_pairs("organization:a")] == ["too far"]
    assert graph.refresh().digest != digest
    people.undo_feedback(kept)
    assert people.saved_pairs("organization:a") == ()
    assert graph.refresh().digest == digest


def test_a_disputed_fact_is_shown_as_disputed_at_once(world: World) -> None:
    graph = graph_of(world)
    people, catalog = people_of(graph), Catalog(graph)
    people.dispute("organization:a", "city", "We moved\nto  <b>Kiel</b>\x07")
    page = catalog.organization("organization:a")
    assert [(one.field, one.text) for one in page.disputes] == [("city", "We moved to <b>Kiel</b>")]
    assert {fact.id: fact.fact.disputed for fact in page.facts} == {"name": False, "city": True}
    assert page.disputes[0].date
    assert catalog.cluster("cluster:c").disputes == ()


def test_an_objection_and_this_is_us(world: World) -> None:
    graph = graph_of(world)
    people = people_of(graph)
    people.object("organization:b", "Please do not suggest us.")
    people.this_is_us("organization:a", "I run it.")
    assert said(graph).objections == {"organization:b"}


def test_words_need_a_reason_and_someone_they_are_about(world: World) -> None:
    people = people_of(graph_of(world))
    with pytest.raises(InvalidData):
        people.dispute("organization:a", "city", "  \n ")
    with pytest.raises(UnknownId):
        people.dispute("organization:none", "city", "x")
    with pytest.raises(UnknownId):
        people.feedback("organization:a", "organization:none", "x")
    with pytest.raises(UnknownId):
        people.undo_feedback("feedback:none")


def test_a_saved_search_tells_what_is_new(world: World) -> None:
    graph = graph_of(world)
    people = people_of(graph)
    kept = people.save_search("Dairies", "/search?q=dairy")
    assert [(one.id, one.label, one.new) for one in people.saved()] == [(kept, "Dairies", 0)]
    graph.store.write(info("beta"), [organization("d", "beta", name="Delta Dairy")])
    graph.refresh()
    (saved,) = people.saved()
    assert [ref.name for ref in saved.new_refs] == ["Delta Dairy"]
    people.looked_at(kept)
    assert [one.new for one in people.saved()] == [0]
    people.drop_saved(kept)
    assert people.saved() == ()


@pytest.mark.parametrize(
    "address", ["https://x.example/", "//x.example", "javascript:alert(1)", "", "/a\nb", "/" + "a" * 3000]
)
def test_only_addresses_of_this_service_are_kept(world: World, address: str) -> None:
    with pytest.raises(InvalidData):
        people_of(graph_of(world)).save_search("x", address)


def test_a_search_that_finds_nobody_is_kept_all_the_same(world: World) -> None:
    people = people_of(graph_of(world))
    people.save_search("", "/chain/food-processing?of=cluster:c")
    (saved,) = people.saved()
    assert (saved.label, saved.new) == ("/chain/food-processing?of=cluster:c", 0)


def test_a_profile_is_hidden_by_default_and_removed_without_a_trace(world: World) -> None:
    graph = graph_of(world)
    people, digest = people_of(graph), graph.snapshot().digest
    kept = people.publish(
        kind="offer", title="Oven", organization="beta bakery", stage="food-processing/quality"
    )
    assert kept.refusals == ()
    (profile,) = people.profiles()
    assert (profile.id, profile.visibility, profile.kind) == (kept.id, "hidden", "offer")
    assert profile.organization is not None
    assert profile.organization.id == "organization:b"
    assert profile.stage is not None
    assert people.profiles(kind="request") == ()
    people.remove_profile(profile.id)
    assert people.profiles() == ()
    assert graph.refresh().digest == digest


def test_the_publishing_check_names_every_reason_and_saves_nothing(world: World) -> None:
    people = people_of(graph_of(world))
    result = people.publish(kind="result", title="Idea", abstract="Short.", trl="1", wanted="investor",
                            organization="Unknown", visibility="public")  # fmt: skip
    told = [str(reason) for reason in result.refusals]
    assert result.id is None
    assert [reason.split(":")[0] for reason in told] == [
        "It is too early",
        "The benefit is unclear",
        "The route is unclear",
        "The route is unclear",
        "The description is unclear",
        "The description is unclear",
        "Nothing is known here as “Unknown”.",
    ]
    assert people.profiles() == ()
    assert people.publish(**GOOD).refusals == ()


def test_a_request_needs_no_maturity_and_no_benefit(world: World) -> None:
    people = people_of(graph_of(world))
    request = GOOD | {"kind": "request", "trl": "", "benefit": "", "rights": ""}
    assert people.publish(**request).refusals == ()


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "other"}, {"trl": "10"}, {"trl": "x"}, {"stage": "food-processing/none"}, {"title": " "},
     {"expires": "soon"}, {"rights": "mine"}, {"visibility": "friends"}],
)  # fmt: skip
def test_fields_that_cannot_be_kept_are_refused(world: World, wrong: dict[str, str]) -> None:
    with pytest.raises(InvalidData):
        people_of(graph_of(world)).publish(**GOOD | wrong)


def test_a_public_service_shows_public_profiles_that_hold_and_nothing_else(world: World) -> None:
    graph = graph_of(world)
    own, public = people_of(graph), people_of(shown_to_others(graph), public=True)
    hidden = own.publish(**GOOD | {"visibility": "hidden"}).id
    shown = own.publish(**GOOD).id
    own.publish(**GOOD | {"expires": "2020-01-01"})
    own.save_search("x", "/search?q=x")
    own.feedback("organization:a", "organization:b", "x")
    assert len(own.profiles()) == 3
    assert [one.id for one in public.profiles()] == [shown]
    assert public.saved() == ()
    assert public.saved_pairs("organization:a") == ()
    assert hidden is not None
    with pytest.raises(UnknownId):
        public.profile(hidden)


def test_nobody_writes_to_a_public_service(world: World) -> None:
    public = people_of(graph_of(world), public=True)
    for name, arguments in {
        "feedback": ("organization:a", "organization:b", "x"),
        "undo_feedback": ("feedback:x",),
        "dispute": ("organization:a", "city", "x"),
        "object": ("organization:a", "x"),
        "this_is_us": ("organization:a", "x"),
        "save_search": ("x", "/x"),
        "looked_at": ("x",),
        "drop_saved": ("x",),
        "remove_profile": ("x",),
    }.items():
        with pytest.raises(ReadOnly):
            getattr(public, name)(*arguments)
    with pytest.raises(ReadOnly):
        public.publish(**GOOD)


def test_words_of_persons_are_in_no_snapshot_table(world: World) -> None:
    graph = graph_of(world)
    before = graph.snapshot()
    people = people_of(graph)
    people.publish(**GOOD)
    people.save_search("x", "/search?q=x")
    after = graph.refresh()
    assert list(after.organizations.ids) == list(before.organizations.ids)
    assert Catalog(graph).note().period == Catalog(graph).note().period
    assert "person" not in {source.dataset for source in Catalog(graph).sources()}
