"""Datasets: the list, previews that write nothing, loading, taking out; the worker runs in this process."""

import gzip
import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from graphsvc.answers.datasets import Datasets
from graphsvc.errors import InvalidData, ReadOnly, StillUsed, UnknownId
from graphsvc.files import take_lock
from graphsvc.ingest.list_sheet import ReadingChoice
from graphsvc.settings import Settings, packaged
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.job_table import Job
from graphsvc.state.jobs import Jobs
from graphsvc.state.uploads import Uploads
from graphsvc.store.sqlite import SqliteStore
from tests.support.claims import cluster as cluster_claim
from tests.support.claims import info, membership, organization
from tests.unit.answers.conftest import World, shown_to_others

DATA = Path(__file__).parents[2] / "support" / "data"
CORDIS = (
    "projectID;projectAcronym;organisationID;name;shortName;SME;activityType;city;country;nutsCode;geolocation;"
    "organizationURL;role;order;ecContribution;contentUpdateDate;rcn;active\n"
)


class Bench:
    """Datasets over a graph, and a worker that runs when it is told to."""

    def __init__(self, graph: CurrentGraph, **settings: Any) -> None:
        self.graph, self.jobs = graph, Jobs(graph.home, {}, graph.runs)
        self._lock = take_lock(graph.home / "worker.lock")
        self.datasets = Datasets(graph, self.jobs, Settings(home=graph.home, **settings))

    def done(self, number: int) -> Job:
        self.jobs.work(self.datasets.handlers, self._lock)
        self._lock = take_lock(self.graph.home / "worker.lock")
        return self.jobs.get(number)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    store = SqliteStore(tmp_path / "graph.db")
    made = Bench(CurrentGraph(store, "sqlite:x", tmp_path))
    yield made
    store.close()


def official(*rows: str) -> dict[str, bytes]:
    return {"organization.csv": (CORDIS + "\n".join(rows) + "\n").encode()}


def test_the_example_data_is_loaded_and_listed(bench: Bench) -> None:
    job = bench.done(bench.datasets.load_example())
    assert job.state == "done", job.message
    rows = {row.id: row for row in bench.datasets.all()}
    assert rows["food"].organizations == 2692
    assert (rows["clusters"].clusters, rows["clusters"].links) == (77, 201)
    assert (rows["clusters-h2020"].clusters, rows["clusters-h2020"].organizations) == (47, 47)
    assert rows["food"].title["de"].startswith("Ernährung")
    assert (rows["food"].period_from, rows["food"].all_old) == ("2014-09-01", True)
    shares = {(field.kind, str(field.name)): field.share for field in rows["food"].fields}
    assert shares["organization", "Name"] == 1
    assert 0.7 < shares["project", "Title"] < 0.75
    assert rows["food"].corrected == len(bench.datasets.report("food")) > 0
    assert bench.datasets.report("clusters") == ()


def test_a_preview_writes_nothing_and_an_import_does(bench: Bench) -> None:
    before = bench.graph.store.revision()
    files = official(
        "1;A;111;Alpha GmbH;;;PRC;Ulm;DE;DE144;;;coordinator;1;;;;", "1;A;;;;;PRC;Ulm;DE;;;;x;2;;;;"
    )
    job = bench.done(bench.datasets.preview([*files.items()]))
    assert job.state == "done", job.message
    result = job.result or {}
    assert bench.graph.store.revision() == before
    assert result["recognized"] == {
        "en": "CORDIS: EU research projects",
        "de": "CORDIS: EU-Forschungsprojekte",
    }
    assert (result["new"], result["changed"], result["same"], result["refused"]) == (3, 0, 0, 1)
    assert result["issues"][0]["row"] == 3
    loaded = bench.done(bench.datasets.start_import(result["token"]))
    assert loaded.state == "done", loaded.message
    (row,) = bench.datasets.all()
    assert (row.organizations, row.projects, row.links, row.refused) == (1, 1, 1, 1)
    assert bench.datasets.report(row.id)[0].kind == "refused"
    assert not list((bench.graph.home / "uploads").iterdir())


def test_a_report_on_an_earlier_load_is_not_shown(bench: Bench) -> None:
    """A process that is killed between a load and its report leaves the report of the load before."""
    files = official(
        "1;A;999000111;Alpha GmbH;;;PRC;Ulm;DE;;;;coordinator;1;;;;", "1;A;;;;;PRC;Ulm;DE;;;;x;2;;;;"
    )
    result = bench.done(bench.datasets.preview([*files.items()])).result or {}
    bench.done(bench.datasets.start_import(result["token"]))
    (row,) = bench.datasets.all()
    assert (row.refused, len(bench.datasets.report(row.id))) == (1, 1)
    with bench.graph.store.run(info(row.id)) as run:
        run.write([organization("a", row.id)])
    bench.graph.refresh()
    (later,) = bench.datasets.all()
    assert (later.refused, bench.datasets.report(row.id)) == (0, ())


