"""Importing by the forms of the pages, with the work done in this process."""

import os

from werkzeug.test import TestResponse

from graphsvc.bootstrap import Services
from graphsvc.files import take_lock
from graphsvc.web import create_app
from tests.web.forms import post


class Importer:
    """Someone who imports; jobs wait for the lock of the worker, which this process holds."""

    def __init__(self, services: Services) -> None:
        self.services, self.client = services, create_app(services).test_client()
        self._path = services.settings.home / "worker.lock"
        self._lock = take_lock(self._path)

    def send(self, *files: tuple[str, bytes]) -> TestResponse:
        """Send files to the preview; where they are taken, do the job and open its page."""
        answer = post(self.client, "/data", "/data/preview", "files", *files)
        if answer.status_code != 302:
            return answer
        self.work()
        return self.client.get(answer.location)

    def work(self) -> None:
        """Do what waits."""
        self.services.jobs.work(self.services.handlers, self._lock)
        self._lock = take_lock(self._path)

    def close(self) -> None:
        """Give the lock back."""
        if self._lock is not None:
            os.close(self._lock)
