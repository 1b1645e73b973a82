"""Long member lists: read and written by the worker, told with counts, stopped without a trace."""

import io
import re
import zipfile
from pathlib import Path

import pytest

from graphsvc.answers.members import list_jobs
from graphsvc.bootstrap import Services
from graphsvc.domain.dataset import MEMBER_LISTS
from tests.web.forms import post, send
from tests.web.importing import Importer

FPI = "cluster:fpi"
PAGE = f"/members/{FPI}"
NAMES = ("Alderwicke", "Birkofen", "Cellerick", "Dornhagel", "Ellersum", "Fernbrok")
LIST = "Firma;Ort;Land\n" + "".join(f"{name} Kartonagen GmbH;Bremen;DE\n" for name in NAMES)


@pytest.fixture(autouse=True)
def long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(list_jobs, "LONG_TEXT", 50)


def brought(importer: Importer, text: str = LIST) -> str:
    """The page of the job that reads a list."""
    return post(importer.client, PAGE, PAGE, "list", ("list.csv", text.encode())).location


def lists(services: Services) -> list[str]:
    """The member lists that the store shows."""
    with services.graph.store.read() as reader:
        return [name for name in reader.runs() if name.startswith(MEMBER_LISTS)]


def digest(services: Services) -> str:
    with services.graph.store.read() as reader:
        return reader.digest()


def say_a_stage(own: Services, member: str) -> None:
    chain = own.catalog.first_chain(FPI)
    own.people.say_stages(chain, {member: [own.catalog.chain(chain).stages[0].id]}, about=FPI)


def replacing(own: Services) -> tuple[str, str]:
    """The digest with a list in use of whose first member a stage was said, and a list to replace it."""
    own.members.decide(own.members.upload(FPI, "list.csv", LIST.encode()).token, {})
    (first, *_) = own.members.of(FPI)
    say_a_stage(own, first.id)
    before = digest(own)
    return before, own.members.upload(FPI, "new.csv", b"Firma;Ort\nGansweide Kartonagen GmbH;Ulm\n").token


def test_a_long_list_is_read_and_taken_over_by_the_worker(importer: Importer, own: Services) -> None:
    job = brought(importer)
    assert "/data/jobs/" in job
    waiting = importer.client.get(job).text
    assert "Looking at list.csv" in waiting
    assert ">Stop<" in waiting
    importer.work()
    found = own.jobs.get(int(job.rpartition("/")[2]))
    assert (found.state, found.done) == ("done", found.total)
    check = importer.client.get(job).location
    by_script = importer.client.get(job, headers={"HX-Request": "true"}).text
    assert f'href="{check}">See what was found' in by_script
    assert "every 1s" not in by_script
    assert "0 found, 0 doubtful, 6 new." in importer.client.get(check).text
    assert lists(own) == []
    writing = send(importer.client, check, check)
    assert "Taking list.csv into use" in writing.text
    assert own.members.of(FPI) == ()
    importer.work()
    written = importer.client.get(writing.request.path).text
    assert "Your members are in use now." in written
    assert len(own.members.of(FPI)) == 6
    undo = re.search(r'name="token" value="(\w+)"', written)
    assert undo
    send(importer.client, writing.request.path, "/undo", token=undo[1], next=PAGE)
    assert own.members.of(FPI) == ()
    assert lists(own) == []


