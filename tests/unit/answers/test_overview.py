"""The desk: what is new since a visit, whose revision is in the address."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from graphsvc.answers.coverage import CoverageAnswers
from graphsvc.answers.members import Members
from graphsvc.answers.overview import Overview
from graphsvc.answers.overview.news import MOST_OF_A_KIND
from graphsvc.answers.user_content import UserContent
from graphsvc.errors import InvalidData, NotComputed, UnknownId
from graphsvc.messages import Message, msg
from graphsvc.settings import Settings
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.refs import Ref
from graphsvc.state.visits import Seen, Visits
from tests.support.claims import (
    activity,
    cluster,
    evidence,
    info,
    membership,
    organization,
    participation,
    project,
)
from tests.unit.answers.conftest import World, shown_to_others


@dataclass(frozen=True)
class Suggestion:
    ref: Ref


@dataclass
class Suggestions:
    """Suggests what it was made with."""

    matches: tuple[Suggestion, ...] = ()
    reason: Message | None = field(default_factory=lambda: msg("Nobody fits."))

    def partners(self, identifier: str, **options: Any) -> Any:
        return self

    def implementers(self, **fields: Any) -> Any:
        return self

    def researchers(self, **fields: Any) -> Any:
        return self


class Failing(Suggestions):
    def partners(self, identifier: str, **options: Any) -> Any:
        raise NotComputed(identifier)


def suggesting(*keys: str) -> Suggestions:
    return Suggestions(tuple(Suggestion(Ref(f"organization:{key}", "organization", key)) for key in keys))


def food(world: World) -> CurrentGraph:
    return world(
        cluster("north", name="North"),
        organization("a", name="Alpha"),
        organization("b", name="Beta"),
        project("1", title="One", start="2018"),
        project("2", title="Two", start="2018"),
        participation("a", "1"),
        membership("a", "north"),
        activity("organization:a", "food-processing/processing"),
        about=(info("alpha", retrieved="2020-01-01"),),
    )


def desk_of(graph: CurrentGraph, matching: Any = None, **settings: object) -> Overview:
    made = Settings.model_validate({"home": graph.home, **settings})
    found = matching or suggesting("a", "b", "c", "d")
    return Overview(
        graph, CoverageAnswers(graph), found, Members(graph, made), UserContent(graph, made, found)
    )


def told(news: Any) -> list[str]:
    return [str(one.sentence) for one in news]


def test_the_first_look_remembers_and_says_so(world: World) -> None:
    graph = food(world)
    page = desk_of(graph)("management", "cluster:north")
    assert str(page.since).startswith("This is the first look")
    assert (page.news, page.revision) == ((), graph.snapshot().revision)
    assert [match.ref.name for match in page.suggestions] == ["a", "b", "c"]
    states = {row.stage.id: row.state for row in page.board.rows}
    assert states["processing"] == "thin"


def test_nothing_new_is_a_good_answer(world: World) -> None:
    desk = desk_of(food(world))
    first = desk("management", "cluster:north")
    again = desk("research", "cluster:north", since=first.revision)
    assert (str(again.since), again.news) == ("Nothing new since your last visit.", ())


def test_members_stages_and_projects_that_came(world: World) -> None:
    graph = food(world)
    first = desk_of(graph)("management", "cluster:north")
    graph.store.write(
        info("beta"),
        [
            membership("b", "north", "beta"),
            activity("organization:b", "food-processing/processing", "beta"),
            participation("b", "2", "beta"),
        ],
    )
    graph.refresh()
    page = desk_of(graph)("management", "cluster:north", since=first.revision)
    assert told(page.news) == [
        "Processing: was thin, is covered now",
        "Beta is a member now",
        "New project of Beta: Two",
    ]
    assert [one.id for one in page.news] == [
        "food-processing/processing", "organization:b", "project:2"
    ]  # fmt: skip
    assert str(page.since) == "3 changes since your last visit."
    graph.store.retire("beta")
    graph.refresh()
    back = desk_of(graph)("management", "cluster:north", since=page.revision)
    assert told(back.news) == ["Processing: was covered, is thin now", "Beta is no longer a member"]


def test_new_suggestions_and_saved_searches(world: World) -> None:
    graph = food(world)
    first = desk_of(graph)("management", "cluster:north")
    people = UserContent(graph, Settings(home=graph.home), suggesting())
    people.save_search("Gamma", "/search?q=gamma")
    graph.store.write(info("beta"), [organization("g", "beta", name="Gamma")])
    graph.refresh()
    page = desk_of(graph, suggesting("b", "g"))("management", "cluster:north", since=first.revision)
    assert told(page.news) == [
        "One new result in the saved search “Gamma”",
        "New among the best suggestions: Gamma",
    ]
    assert page.news[0].address == "/search?q=gamma"


def test_many_changes_are_counted(world: World) -> None:
    graph = food(world)
    first = desk_of(graph)("management", "cluster:north")
    keys = [f"n{i}" for i in range(MOST_OF_A_KIND + 3)]
    graph.store.write(info("beta"), [organization(key, "beta", name=key) for key in keys])
    graph.store.write(info("beta"), [membership(key, "north", "beta") for key in keys])
    graph.refresh()
    page = desk_of(graph)("management", "cluster:north", since=first.revision)
    assert len(page.news) == MOST_OF_A_KIND + 1
    assert told(page.news)[-1] == "and 3 more new members"


def test_a_visit_that_is_not_kept(world: World) -> None:
    page = desk_of(food(world))("management", "cluster:north", since=1)
    assert "no longer kept" in str(page.since)
    assert page.news == ()


def test_an_organization_has_a_desk(world: World) -> None:
    graph = food(world)
    first = desk_of(graph)("analysis", "organization:a")
    assert first.ref.name == "Alpha"
    graph.store.write(info("beta"), [participation("a", "2", "beta")])
    graph.refresh()
    page = desk_of(graph)("analysis", "organization:a", since=first.revision)
    assert told(page.news) == ["New project: Two"]


def test_own_members_count_and_leave_no_trace(world: World) -> None:
    graph = food(world)
    settings = Settings(home=graph.home)
    members = Members(graph, settings)
    first = desk_of(graph)("management", "cluster:north")
    members.decide(members.upload("cluster:north", "l.csv", b"name\nOwn GmbH\n").token, {})
    page = desk_of(graph)("management", "cluster:north", since=first.revision)
    assert told(page.news) == ["Own GmbH is a member now"]
    public = desk_of(shown_to_others(graph), public=True)("management", "cluster:north")
    assert {row.stage.id: row.state for row in public.board.rows} == {
        row.stage.id: row.state for row in first.board.rows
    }
    (mine,) = (one.id for one in members.of("cluster:north"))
    desks = graph.home / "desks"
    assert any(mine in path.read_text(encoding="utf-8") for path in desks.iterdir())
    members.remove("cluster:north")
    assert not any(mine in path.read_text(encoding="utf-8") for path in desks.iterdir())
    again = desk_of(graph)("management", "cluster:north", since=first.revision)
    assert str(again.since) == "Nothing new since your last visit."


def test_why_there_are_no_suggestions(world: World) -> None:
    graph = food(world)
    assert str(desk_of(graph, suggesting())("management", "cluster:north").reason) == "Nobody fits."
    graph.store.write(info("beta"), [organization("x", "beta", name="X")])
    graph.refresh()
    page = desk_of(graph, Failing())("management", "cluster:north")
    assert page.suggestions == ()
    assert "cannot be made" in str(page.reason)


def test_one_question_about_the_oldest_fact(world: World) -> None:
    facts = (
        {"what": "label", "value": "Silver", "known": "2018"},
        {"what": "label", "value": "Gold", "known": "2016"},
    )
    graph = world(
        cluster("k", name="K", facts=facts),
        organization("old", name="Old"),
        membership("old", "k"),
        about=(info("alpha", retrieved="2020-01-01"),),
    )
    page = desk_of(graph)("management", "cluster:k")
    assert page.question is not None
    assert str(page.question.sentence) == "Does K still bear the label Gold? It was last known in 2016."
    assert (page.question.id, page.question.field) == ("cluster:k", "label")
    UserContent(graph, Settings(home=graph.home), suggesting()).dispute("cluster:k", "label", "No.")
    assert desk_of(graph)("management", "cluster:k").question is None


def test_an_organization_is_asked_about_what_was_concluded(world: World) -> None:
    guess = activity("organization:a", "food-processing/quality", "alpha", "inferred")
    graph = world(organization("a", name="Alpha"), organization("b", name="Beta"), guess)
    page = desk_of(graph)("management", "organization:a")
    assert page.question is not None
    assert page.question.field == "food-processing/quality"
    assert "dairy" in str(page.question.sentence)
    assert desk_of(graph)("management", "organization:b").question is None


def test_an_old_member_is_asked_about(world: World) -> None:
    claims = [cluster("k", name="K"), organization("m", name="Mill")]
    old = membership("m", "k").model_copy(update={"evidence": evidence(date="2010")})
    graph = world(*claims, old, about=(info("alpha", period_to="2018"),))
    page = desk_of(graph)("management", "cluster:k")
    assert page.question is not None
    assert str(page.question.sentence) == "Is Mill still a member of K? It was stated in 2010."


def test_who_has_no_desk(world: World) -> None:
    desk = desk_of(food(world))
    with pytest.raises(UnknownId):
        desk("management", "cluster:none")
    with pytest.raises(InvalidData):
        desk("management", "project:1")


def test_visits_are_few(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graphsvc.state.visits.MOST_KEPT", most := 20)
    visits, seen = Visits(tmp_path), Seen("d", ("organization:a",), {"x/y": "thin"}, (), ())
    for revision in range(most + 5):
        visits.keep("cluster:a", revision, seen)
    assert len(list((tmp_path / "desks").iterdir())) == most
    assert visits.find("cluster:a", most + 4) == seen
    assert visits.find("cluster:a", 0) is None
