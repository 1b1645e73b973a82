"""Answers to many descriptions on the seeds: what a card says is true, and says something."""

import math
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from flask.testing import FlaskClient

from graphsvc.answers.matching.results import Match
from graphsvc.bootstrap import Services
from graphsvc.matching.relevance.words import generic_stems, stems
from graphsvc.text_folding import words as words_of
from tests.bench.judged import judgements
from tests.web.forms import send

pytestmark = pytest.mark.xdist_group("relevance")
"""All in one process: what most of them look at is answered once."""

GOLDEN = Path(__file__).parents[1] / "golden"
DIRT = re.compile(r"_x000|\||\b(RCN|GRANT|PIC) \d")
PLUS_IN_THE_NEGATIVE = re.compile(r"^(No|None|Nobody|Not)\b")
OF_ONE_PROJECT = 2
TITLES = 296
SENTENCES = (
    "{}",
    "Our institute has shown that it works: {}. A company is sought that makes a product of it.",
    "Unser Verfahren löst die Aufgabe: {}. Gesucht wird ein Unternehmen, das es im Betrieb erprobt.",
)


def texts(titles: list[str]) -> Iterator[dict[str, Any]]:
    """Descriptions in both languages: written ones, and titles of projects alone and in sentences."""
    for number, title in enumerate(titles):
        yield {"abstract": SENTENCES[number % len(SENTENCES)].format(title)}
    for one in yaml.safe_load((GOLDEN / "judged_texts.yml").read_text(encoding="utf-8")):
        yield {"abstract": f"{one['title']}. {one['abstract']}"}
    own = yaml.safe_load((GOLDEN / "implementer_texts.yml").read_text(encoding="utf-8"))
    yield from ({"title": one["title"], "abstract": one["abstract"]} for one in own["fits"])
    results = yaml.safe_load((GOLDEN / "german_results.yml").read_text(encoding="utf-8"))
    for name in ("chosen_on", "reported", "other_fields", "unseen"):
        yield from ({"abstract": one["text"]} for one in results[name])
    yield from ({"abstract": one["english"]} for one in results["unseen"])


@pytest.fixture(scope="module")
def answers(services: Services) -> list[tuple[Match, ...]]:
    projects = services.graph.snapshot().projects
    named = [title for title, short in zip(projects.titles, projects.acronyms, strict=True) if title != short]
    return [services.matching.implementers(**text).matches for text in texts(named[:TITLES])]


def test_most_descriptions_of_the_field_are_answered(answers: list[tuple[Match, ...]]) -> None:
    assert len(answers) >= 500
    assert sum(map(bool, answers)) > len(answers) / 2


def test_reasons_and_objections_hold_no_dirt_and_no_negative_as_a_plus(
    answers: list[tuple[Match, ...]],
) -> None:
    for match in (match for matches in answers for match in matches):
        said = [str(reason) for reason in match.reasons]
        assert said
        assert len(set(said)) == len(said)
        assert not [one for one in said if PLUS_IN_THE_NEGATIVE.search(one)]
        assert not _pluses_in_the_negative(match)
        every = [*said, str(match.objection or ""), *(str(part.detail) for part in match.parts)]
        assert not [one for one in every if DIRT.search(one)]


@pytest.mark.parametrize("purpose", ["project", "problem"])
def test_learned_suggestions_hold_no_negative_as_a_plus(services: Services, purpose: str) -> None:
    matching = services.matching
    found: list[Match] = []
    for one in yaml.safe_load((GOLDEN / "judged_texts.yml").read_text(encoding="utf-8"))[::3]:
        text = {"title": one["title"], "abstract": one["abstract"]}
        answer = (
            matching.researchers(**text)
            if purpose == "problem"
            else matching.implementers(**text, purpose="project")
        )
        found += answer.matches
    assert len(found) > 50
    assert not [told for match in found for told in _pluses_in_the_negative(match)]
    assert not [told for match in found for told in _told(match) if DIRT.search(told)]