def test_the_worker_tells_how_many_rows_are_done(own: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graphsvc.answers.members.resolved_list._AT_ONCE", 2)
    monkeypatch.setattr("graphsvc.domain.ports.BATCH", 8)
    token = own.members.keep(FPI, "list.csv", LIST.encode())
    told: list[tuple[int, int]] = []
    own.members.read(token, lambda done, total: told.append((done, total)))
    assert told == [(0, 6), (2, 6), (4, 6), (6, 6)]
    told.clear()
    own.members.decide(token, {}, progress=lambda done, total: told.append((done, total)))
    assert told[0] == (0, 6)
    assert told[-1] == (6, 6)
    assert len(told) > 2
    assert told == sorted(told)


@pytest.mark.parametrize("writes", [False, True])
def test_stopping_leaves_nothing(importer: Importer, own: Services, *, writes: bool) -> None:
    job = brought(importer)
    if writes:
        importer.work()
        check = importer.client.get(job).location
        job = send(importer.client, check, check).request.path
    stopped = send(importer.client, job, f"{job}/cancel").text
    assert "Stopped. Nothing of this import is in the data." in stopped
    back = re.search(r'<a class="button" href="(/members/[^"]+)">Back to the member list', stopped)
    assert back
    page = importer.client.get(back[1])
    assert page.status_code == 200
    importer.work()
    assert lists(own) == []


@pytest.mark.parametrize("while_writing", [False, True])
def test_stopping_while_pages_are_made_ready_brings_back_what_was_before(
    importer: Importer, own: Services, monkeypatch: pytest.MonkeyPatch, *, while_writing: bool
) -> None:
    """The list is written by then, unless the worker ends `while_writing`; the list of before is whole."""
    before, _ = replacing(own)
    job = brought(importer, LIST.replace("Cellerick", "Gansweide"))
    importer.work()
    check = importer.client.get(job).location
    job = send(importer.client, check, check, mode="replace").request.path

    def ended(*_arguments: object) -> None:
        assert (digest(own) == before) is while_writing
        raise SystemExit

    target: object = own.list_jobs._members if while_writing else own.list_jobs
    monkeypatch.setattr(target, "decide" if while_writing else "_prime", ended)
    monkeypatch.setattr(own.jobs, "_end", lambda _worker: own.jobs._settle())
    with pytest.raises(SystemExit):
        importer.work()
    stopped = send(importer.client, job, f"{job}/cancel").text
    assert "Stopped. Nothing of this import is in the data." in stopped
    assert digest(own) == before


def test_a_list_that_breaks_off_while_it_is_written_leaves_what_was_before(own: Services) -> None:
    before, token = replacing(own)

    def stop(_done: int, _total: int) -> None:
        raise SystemExit

    with pytest.raises(SystemExit):
        own.members.decide(token, {}, progress=stop)
    assert digest(own) == before


def test_taking_a_replaced_list_back_brings_its_stages_back(own: Services) -> None:
    before, new = replacing(own)
    undo = own.members.decide(new, {})
    (later,) = own.members.of(FPI)
    say_a_stage(own, later.id)
    own.people.take_back(undo)
    assert digest(own) == before


def test_taking_a_kind_back_leaves_what_was_said_before(own: Services) -> None:
    one = own.graph.snapshot().organizations.ids[0]
    chain = "food-processing"
    stage = own.catalog.chain(chain).stages[0].id
    own.people.say_stages(chain, {one: [stage]}, about=one)
    undo = own.people.say_stages(chain, {one: [stage]}, {one: "public"}, about=one)
    assert undo
    own.people.take_back(undo)
    held = {choice.stage.id for choice in own.people.stage_choices(chain, [one])[0].held}
    assert stage in held


def test_a_list_that_was_not_read_is_asked_for_again(importer: Importer, own: Services) -> None:
    brought(importer)
    (token,) = (path.name for path in (own.graph.home / "members").iterdir())
    answer = importer.client.get(f"{PAGE}/{token}")
    assert answer.status_code == 404
    assert "Choose the file again." in answer.text


def test_a_file_that_is_no_list_fails_with_the_reason(importer: Importer) -> None:
    job = brought(importer, "Firma;Ort\n" + ";Bremen\n" * 20)
    importer.work()
    page = importer.client.get(job).text
    assert "the list names nobody" in page
    assert "Back to the member list" in page


def test_done_is_told_when_pages_show_it(importer: Importer, own: Services) -> None:
    job = brought(importer)
    importer.work()
    check = importer.client.get(job).location
    job = send(importer.client, check, check).request.path
    importer.work()
    refreshed = own.graph._revision
    own.graph._revision = -1
    page = importer.client.get(job).text
    assert "Written. The pages are being brought up to date." in page
    assert "every 1s" in page
    assert ">Stop<" not in page
    own.graph._revision = refreshed
    assert "Your members are in use now." in importer.client.get(job).text


def test_a_picture_makes_no_workbook_long(tmp_path: Path) -> None:
    def book(name: str, part: str) -> Path:
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
            made.writestr(part, b"x" * (list_jobs.LONG_MARKUP + 1))
        (tmp_path / name).write_bytes(content.getvalue())
        return tmp_path / name

    assert not list_jobs.is_long(book("picture.xlsx", "xl/media/logo.png"))
    assert list_jobs.is_long(book("rows.xlsx", "xl/worksheets/sheet1.xml"))
