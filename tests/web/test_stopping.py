"""Imports that are stopped, started again or sent twice: the page tells what happened."""

import pytest
from werkzeug.test import TestResponse

from tests.support.mappings import ORGANIZATIONS_MAPPING
from tests.web.forms import TOKEN
from tests.web.importing import Importer

FILES = (
    ("dataset.yml", b"id: trial\ntitle: A trial\nlicence: CC0\nsource: made up\nretrieved: '2026-01-01'\n"),
    ("mapping.yml", ORGANIZATIONS_MAPPING.encode()),
    ("organizations.csv", b"id,name\nq,Quince Mills\n"),
)


class Upload:
    """Files that were looked at and are to be loaded."""

    def __init__(self, importer: Importer) -> None:
        self.importer = importer
        self.preview = importer.send(*FILES)
        job = importer.services.jobs.get(int(self.preview.request.path.rsplit("/", 1)[-1]))
        assert job.result
        self.action = f"/data/import/{job.result['token']}"

    def press(self, page: TestResponse, action: str) -> TestResponse:
        """Send a form of a page that is on the screen, however old it is."""
        found = TOKEN.search(page.text)
        assert found
        return self.importer.client.post(action, data={"csrf_token": found[1]}, follow_redirects=True)


@pytest.mark.parametrize("finished", [True, False])
def test_the_page_tells_whether_an_import_was_stopped(importer: Importer, finished: bool) -> None:
    """The form is on the screen while the import waits, and is sent when it has finished, or before."""
    upload = Upload(importer)
    waiting = upload.press(upload.preview, upload.action)
    assert ">Stop<" in waiting.text
    if finished:
        importer.work()
    page = upload.press(waiting, f"{waiting.request.path}/cancel").text
    assert ("had finished before it could be stopped; nothing was taken back" in page) is finished
    assert ("Stopped. Nothing of this import is in the data." in page) is not finished
    assert ("trial" in importer.services.graph.runs()) is finished
    assert ("Quince Mills" in importer.client.get("/search?q=quince").text) is finished


def test_an_import_that_was_stopped_can_be_started_again_from_its_page(importer: Importer) -> None:
    upload = Upload(importer)
    waiting = upload.press(upload.preview, upload.action)
    stopped = upload.press(waiting, f"{waiting.request.path}/cancel")
    assert upload.action in stopped.text
    again = upload.press(stopped, upload.action)
    importer.work()
    assert "Done." in importer.client.get(again.request.path).text
    assert "trial" in importer.services.graph.runs()


def test_an_upload_that_was_loaded_is_told_of_when_its_form_is_sent_again(importer: Importer) -> None:
    """As by somebody who goes back, or whose worker was killed when only saying so was left to do."""
    upload = Upload(importer)
    upload.press(upload.preview, upload.action)
    importer.work()
    page = upload.press(upload.preview, upload.action)
    assert page.status_code == 404
    assert "These files are not waiting any more." in page.text
    assert upload.action.rsplit("/", 1)[-1] not in TOKEN.sub("", page.text).split("<main")[1]
