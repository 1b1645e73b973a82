"""Services of clusters: what sources tell on a day, and what others offer, below and from eight."""

from pathlib import Path

import pytest

from graphsvc.answers.programme import MissingServices, Programme
from graphsvc.domain import Claim
from graphsvc.errors import InvalidTaxonomy
from graphsvc.taxonomy.services import load_services, service_kinds, service_of
from tests.support.claims import cluster
from tests.unit.answers.conftest import World

ON = "2026-11-29"


def offering(key: str, *services: str, **dates: str) -> Claim:
    facts = [
        {"what": "service", "value": one, "citation": f"https://{key}.example", **dates} for one in services
    ]
    return cluster(key, name=key.upper(), facts=facts)


def others(n: int) -> list[Claim]:
    return [
        offering(f"other{place}", "training", "Vernetzung" if place % 2 else "internationalisation")
        for place in range(n)
    ]


def missing(world: World, *claims: Claim, on: str = ON) -> MissingServices:
    return Programme(world(*claims)).missing_services("cluster:c", on)


@pytest.mark.parametrize(
    ("n", "own", "services", "refused"),
    [
        (7, ("Qualifizierung",), ["internationalization", "networking"], None),
        (6, ("training",), [], "Services of only 7 clusters are known; nothing is compared below 8."),
        (8, (), [], "No source here says which services this cluster offers."),
        (7, ("training", "networking", "internationalization"), [], None),
    ],
)
def test_what_others_offer_beside_one(
    world: World, n: int, own: tuple[str, ...], services: list[str], refused: str | None
) -> None:
    found = missing(world, offering("c", *own), *others(n))
    assert [one.id for one in found.missing] == services
    assert (found.refused and str(found.refused)) == refused
    assert found.n == n + bool(own)
    for row in found.missing:
        assert [one.ref.id for one in row.offered_by] == sorted(one.ref.id for one in row.offered_by)
        assert all(one.source == f"https://{one.ref.name.lower()}.example" for one in row.offered_by)  # type: ignore[union-attr]


def test_the_most_frequent_comes_first(world: World) -> None:
    found = missing(world, offering("c", "marketing"), *others(9))
    assert [(one.id, len(one.offered_by)) for one in found.missing] == [
        ("training", 9), ("internationalization", 5), ("networking", 4),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("dates", "on", "holds"),
    [
        ({"since": "2025-03-02"}, "2025-03-01", False),
        ({"since": "2025-03-02"}, "2025-03-02", True),
        ({"until": "2025"}, "2025-12-31", True),
        ({"until": "2025"}, "2026-01-01", False),
        ({"until": "2024-02"}, "2024-02-29", True),
        ({"known": "2019"}, ON, True),
    ],
)
def test_a_service_of_a_time(world: World, dates: dict[str, str], on: str, holds: bool) -> None:
    rows = {row.id: row for row in Programme(world(offering("c", "training", **dates))).services(on)}
    assert [one.ref.id for one in rows["training"].offered_by] == (["cluster:c"] if holds else [])


def test_of_several_sources_the_newest_is_shown_and_unknown_words_are_a_kind(world: World) -> None:
    older = {"what": "service", "value": "Weiterbildung", "known": "2010", "citation": "https://old.example"}
    newer = {"what": "service", "value": "TRAINING", "known": "2024", "citation": "https://new.example"}
    own = {"what": "service", "value": "Probeküche"}
    graph = world(cluster("c", facts=[newer, older]), cluster("c", "beta", facts=[own, older]))
    rows = {row.id: row for row in Programme(graph).services(ON)}
    assert [one.source for one in rows["training"].offered_by] == ["https://new.example"]
    assert rows["probek-che"].title == {"de": "Probeküche", "en": "Probeküche"}
    assert [*rows][: len(service_kinds())] == [*service_kinds()]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("  - {id: b, title: {de: Zwei, en: one}}", "these words stand here twice"),
        ("  - {id: a, title: {de: Zwei, en: two}}", "these words stand here twice"),
        ("  - {id: b, title: {de: Zwei}}", "en"),
        ("  - {id: B, title: {de: Zwei, en: two}}", "form"),
    ],
)
def test_a_catalogue_that_is_none_is_refused_by_place(tmp_path: Path, line: str, reason: str) -> None:
    path = tmp_path / "services.yml"
    head = 'kind: services\nversion: "1.0"\nkinds:\n  - {id: a, title: {de: Eins, en: One}}\n'
    path.write_text(head, encoding="utf-8")
    assert load_services(path)["one"].id == "a"
    path.write_text(head + line, encoding="utf-8")
    with pytest.raises(InvalidTaxonomy) as refused:
        load_services(path)
    assert reason in str(refused.value)
    assert all(issue.file == "services.yml" and issue.column for issue in refused.value.issues)


def test_words_lead_to_kinds_whatever_their_case() -> None:
    assert {service_of(words).id for words in ("training", "Aus- und  Weiterbildung", "QUALIFIZIERUNG")} == {
        "training"
    }
    assert all(
        kind.source.startswith("https://") for kind in service_kinds().values() if kind.id != "funding-advice"
    )
