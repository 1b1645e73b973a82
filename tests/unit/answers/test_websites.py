"""Websites read on request: stages inferred from their words, private, taken back without a trace."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from graphsvc.answers.user_content.websites import MOST_QUOTED, Websites, quoted, stages_shown
from graphsvc.domain import Basis
from graphsvc.errors import InvalidData, ReadOnly
from graphsvc.ingest.website import WebsitePage, WebsiteReader
from graphsvc.settings import Settings
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.own_words import Undo
from graphsvc.state.stage_holders import held_by
from tests.support.claims import activity, cluster, organization
from tests.support.website import Website, answer, website
from tests.unit.answers.conftest import World, shown_to_others

GERMAN = "<title>Meyer GmbH</title><p>Lebensmittel aus dem Norden.</p><p>Abfüllung von Säften in Glas.</p>"
ENGLISH = (
    "<title>Meyer Ltd</title><p>Food from the north.</p><p>We offer packaging for food and bottling.</p>"
)
PACKAGING = "food-processing/packaging"
TODAY = "2026-11-28"


@pytest.fixture
def graph(world: World) -> CurrentGraph:
    return world(
        organization("a", name="Meyer", organization_kind="company"),
        cluster("c", name="Cluster C"),
    )


@pytest.fixture
def site() -> Iterator[Website]:
    with website({"/": answer(GERMAN.encode()), "/en": answer(ENGLISH.encode())}) as server:
        yield server


def websites(graph: CurrentGraph, server: Website, *, permitted: bool = True) -> Websites:
    reader = WebsiteReader(pause=0, also={("127.0.0.1", server.port)})
    return Websites(graph, Settings(home=Path(graph.home), websites=permitted), reader)


def packaging(graph: CurrentGraph, identifier: str) -> list[tuple[str, str | None, str, str | None]]:
    """Basis, words, citation and date of the packaging stage of a performer."""
    held = held_by(graph, graph.snapshot().node(identifier))
    return [
        (one.fact.basis, one.fact.words, one.fact.citation, one.fact.date)
        for one in held
        if one.stage.ref.id == PACKAGING
    ]


@pytest.mark.parametrize("identifier", ["organization:a", "cluster:c"])
@pytest.mark.parametrize(
    ("path", "words"),
    [("/", "Abfüllung von Säften in Glas."), ("/en", "We offer packaging for food and bottling.")],
)
def test_the_words_of_a_website_show_a_stage(
    graph: CurrentGraph, site: Website, identifier: str, path: str, words: str
) -> None:
    address = f"{site.address}{path}"
    found = websites(graph, site).read(identifier, address, TODAY)
    assert [(one.stage, one.evidence.words) for one in found.found] == [(PACKAGING, words)]
    (fact,) = packaging(graph, identifier)
    assert fact == (Basis.INFERRED.value, words, found.address, TODAY)
    shown = websites(graph, site).shown(identifier)
    assert shown is not None
    assert [one.stage.ref.id for one in shown.stages] == [PACKAGING]
    assert [one.fact.words for one in shown.stages] == [words]


def test_a_later_reading_replaces_an_earlier_one_and_goes_without_a_trace(
    graph: CurrentGraph, site: Website
) -> None:
    before = graph.snapshot().digest
    first = websites(graph, site).read("organization:a", site.address, TODAY)
    between = graph.snapshot().digest
    second = websites(graph, site).read("organization:a", f"{site.address}/en", TODAY)
    assert [words for _, words, _, _ in packaging(graph, "organization:a")] == [
        "We offer packaging for food and bottling."
    ]
    assert second.undo
    Undo(graph.home).take_back(graph, second.undo)
    assert graph.snapshot().digest == between
    assert first.undo
    Undo(graph.home).take_back(graph, first.undo)
    assert graph.snapshot().digest == before
    assert packaging(graph, "organization:a") == []


def test_a_stage_that_a_later_reading_no_longer_shows_is_gone(graph: CurrentGraph) -> None:
    closed = "<title>Meyer GmbH</title><p>Wir haben unseren Betrieb eingestellt und danken allen Kunden.</p>"
    with website({"/": answer(GERMAN.encode()), "/later": answer(closed.encode())}) as server:
        websites(graph, server).read("organization:a", server.address, TODAY)
        assert len(packaging(graph, "organization:a")) == 1
        websites(graph, server).read("organization:a", f"{server.address}/later", TODAY)
    assert packaging(graph, "organization:a") == []


def test_it_is_nobody_elses(graph: CurrentGraph, site: Website) -> None:
    websites(graph, site).read("organization:a", site.address, TODAY)
    assert packaging(shown_to_others(graph), "organization:a") == []


def test_a_source_goes_before_a_website(world: World, site: Website) -> None:
    graph = world(organization("a", name="Meyer"), activity("organization:a", PACKAGING))
    websites(graph, site).read("organization:a", site.address, TODAY)
    ((basis, *_),) = packaging(graph, "organization:a")
    assert basis == Basis.STATED.value


def test_nothing_is_read_unless_the_operator_permits_it(graph: CurrentGraph, site: Website) -> None:
    closed = websites(graph, site, permitted=False)
    assert closed.shown("organization:a") is None
    with pytest.raises(ReadOnly, match="GRAPHSVC_WEBSITES=1"):
        closed.read("organization:a", site.address, TODAY)
    assert site.asked == []


def test_without_an_address_the_known_website_is_read(world: World, site: Website) -> None:
    graph = world(
        organization("a", name="Meyer", website=site.address),
        organization("b", name="Other"),
        cluster("c", name="C", website=f"{site.address}/en"),
    )
    made = websites(graph, site)
    assert made.read("organization:a", " ", TODAY).found
    assert made.read("cluster:c", "", TODAY).address == f"{site.address}/en"
    with pytest.raises(InvalidData, match="give its address"):
        made.read("organization:b", "", TODAY)


def test_a_page_on_another_subject_shows_nothing(graph: CurrentGraph) -> None:
    with website({"/": answer("<p>Abfüllung von Druckfarben</p>".encode())}) as server:
        found = websites(graph, server).read("organization:a", server.address, TODAY)
    assert (found.found, found.undo) == ((), None)


def test_what_an_institute_studies_is_not_what_it_does() -> None:
    page = WebsitePage("x", ("Food research.", "Packaging of food and bottling."))
    assert PACKAGING in stages_shown(page, "company")
    assert PACKAGING not in stages_shown(page, "education")


def test_a_quotation_is_short_and_holds_the_word() -> None:
    long = " ".join(["word"] * 30 + ["Abfüllung"] + ["word"] * 30)
    said = quoted(long, ("abfullung", "abfüllung"))
    assert "Abfüllung" in said
    assert said.startswith("… ")
    assert said.endswith(" …")
    assert len(said.split()) == MOST_QUOTED + 2
    assert quoted("short words", ("x",)) == "short words"
