"""Research results that no company in the data has worked on, and others that some have, on the seeds."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from flask.testing import FlaskClient

from graphsvc.bootstrap import Services, bootstrap
from graphsvc.domain.ports import opened
from graphsvc.settings import Settings
from graphsvc.state.refs import Ref
from tests.web.forms import send

GOLDEN: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parents[1] / "golden" / "abstracts.yml").read_text(encoding="utf-8")
)
NOBODY = [entry["text"] for entry in GOLDEN["kept_aside"]["nobody"]]
FITS = [entry["text"] for entry in GOLDEN["kept_aside"]["fits"]]
GERMAN = [entry["text"] for entry in GOLDEN["kept_aside"]["nobody"] if entry["language"] == "de"]

NONE = "No company here has a project on this"


@pytest.mark.parametrize("abstract", NOBODY, ids=[text[:40] for text in NOBODY])
def test_where_no_company_fits_none_is_named(abstract: str, services: Services) -> None:
    found = services.matching.implementers(abstract=abstract)
    assert (found.matches, found.known) == ((), ())
    assert str(found.reason).startswith(NONE)
    assert len({ref.kind for ref in found.ask}) <= 1
    assert not [ref for ref in found.ask if "food" in ref.english.casefold()]


@pytest.mark.parametrize(
    "title", ["Weingummi und andere Süßwaren gießen", "Beer and bread of a small brewery and bakery"]
)
def test_food_clusters_are_asked_about_food(title: str, services: Services) -> None:
    found = services.matching.implementers(title=title, abstract="", filters={"country": "LU"})
    assert found.matches == ()
    sectors = {one.id: one.sectors for one in services.graph.snapshot().clusters.records}
    assert len(found.ask) == 3
    assert all("food" in " ".join(sectors[ref.id]) for ref in found.ask)


@pytest.mark.parametrize(
    "text",
    ["Herstellung von Ketchup und Mayonnaise", "Molkerei", "Mayonnaise and ketchup", "Neuartige Bäckerei"],
)
def test_of_a_few_words_nobody_is_guessed_and_nothing_claimed(text: str, services: Services) -> None:
    """Food clusters are asked about food, also where only a stage of the chain is named."""
    found = services.matching.implementers(abstract=text)
    assert found.matches == ()
    assert str(found.reason).startswith("The description is short")
    assert _sectors(services, found.ask) == ["food"] * 3


def test_a_problem_asks_clusters_of_its_field_or_none(services: Services) -> None:
    cheese, mould, calls = (
        services.matching.researchers(title="", abstract=text)
        for text in (
            "Listerien in der Käserei",
            "Unsere Spritzgussteile verziehen sich beim Abkühlen",
            "Im Callcenter kündigen zu viele Leute",
        )
    )
    assert _sectors(services, cheese.ask) == ["food"] * 3
    assert _sectors(services, mould.ask) == ["plastics"] * 3
    assert calls.ask == ()
    assert str(calls.reason).startswith("The description is short")


def _sectors(services: Services, asked: tuple[Ref, ...]) -> list[str]:
    """Food or plastics for each of those asked, else its sectors."""
    sectors = {one.id: " ".join(one.sectors) for one in services.graph.snapshot().clusters.records}
    found = [sectors[ref.id] for ref in asked]
    return [next((word for word in ("food", "plastics") if word in told), told) for told in found]


def test_the_own_cluster_office_is_asked_first(services: Services) -> None:
    dil = services.catalog.identify("DIL", ("organization",))
    found = services.matching.implementers(abstract=GERMAN[0], organization=dil)
    assert found.matches == ()
    assert "cluster:nieke" in [ref.id for ref in found.ask]


@pytest.mark.parametrize("abstract", FITS, ids=[text[:40] for text in FITS])
def test_where_companies_fit_they_are_named(abstract: str, services: Services) -> None:
    found = services.matching.implementers(abstract=abstract)
    assert found.reason is None
    assert found.ask == ()
    assert all(match.ref.kind == "organization" and match.best_project for match in found.matches)
    assert len(found.matches) >= 3


@pytest.mark.parametrize(("wanted", "least"), [("nobody", 0.95), ("fits", 0.9)])
def test_the_share_that_the_documentation_names(wanted: str, least: float, services: Services) -> None:
    texts = [entry["text"] for part in GOLDEN.values() for entry in part[wanted]]
    named = [bool(services.matching.implementers(abstract=text, top=1).matches) for text in texts]
    assert sum(one == (wanted == "fits") for one in named) >= least * len(texts)


def test_page_and_api_say_the_same(client: FlaskClient) -> None:
    answer = client.post("/api/v1/implementers", json={"abstract": GERMAN[0]}).json
    assert answer is not None
    assert answer["matches"] == []
    assert answer["reason"].startswith(NONE)
    page = send(client, "/implementers", "/implementers", title="", abstract=GERMAN[0]).text
    assert "Nobody fits well enough" in page
    assert all(identifier in page for identifier in answer["ask"])


def test_a_filter_that_leaves_nobody_is_named_as_the_reason(services: Services) -> None:
    found = services.matching.implementers(abstract=FITS[0], filters={"country": "AQ"})
    assert found.matches == ()
    assert str(found.reason) == "The filters leave nobody"


@pytest.mark.parametrize(
    "text",
    [
        "Käse",
        "cheese",
        "?",
        "12345",
        "und die der das",
        "сыр и молоко, ферментация",
        "发酵乳制品和奶酪的保存",
        "حليب وجبن",
        "🧀🧀🧀",
        "x" * 20_000,
        "Molke und Käse aus Ziegenmilch. " * 620,
    ],
    ids=lambda text: f"{text[:12]} {len(text)}",
)
def test_any_text_is_answered(text: str, services: Services) -> None:
    found = services.matching.implementers(abstract=text)
    assert bool(found.matches) != bool(found.reason)


def test_an_empty_store_answers_too(tmp_path: Path) -> None:
    made = bootstrap(Settings(home=tmp_path / "home"))
    with opened(made.graph.store):
        found = made.matching.implementers(abstract=FITS[0])
        assert (found.matches, found.ask) == ((), ())
        assert str(found.reason) == "No company here has a project on this"
        assert (
            str(made.matching.researchers(abstract=FITS[0]).reason)
            == "No institute here has a project on this"
        )


def test_institutes_are_asked_for_in_the_same_way(services: Services) -> None:
    found = services.matching.researchers(abstract=NOBODY[0])
    assert found.matches == ()
    assert str(found.reason).startswith("No institute here has a project on this")
    assert services.matching.researchers(abstract=FITS[0]).matches


@pytest.mark.parametrize(
    ("text", "acronym"),
    [
        ("Unsere Zuchtfische leiden unter Parasiten, und Medikamente helfen kaum noch.", "ParaFishControl"),
        ("Parasites weaken our farmed fish, and drugs hardly help any more.", "ParaFishControl"),
    ],
    ids=["German", "English"],
)
def test_institutes_are_named_by_what_they_did(text: str, acronym: str, services: Services) -> None:
    """As companies are: by the closest project, two of each, without roles and without a measured share."""
    found = services.matching.researchers(abstract=text)
    snapshot = services.graph.snapshot()
    projects = [match.best_project for match in found.matches]
    assert projects[0]
    assert str(projects[0].name).startswith(acronym)
    assert all(projects.count(one) <= 2 for one in projects)
    assert {match.org_kind for match in found.matches} <= {"research", "education"}
    assert {match.group for match in found.matches} == {""}
    assert [match.likelihood_share for match in found.matches] == [None] * len(found.matches)
    for match in found.matches:
        row, project = snapshot.organization(match.ref.id), match.best_project
        assert project
        assert snapshot.participation[row, snapshot.project(project.id)]
