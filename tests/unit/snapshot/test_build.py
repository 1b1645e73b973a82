import random
from pathlib import Path

import numpy as np
import pytest

from graphsvc.domain import Claim, Fact, rows
from graphsvc.errors import UnknownId
from graphsvc.snapshot import BASES, NO_DAY, RELATION_KINDS, Snapshot, build, day, load, save
from tests.support.claims import (
    activity,
    cluster,
    info,
    membership,
    organization,
    participation,
    project,
    relation,
)
from tests.unit.snapshot.source import Claims

WORLD: list[Claim] = [
    organization("b", name="BERTA HOLDING AG", country="DE", city="Kiel", lat=54.3, lng=10.1),
    organization("a", name="Alpha", country="AT", organization_kind="company", sme=True),
    organization("hidden", name="Erika Mustermann", person=True),
    organization("mine", "person-list", name="Mine"),
    cluster("c", name="C", country="DE", facts=(Fact(what="seat", value="Kiel"),)),
    project("p", title="P", start="2015", end="2016-06"),
    project("q", acronym="Q", participants=9),
    participation("a", "p"),
    participation("a", "p", role="coordinator", dataset="beta"),
    participation("b", "p"),
    participation("b", "q"),
    membership("a", "c", start="2010", end="2012"),
    membership("mine", "c", "person-list"),
    relation("cluster:c", "organization:b", "runs"),
    activity("organization:a", "food/milling", basis="inferred"),
    activity("cluster:c", "food/baking"),
    activity("organization:b", "food/milling", basis="refused"),
]


@pytest.fixture(scope="module")
def built() -> Snapshot:
    return build(Claims(WORLD, [info("alpha", retrieved="2024-05-01"), info("beta", retrieved="2020")]))


def test_nodes_are_numbered_by_sorted_id(built: Snapshot) -> None:
    assert list(built.organizations.ids) == [f"organization:{key}" for key in ("a", "b", "hidden", "mine")]
    assert built.node("cluster:c") == 4
    assert built.node_id(built.node("project:q")) == "project:q"
    assert [built.name(node) for node in range(7)] == [
        "Alpha",
        "Berta Holding AG",
        "Erika Mustermann",
        "Mine",
        "C",
        "P",
        "Q",
    ]
    for unknown in ("organization:z", "food/milling", ""):
        with pytest.raises(UnknownId):
            built.node(unknown)


def test_participation_keeps_the_strongest_role(built: Snapshot) -> None:
    assert built.participation.toarray().tolist() == [[2, 0], [1, 1], [0, 0], [0, 0]]
    assert built.projects.size.tolist() == [2, 9]


def test_columns_say_what_is_unknown(built: Snapshot) -> None:
    assert built.countries == ("AT", "DE")
    assert built.organizations.country.tolist() == [0, 1, -1, -1]
    assert built.organizations.sme.tolist() == [1, -1, -1, -1]
    assert np.isnan(built.organizations.lat).tolist() == [True, False, True, True]
    assert built.projects.start.tolist() == [day("2015-01-01"), NO_DAY]
    assert built.projects.end.tolist() == [day("2016-06-30"), NO_DAY]
    assert built.period == ("2015-01-01", "2015-01-01")
    assert built.retrieved == "2024-05-01"


def test_persons_and_what_only_a_private_list_knows_are_hidden(built: Snapshot) -> None:
    assert built.organizations.hidden.tolist() == [False, False, True, True]
    assert built.memberships.private.tolist() == [False, True]


def test_links_keep_their_evidence(built: Snapshot) -> None:
    assert built.stages == ("food/baking", "food/milling")
    performed = [(built.node_id(int(node)), built.stages[stage]) for node, stage in _performed(built)]
    assert performed == [
        ("cluster:c", "food/baking"),
        ("organization:a", "food/milling"),
        ("organization:b", "food/milling"),
    ]
    evidence = built.activities.evidence
    assert [BASES[basis] for basis in evidence.basis] == ["stated", "inferred", "refused"]
    assert list(evidence.words) == ["", "dairy", ""]
    assert evidence.confidence[1] == 0.75
    assert list(evidence.by) == ["", "", "local"]
    (kind,) = built.relations.kind
    assert RELATION_KINDS[kind] == "runs"
    assert (built.memberships.start[0], built.memberships.end[0]) == (day("2010"), day("2012", last=True))


