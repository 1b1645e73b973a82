"""Hostile files through the forms of the pages: a page with a sentence, and nothing is kept."""

import io
import os
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from graphsvc.bootstrap import Services, bootstrap
from graphsvc.domain.ports import opened
from graphsvc.files import take_lock
from graphsvc.settings import Settings
from tests.support.addresses import DIL, FPI
from tests.support.hostile_files import MAPPINGS, hostile_file, hostile_files
from tests.support.hostile_workbooks import FIRST, HEAD, row, sheet, workbook
from tests.web.forms import post, send
from tests.web.importing import Importer

MEMBERS = f"/members/{FPI}"
SEED = 7
DATASET = "id: trial\ntitle: A trial\nlicence: CC0\nsource: made up\nretrieved: '2026-01-01'\n"


def left_over(home: Path) -> list[Path]:
    return [path for shelf in ("members", "uploads") for path in (home / shelf).glob("*")]


def by_list(client: FlaskClient, name: str, data: bytes) -> TestResponse:
    answer = post(client, MEMBERS, MEMBERS, "list", (name, data))
    return client.get(answer.location) if answer.status_code == 302 else answer


@pytest.fixture(scope="module")
def digest(services: Services) -> str:
    return services.graph.snapshot().digest


def test_every_kind_of_hostile_list_is_answered_with_a_page(importer: Importer, digest: str) -> None:
    writer, own = importer.client, importer.services
    tables = [file for file in hostile_files(SEED, 1) if file.name != "mapping.yml"]
    asked = {file.kind for file in tables if file.kind.endswith((": no name", ": column twice"))}
    assert len(asked) == 3
    for file in tables:
        before = left_over(own.settings.home)
        page = by_list(writer, file.name, file.data)
        wrong = file.wrong and file.kind not in asked
        if long := "/data/jobs/" in page.request.path:
            importer.work()
            page = writer.get(page.request.path, follow_redirects=True)
        assert page.status_code == (400 if wrong and not long else 200), (file.kind, page.text[:500])
        assert "<nav" in page.text, file.kind
        if file.wrong:
            assert f"{file.name} " in page.text or f"{file.name}, row 1: " in page.text, file.kind
            assert 'role="alert"' in page.text, file.kind
            assert 'type="file"' in page.text or long, f"{file.kind}: the form is there again"
        if wrong:
            assert left_over(own.settings.home) == before, file.kind
    assert own.graph.refresh().digest == digest


@pytest.fixture(scope="module")
def shared(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Importer]:
    """Someone who imports, for tests after each of which everything is as it was."""
    home = tmp_path_factory.mktemp("shared") / "home"
    shutil.copytree(seeded, home)
    own = bootstrap(Settings(home=home))
    with opened(own.graph.store):
        made = Importer(own)
        yield made
        made.close()


@pytest.mark.parametrize("kind", MAPPINGS)
def test_every_kind_of_hostile_mapping_ends_in_a_sentence(kind: str, shared: Importer, digest: str) -> None:
    file = hostile_file(SEED, f"mapping: {kind}")
    page = shared.send(
        ("dataset.yml", DATASET.encode()),
        ("mapping.yml", file.data),
        ("list.csv", b"name\nX\n"),
    )
    assert page.status_code == 200
    assert 'role="alert"' in page.text
    assert "mapping.yml" in page.text
    assert left_over(shared.services.settings.home) == []
    assert shared.services.graph.refresh().digest == digest