def test_newer_files_of_the_same_layout_replace_the_older_ones(bench: Bench) -> None:
    for name in ("Alpha GmbH", "Beta GmbH"):
        files = official(f"1;A;111;{name};;;PRC;Ulm;DE;DE144;;;coordinator;1;;;;")
        result = bench.done(bench.datasets.preview([*files.items()])).result or {}
        bench.done(bench.datasets.start_import(result["token"]))
    assert len(bench.datasets.all()) == 1
    assert bench.graph.snapshot().organizations.names[0] == "Beta GmbH"


def test_the_seeds_as_uploaded_files_are_all_the_same(bench: Bench) -> None:
    bench.done(bench.datasets.load_example())
    folder = packaged("seeds") / "clusters"
    files = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    result = bench.done(bench.datasets.preview([*files.items()])).result or {}
    assert (result["new"], result["changed"], result["same"], result["gone"]) == (0, 0, 278, 0)


def test_unknown_files_say_what_was_looked_for(bench: Bench) -> None:
    job = bench.done(bench.datasets.preview([(name, b"one,two\n1,2\n") for name in ("x.csv", "y.csv")]))
    result = job.result or {}
    assert (job.state, result["token"]) == ("done", None)
    assert any("organisationID" in str(table) for tables in result["looked_for"] for table in tables)
    assert not list((bench.graph.home / "uploads").iterdir())


def test_a_broken_file_fails_with_its_reason(bench: Bench) -> None:
    job = bench.done(bench.datasets.preview([("organization.csv.gz", gzip.compress(b"a,b\n1,2\n")[:-9])]))
    assert job.state == "failed"
    assert "cut off" in str(job.message)
    assert not list((bench.graph.home / "uploads").iterdir())


OWN = "Liste\n\nFirma;Ort;Land;Umsatz\nMusterwerk GmbH;Bremen;DE;5\nZweitwerk AG;Ulm;DE;6\nSumme: 2\n"


def test_a_table_in_columns_of_its_own_is_read_and_loaded_as_organizations(bench: Bench) -> None:
    job = bench.done(bench.datasets.preview([("region.csv", OWN.encode("utf-16"))]))
    result, reading = job.result or {}, bench.datasets.reading(job)
    assert reading is not None
    assert (reading.header, reading.fields) == (3, ("name", "city", "country", ""))
    assert (result["new"], result["refused"], result["near"]) == (2, 1, [])
    told = bench.done(bench.datasets.start_import(result["token"])).result or {}
    (row,) = bench.datasets.all()
    assert (row.id, row.organizations, told["taken"]) == ("own-region", 2, 2)
    reasons = {(one.row, one.column): str(one.reason) for one in bench.datasets.report("own-region")}
    assert reasons == {(6, ""): "looks like a total", (3, "Umsatz"): "nothing is taken of this column"}


def test_columns_that_are_not_clear_are_asked_for_and_remembered(bench: Bench) -> None:
    files = [("partners.csv", b"Wer;Wo;Was\nMusterwerk;Bremen;Mehl\nZweitwerk;Ulm;Milch\n")]
    job = bench.done(bench.datasets.preview(files))
    result, reading = job.result or {}, bench.datasets.reading(job)
    assert reading is not None
    assert reading.problem is not None
    assert "new" not in result
    chosen = ReadingChoice("", "utf-8-sig", ";", 1, ("name", "city", "branch"))
    with pytest.raises(InvalidData, match="two columns"):
        bench.datasets.preview_as(result["token"], replace(chosen, fields=("name", "name", "")))
    job = bench.done(bench.datasets.preview_as(result["token"], chosen))
    assert (job.result or {})["new"] == 2
    bench.done(bench.datasets.start_import(result["token"]))
    organizations = bench.graph.snapshot().organizations
    assert list(organizations.names) == ["Musterwerk", "Zweitwerk"]
    again = bench.done(bench.datasets.preview(files))
    reading = bench.datasets.reading(again)
    assert reading is not None
    assert (reading.remembered, (again.result or {})["same"]) == (True, 2)


def test_a_table_that_a_known_layout_nearly_has_says_what_is_missing(bench: Bench) -> None:
    data = CORDIS.replace(";role;", ";part;") + "1;A;111;Alpha GmbH;;;PRC;Ulm;DE;DE144;;;x;1;;;;\n"
    result = bench.done(bench.datasets.preview([("organization.csv", data.encode())])).result or {}
    assert [str(one) for one in result["near"]]
    assert "role" in str(result["near"][0])


