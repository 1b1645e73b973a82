import hashlib
import json
from pathlib import Path

import pytest

from graphsvc.domain.ports import GraphStore
from graphsvc.ingest.load import load
from graphsvc.ingest.synthetic import generate
from graphsvc.taxonomy import chain


def bytes_of(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.*")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def test_equal_seeds_give_equal_files(tmp_path: Path) -> None:
    for name, seed in (("a", 7), ("b", 7), ("c", 8)):
        generate(tmp_path / name, 200, seed)
    assert bytes_of(tmp_path / "a") == bytes_of(tmp_path / "b") != bytes_of(tmp_path / "c")


def test_a_synthetic_graph_loads_and_says_what_it_is(tmp_path: Path, store: GraphStore) -> None:
    seen: list[tuple[int, int]] = []
    sizes = generate(tmp_path / "g", 500, 3, projects=300, progress=lambda *tick: seen.append(tick))
    report = load(tmp_path / "g", store)
    assert report.claims["organization"] == sizes.organizations == 500
    assert report.claims["project"] == 300
    assert report.claims["participation"] == sizes.participations
    assert seen[-1][0] <= seen[-1][1]
    assert report.datasets[0].synthetic
    with store.read() as reader:
        names = {json.loads(row.fields)["name"] for row in reader.entities(("organization", "cluster"))}
        stages = {row.target for row in reader.links(("performs",))}
        joined = list(reader.links(("participates",)))
    assert all(name.startswith("Synthetic ") for name in names)
    required = [stage.id for stage in chain("food-processing").required]
    assert stages <= {f"food-processing/{stage}" for stage in required}
    leads = [link for link in joined if link.qualifier == "coordinator"]
    assert len(leads) == 300


def test_collaborations_and_stages_follow_the_planted_clusters(tmp_path: Path, store: GraphStore) -> None:
    generate(tmp_path / "g", 2000, 5)
    load(tmp_path / "g", store)
    with store.read() as reader:
        group = {
            row.id: json.loads(row.fields)["name"].rpartition(" ")[2]
            for row in reader.entities(("organization",))
        }
        by_project: dict[str, list[str]] = {}
        for link in reader.links(("participates",)):
            by_project.setdefault(link.target, []).append(group[link.source])
        stages: dict[str, set[str]] = {}
        for link in reader.links(("performs",)):
            stages.setdefault(group[link.source], set()).add(link.target)
    pairs = [
        (one, two) for members in by_project.values() for one in members for two in members if one is not two
    ]
    inside = sum(one == two for one, two in pairs) / len(pairs)
    assert inside > 0.5
    assert all(len(held) <= 5 for held in stages.values())


@pytest.mark.parametrize(("organizations", "partners"), [(9, 6.0), (100, 1.5)])
def test_too_small_worlds_are_refused(tmp_path: Path, organizations: int, partners: float) -> None:
    with pytest.raises(ValueError, match="at least"):
        generate(tmp_path, organizations, 1, partners=partners)