def test_the_web_process_does_not_look_into_what_is_to_be_imported(
    writer: FlaskClient, own: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker does: were a description or a table to break it, the pages would go on."""
    worker = take_lock(own.settings.home / "worker.lock")
    assert worker
    for reader in ("mapping.read_document", "plan.read_dataset", "layouts.recognized", "readers.open_table"):
        monkeypatch.setattr(f"graphsvc.ingest.{reader}", None)
    mapping = hostile_file(SEED, "mapping: aliases").data
    files = [("dataset.yml", DATASET.encode()), ("mapping.yml", mapping), ("list.csv", b"name\nX\n")]
    answer = post(writer, "/data", "/data/preview", "files", *files)
    assert (answer.status_code, [job.kind for job in own.jobs.unfinished()]) == (302, ["preview"])
    os.close(worker)


def test_a_cell_in_the_last_corner_costs_nothing_and_is_told(writer: FlaskClient) -> None:
    stray = row(1_048_576, {"XFD": "stray"})
    page = by_list(writer, "members.xlsx", workbook(sheet(HEAD + FIRST + stray, "A1:XFD1048576")))
    assert page.status_code == 200
    assert "Musterwerk GmbH" in page.text
    assert "1,048,576" in page.text or "1048576" in page.text
    assert "looks like a heading over members" in page.text


def test_a_reference_in_a_mapping_is_refused(importer: Importer) -> None:
    bomb = b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"
    page = importer.send(("dataset.yml", DATASET.encode()), ("mapping.yml", bomb))
    assert "references (*) are not allowed" in page.text


def test_json_nested_without_end_is_a_bad_request(writer: FlaskClient) -> None:
    for body in ("[" * 200_000, '{"a":' * 200_000 + "1" + "}" * 200_000, "9" * 5_000, "NaN"):
        answer = writer.post("/api/v1/implementers", data=body, content_type="application/json")
        assert 400 <= answer.status_code < 500
        assert answer.is_json or answer.mimetype == "application/problem+json"


def test_a_packed_line_without_end_is_refused_before_it_is_unpacked(writer: FlaskClient) -> None:
    file = hostile_file(SEED, "list: one packed line")
    page = by_list(writer, file.name, file.data)
    assert page.status_code == 400
    assert "holds more than 16 MiB, unpacked" in page.text


def test_a_workbook_of_too_many_rows_is_refused_at_the_row(writer: FlaskClient) -> None:
    file = hostile_file(SEED, "workbook: many rows")
    page = by_list(writer, file.name, file.data)
    assert page.status_code == 400
    assert "row 20002: more than 20,000 rows" in page.text


@pytest.mark.parametrize("name", ["members.csv", "members.xlsx"])
def test_a_long_column_name_is_told_by_row_and_column(name: str, writer: FlaskClient) -> None:
    header = {"A": "name", "B": "x" * 200_000}
    data = (
        workbook(sheet(row(1, header) + FIRST))
        if name.endswith("xlsx")
        else b"name," + b"x" * 200_000 + b"\nX,\n"
    )
    page = by_list(writer, name, data)
    assert page.status_code == 400
    assert f"{name}, B, row 1: the name of the column is longer than 1,000 characters" in page.text


def test_tables_are_read_by_need_and_the_last_page_counts(importer: Importer) -> None:
    spec = {
        "version": "1",
        "tables": [
            {
                "file": "a-members.csv",
                "records": [
                    {"record": "organization", "id": {"key": "name"}, "fields": {"name": "name"}},
                    {"record": "membership", "organization": {"key": "name"}, "cluster": {"cluster": "of"}},
                ],
            },
            {
                "file": "b-clusters.csv",
                "records": [
                    {
                        "record": "cluster",
                        "id": {"cluster": "key"},
                        "fields": {"name": "name", "country": "country"},
                    }
                ],
            },
        ],
    }
    members = "name,of\n" + "".join(f"Werk {n},trial-{n % 3}\n" for n in range(20)) + "Werk 99,nowhere\n"
    clusters = "key,name,country\n" + "".join(f"trial-{n},Trial {n},DE\n" for n in range(3))
    preview = importer.send(
        ("dataset.yml", DATASET.encode()),
        ("mapping.yml", yaml.safe_dump(spec).encode()),
        ("a-members.csv", members.encode()),
        ("b-clusters.csv", clusters.encode()),
    )
    assert "<b>1</b> refused" in preview.text
    job = importer.services.jobs.get(int(preview.request.path.rsplit("/", 1)[-1]))
    assert job.result
    started = send(importer.client, preview.request.path, f"/data/import/{job.result['token']}")
    importer.work()
    last = importer.client.get(started.request.path).text
    assert "<b>23</b> rows taken" in last
    assert "<b>1</b> rows refused" in last
    assert "/data/trial/report" in last


@pytest.mark.parametrize(
    ("name", "text", "status"),
    [
        ("top", "000000000005", 200),
        ("top", "000000001999", 400),
        ("top", "0" * 5_000, 400),
        ("gap", "0" * 5_000, 200),
        ("size", "huge", 400),
        ("country", "Germany", 400),
        ("region", "region:DE9", 200),
        ("cluster", "foodregio", 404),
        ("stage", "nothing", 400),
    ],
)
def test_a_number_counts_by_its_value_and_what_is_no_filter_is_refused(
    name: str, text: str, status: int, client: FlaskClient
) -> None:
    assert client.get(f"/partners/{FPI}?{name}={text}").status_code == status
    assert client.get(f"/api/v1/partners/{FPI}?{name}={text}").status_code < 500


def test_answers_with_odd_row_numbers_are_passed_over(writer: FlaskClient) -> None:
    checked = by_list(writer, "members.csv", b"name\nGanz Neu GmbH\n")
    fields = {"row-" + "0" * 5_000: "skip", "row-²": "skip", "row-" + "9" * 5_000: "new"}
    assert send(writer, checked.request.path, checked.request.path, **fields).status_code == 200


def test_a_decision_that_is_refused_keeps_what_was_chosen(writer: FlaskClient, own: Services) -> None:
    lines = f"name;country\n{own.catalog.ref(DIL).name};FR\nGanz Neu GmbH;DE\n"
    address = by_list(writer, "members.csv", lines.encode()).request.path
    assert 'name="row-2" value="skip">' in writer.get(address).text, "the second row is asked about"
    page = send(writer, address, address, **{"row-2": "skip", "row-3": "organization:other"})
    assert page.status_code == 400
    assert "row 3 was not offered" in page.text
    assert 'name="row-2" value="skip" checked>' in page.text


def test_two_files_of_one_name_are_refused(importer: Importer) -> None:
    for names in (("a.csv", "a.csv"), ("x/a.csv", "a.csv"), ("a b.csv", "a-b.csv"), ("A.csv", "a.csv")):
        page = importer.send(*((name, b"name\nX\n") for name in names))
        assert page.status_code == 400
        assert "two files are called" in page.text
        assert 'type="file"' in page.text
    assert left_over(importer.services.settings.home) == []
    assert importer.services.jobs.unfinished() == ()


def test_two_lists_at_once_are_refused(writer: FlaskClient) -> None:
    page = post(writer, MEMBERS, MEMBERS, "list", ("a.csv", b"name\nX\n"), ("b.csv", b"name\nX\n"))
    assert page.status_code == 400
    assert "More than one list was sent" in page.text


def test_a_file_of_another_kind_is_no_import(importer: Importer) -> None:
    page = importer.send(("film.mp4", b"moving"))
    assert page.status_code == 400
    assert "neither a table" in page.text


def test_an_archive_with_an_unsafe_name_ends_in_a_sentence(importer: Importer, digest: str) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("../organization.csv", "a")
    page = importer.send(("cordis.zip", stream.getvalue()))
    assert "unsafe name" in page.text
    assert left_over(importer.services.settings.home) == []
    assert importer.services.graph.refresh().digest == digest


def test_signs_that_turn_a_name_are_taken_out_and_told(writer: FlaskClient) -> None:
    checked = by_list(writer, "members.csv", "name\nMuster\u202enegnir\u200b GmbH\n".encode())
    assert "Musternegnir GmbH" in checked.text
    assert not {"\u202e", "\u200b"} & set(checked.text)
    assert "invisible characters taken out: U+200B, U+202E" in checked.text