def _performed(built: Snapshot) -> list[tuple[int, int]]:
    return list(zip(built.activities.performer.tolist(), built.activities.stage.tolist(), strict=True))


def test_merged_organizations_are_one_node_under_both_ids() -> None:
    claims = [
        *WORLD,
        organization("z", "beta", name="Alpha GmbH", city="Wien"),
        relation("organization:z", "organization:a", "same_as", "beta"),
        participation("z", "q", "beta"),
        membership("z", "c", "beta"),
    ]
    built = build(Claims(claims))
    assert built.merged == {"organization:z": "organization:a"}
    assert built.node("organization:z") == built.node("organization:a") == 0
    assert built.participation.toarray()[0].tolist() == [2, 1]
    assert built.organizations.city[0] == "Wien"
    assert len(built.relations.kind) == 1


def test_links_of_a_refused_entity_are_dropped_and_counted() -> None:
    refused = [claim for claim in WORLD if claim.kind != "organization" or "organization:b" not in str(claim)]
    built = build(Claims([*refused, organization("b", basis="refused")]))
    assert "organization:b" not in list(built.organizations.ids)
    assert built.dropped == 4


@pytest.mark.parametrize("block", [1, 2, 3])
def test_how_many_rows_are_read_at_a_time_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    claims = [*WORLD, organization("c", basis="refused"), membership("c", "c"), participation("c", "p")]
    claims += [activity("organization:c", "food/storing"), relation("cluster:c", "organization:c", "runs")]
    save(build(Claims(claims)), tmp_path / "whole")
    monkeypatch.setattr(rows, "_BLOCK", block)
    built = build(Claims(claims))
    save(built, tmp_path / "parts")
    assert built.dropped == 4
    assert built.stages == ("food/baking", "food/milling")
    files = {path.name: path.read_bytes() for path in (tmp_path / "whole").iterdir()}
    assert files == {path.name: path.read_bytes() for path in (tmp_path / "parts").iterdir()}


def test_same_as_between_kinds_is_no_reason_to_fail() -> None:
    built = build(Claims([*WORLD, relation("organization:a", "cluster:c", "same_as")]))
    assert built.merged == {}
    assert built.clusters.records[0].name == "C"


def test_nothing_is_an_empty_snapshot(tmp_path: Path) -> None:
    built = build(Claims([]))
    assert built.empty
    save(built, tmp_path / "empty")
    opened = load(tmp_path / "empty")
    assert opened.empty
    assert (opened.period, opened.retrieved, opened.participation.shape) == (("", ""), "", (0, 0))


def test_any_order_of_the_same_claims_gives_the_same_bytes(tmp_path: Path) -> None:
    saved = []
    for seed in range(3):
        shuffled = list(WORLD)
        random.Random(seed).shuffle(shuffled)
        save(build(Claims(shuffled)), tmp_path / str(seed))
        saved.append({path.name: path.read_bytes() for path in (tmp_path / str(seed)).iterdir()})
    assert saved[0] == saved[1] == saved[2]


def test_what_is_saved_is_loaded(built: Snapshot, tmp_path: Path) -> None:
    save(built, tmp_path / "deep" / "folder")
    opened = load(tmp_path / "deep" / "folder")
    save(opened, tmp_path / "again")
    first, second = (
        {path.name: path.read_bytes() for path in folder.iterdir()}
        for folder in (tmp_path / "deep" / "folder", tmp_path / "again")
    )
    assert first == second
    assert opened.datasets == built.datasets
    assert opened.clusters.records == built.clusters.records
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["folder"]


def test_saving_again_changes_nothing(built: Snapshot, tmp_path: Path) -> None:
    save(built, tmp_path / "one")
    (tmp_path / "one" / "mark").touch()
    save(build(Claims([])), tmp_path / "one")
    assert (tmp_path / "one" / "mark").exists()
    assert not load(tmp_path / "one").empty


def test_a_name_is_shown_with_the_umlauts_that_its_source_lost() -> None:
    claims = [
        organization("a", name="UNIVERSITAT ZU KOLN", country="DE", city="Köln"),
        organization("b", name="UNIVERSITAT DE GIRONA", country="ES", city="Girona"),
        cluster("c", name="Verein zur Forderung der Milch", country="AT"),
    ]
    shown = build(Claims(claims))
    assert list(shown.organizations.names) == ["Universität zu Köln", "Universitat de Girona"]
    assert list(shown.clusters.names) == ["Verein zur Förderung der Milch"]