@pytest.mark.parametrize("house", [None, "organization:pic-998036008"])
def test_who_would_join_is_told_without_dirt_and_against_ours_only_where_ours_is_known(
    services: Services, house: str | None
) -> None:
    text = {"title": "Sensors for fish freshness", "abstract": "An optical sensor tells how fresh fish is."}
    found = services.matching.implementers(**text, purpose="project", organization=house).matches
    assert found
    told = [one for match in found for one in _told(match)]
    assert not [one for one in told if DIRT.search(one)]
    compared = [one for one in told if "same country" in one or "another country" in one]
    assert bool(compared) == (house is not None)
    objections = [str(match.objection) for match in found]
    assert not [one for one in objections if "same country" in one]


def _told(match: Match) -> list[str]:
    """All sentences about a match."""
    parts = [part.detail for part in match.parts]
    told = (str(one) for one in (*match.reasons, match.objection, match.shared_contact, *parts) if one)
    return [re.sub(r"project without a title \(\w+ \d+\)", "project", one) for one in told]


def _pluses_in_the_negative(match: Match) -> list[str]:
    told = [str(part.detail) for part in match.parts if part.contribution > 0]
    return [one for one in (*map(str, match.reasons), *told) if PLUS_IN_THE_NEGATIVE.search(one)]


def test_words_given_as_a_reason_are_telling_and_stand_in_the_project(
    answers: list[tuple[Match, ...]], services: Services
) -> None:
    projects = services.graph.snapshot().projects
    titles = dict(zip(projects.ids, projects.titles, strict=True))
    given = [
        (match, reason.values["words"])
        for matches in answers
        for match in matches
        for reason in match.reasons
        if "words" in reason.values and match.best_project
    ]
    assert len(given) > 100
    for match, words in given:
        assert match.best_project is not None
        assert isinstance(words, tuple)
        title = stems(titles[match.best_project.id])
        for word in map(str, words):
            assert not set(stems(word)) & generic_stems()
            assert set(stems(word)) <= set(title)


def test_cited_projects_hold_the_company(answers: list[tuple[Match, ...]], services: Services) -> None:
    snapshot = services.graph.snapshot()
    for match in (match for matches in answers for match in matches):
        company = snapshot.organization(match.ref.id)
        for cited in {one for part in match.parts for one in part.theirs}:
            row = snapshot.node(cited) - len(snapshot.organizations.ids) - len(snapshot.clusters.ids)
            assert snapshot.participation[company, row]


def test_parts_sum_to_the_score_and_the_order_is_theirs(answers: list[tuple[Match, ...]]) -> None:
    for matches in answers:
        assert [match.score for match in matches] == sorted((one.score for one in matches), reverse=True)
        for match in matches:
            assert math.fsum(part.contribution for part in match.parts) == pytest.approx(
                match.score, abs=1e-9
            )


def test_a_project_names_two_companies_at_most(answers: list[tuple[Match, ...]]) -> None:
    for matches in answers:
        projects = [match.best_project.id for match in matches if match.best_project]
        assert all(projects.count(one) <= OF_ONE_PROJECT for one in projects)


def test_judgements_are_about_texts_and_organizations_that_exist(services: Services) -> None:
    written = [
        one["id"]
        for name in ("judged_texts.yml", "paired_texts.yml")
        for one in yaml.safe_load((GOLDEN / name).read_text(encoding="utf-8"))
    ]
    judged = judgements()
    assert {text for text, _ in judged} == set(written)
    assert {one for _, one in judged} - {""} <= set(services.graph.snapshot().organizations.ids)
    assert set(judged.values()) == {0, 1, 2}


def test_the_purposes_are_kept_apart(client: FlaskClient) -> None:
    asked: dict[str, Any] = {"abstract": "High pressure keeps fruit juice fresh without heat."}
    answers: dict[str, Any] = {
        purpose: client.post("/api/v1/implementers", json=asked | {"purpose": purpose}).json
        for purpose in ("implement", "project")
    }
    implement, project = answers["implement"], answers["project"]
    assert client.post("/api/v1/implementers", json=asked).json == implement
    assert implement["matching_profile"].startswith("relevance")
    assert project["matching_profile"].startswith("implementers")
    features = {part["feature"] for match in implement["matches"] for part in match["parts"]}
    assert features == {"meaning", "words", "closest", "role", "text"}
    assert implement["matches"][0]["group"] in {"use", "build", "prove", "unsure"}
    assert client.post("/api/v1/implementers", json=asked | {"purpose": "fun"}).status_code == 422