@pytest.mark.parametrize("name", ["graph.graphml", "cordis.zip", "members.xls", "ties.tsv"])
def test_what_load_takes_can_be_uploaded(bench: Bench, name: str) -> None:
    job = bench.done(bench.datasets.preview([(name, UPLOADS[name]())]))
    assert job.state == "done", job.message
    assert (job.result or {})["new"]
    loaded = bench.done(bench.datasets.start_import((job.result or {})["token"]))
    assert loaded.state == "done", loaded.message
    assert len(bench.graph.snapshot().organizations.ids)


def _zipped() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for file, data in official("1;A;111;Alpha GmbH;;;PRC;Ulm;DE;DE144;;;coordinator;1;;;;").items():
            archive.writestr(f"csv/{file}", data)
    return stream.getvalue()


UPLOADS: dict[str, Callable[[], bytes]] = {
    "graph.graphml": lambda: (
        b"""<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><graph edgedefault="directed">
        <node id="a"/><node id="b"/><edge source="a" target="b"/></graph></graphml>"""
    ),
    "cordis.zip": _zipped,
    "members.xls": (DATA / "members.xls").read_bytes,
    "ties.tsv": lambda: b"From\tTo\nMusterwerk\tZweitwerk\n",
}


def test_taking_out_restores_what_was_before(bench: Bench) -> None:
    bench.graph.store.write(info("own"), [organization("x", "own", name="X")])
    digest = bench.graph.refresh().digest
    bench.done(bench.datasets.load_example())
    for dataset in ("relations", "members", "food", "clusters-h2020", "clusters"):
        job = bench.done(bench.datasets.undo(dataset))
        assert job.state == "done", job.message
    assert bench.graph.snapshot().digest == digest
    assert [row.id for row in bench.datasets.all()] == ["own"]
    assert not list((bench.graph.home / "reports").iterdir())


def test_what_others_need_is_not_taken_out(world: World) -> None:
    graph = world(
        organization("a", "alpha", name="A"),
        cluster_claim("c", "beta", name="C"),
        membership("a", "c", "beta"),
    )
    bench = Bench(graph)
    job = bench.done(bench.datasets.undo("alpha"))
    assert job.state == "failed"
    assert "still used" in str(job.message)
    assert StillUsed.__name__ not in str(job.message)


def test_nobody_writes_to_a_public_service(world: World) -> None:
    graph = world(organization("m", "person-members-x", name="M"), organization("a", name="A"))
    bench = Bench(shown_to_others(graph), public=True)
    with pytest.raises(ReadOnly):
        bench.datasets.preview([("x.csv", b"")])
    with pytest.raises(ReadOnly):
        bench.datasets.start_import("0" * 32)
    with pytest.raises(ReadOnly):
        bench.datasets.undo("alpha")
    with pytest.raises(ReadOnly):
        bench.datasets.load_example()
    assert [row.id for row in bench.datasets.all()] == ["alpha"]


def test_unknown_things(bench: Bench) -> None:
    for ask in (
        lambda: bench.datasets.report("none"),
        lambda: bench.datasets.undo("none"),
        lambda: bench.datasets.start_import("0" * 32),
        lambda: bench.datasets.start_import("../../etc"),
    ):
        with pytest.raises(UnknownId):
            ask()


@pytest.mark.parametrize(
    "name", ["../../evil.csv", "a/b/evil.csv", "C:\\x\\evil.csv", "evil.csv", ".evil.csv"]
)
def test_file_names_stay_in_their_folder(name: str, tmp_path: Path) -> None:
    shelf = Uploads(tmp_path / "uploads")
    token = shelf.put([(name, b"x")], {})
    assert [path.name for path in shelf.files(token).iterdir()] == ["evil.csv"]
    assert shelf.files(token).parent.stat().st_mode & 0o077 == 0


def test_a_name_of_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidData):
        Uploads(tmp_path).put([("/", b"x")], {})


def test_counts_follow_the_store(world: World) -> None:
    graph = world(organization("a", name="A", country="DE"), organization("b", name="B"))
    bench = Bench(graph)
    (row,) = bench.datasets.all()
    shares = {str(field.name): field.share for field in row.fields}
    assert (row.organizations, row.links, shares["Country"]) == (2, 0, 0.5)
    graph.store.write(info("beta"), [cluster_claim("c", "beta", name="C"), membership("a", "c", "beta")])
    graph.refresh()
    assert [(row.id, row.links) for row in bench.datasets.all()] == [("alpha", 0), ("beta", 1)]