def test_all_companies_of_a_project_are_named_when_asked_for(client: FlaskClient) -> None:
    text = {"abstract": "Integrated weed management with robots instead of herbicides in sugar beet."}
    few, every = (
        client.post("/api/v1/implementers", json=text | more).json for more in ({}, {"all_of_project": True})
    )
    assert few is not None
    assert every is not None
    ids = [[match["id"] for match in one["matches"]] for one in (few, every)]
    assert ids[0][0] == ids[1][0]
    assert set(ids[1]) - set(ids[0])
    page = send(client, "/implementers", "/implementers", **text).text
    assert re.search(r'form="description" name="all_of_project" value="1"', page)
    assert not re.search(r'name="all_of_project" value="1" checked', page)
    opened = send(client, "/implementers", "/implementers", **text, all_of_project="1").text
    assert re.search(r'name="all_of_project" value="1" checked', opened)
    new = set(ids[1]) - set(ids[0])
    assert all(one in opened for one in new)
    assert not all(one in page for one in new)


def test_phases_of_one_project_are_not_told_as_further_ones(
    answers: list[tuple[Match, ...]], services: Services
) -> None:
    projects = services.graph.snapshot().projects
    short = dict(zip(projects.ids, projects.acronyms, strict=True))
    further = [
        (match, reason.values["projects"])
        for matches in answers
        for match in matches
        for reason in match.reasons
        if "projects" in reason.values
    ]
    assert len(further) > 100
    for match, named in further:
        assert isinstance(named, tuple)
        best = short[match.best_project.id] if match.best_project else ""
        spellings = ["".join(words_of(str(name))) for name in (best, *named)]
        assert len(set(spellings)) == len(spellings)


def test_who_fits_closely_stands_before_who_is_only_near(answers: list[tuple[Match, ...]]) -> None:
    told = [[match.fit for match in matches] for matches in answers if matches]
    assert all(fits == sorted(fits) for fits in told)
    assert {fit for fits in told for fit in fits} == {"close", "near"}
    lists = Counter(fits[0] for fits in told)
    assert lists["close"] > lists["near"] > 0


@pytest.mark.parametrize(
    "text",
    [
        "Infrared sorting of olives by ripeness at the mill intake",
        "A blown film of thermoplastic starch and polybutylene succinate as mulch for lettuce.",
    ],
)
def test_who_is_only_near_stands_apart(client: FlaskClient, text: str) -> None:
    answer = client.post("/api/v1/implementers", json={"abstract": text}).json
    assert answer is not None
    page = send(client, "/implementers", "/implementers", abstract=text).text
    before, near = page.split("<h2>Near, but less sure</h2>")
    assert before.endswith('<details class="further"><summary>'), "folded, also where nobody fits closely"
    for part, fit in ((before, "close"), (near, "near")):
        named = re.findall(r'<h3 class="name"><a href="/organizations/([^"]+)"', part)
        assert sorted(named) == sorted(match["id"] for match in answer["matches"] if match["fit"] == fit)
    assert ("Nobody stands out" in before) == (answer["matches"][0]["fit"] == "near")
    assert answer["measured"] in before
    fits = [match["fit"] for match in answer["matches"]]
    assert fits[len(fits) - answer["further"] :] == ["near"] * answer["further"]
    assert fits.count("near") == answer["further"] > 0
    mail = send(client, "/implementers", "/implementers/suggestions.txt", abstract=text).text
    assert "Near, but less sure:" in mail


def test_the_page_offers_both_purposes_and_says_which_group_is_empty(
    client: FlaskClient, services: Services
) -> None:
    text: dict[str, Any] = {
        "title": "",
        "abstract": "Hyperspectral imaging finds foreign bodies on the food line.",
    }
    first = services.matching.implementers(**text).matches[0].ref
    page = send(client, "/implementers", "/implementers", **text).text
    assert page.count('name="purpose"') == 2
    assert first.id in page
    assert "Nobody among those who fit is known for this." in page
    project = send(client, "/implementers", "/implementers", **text, purpose="project").text
    assert re.search(r'value="project" checked', project)
