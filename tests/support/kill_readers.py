"""Readers of the pages and of the store, who must see one whole state whatever is killed beside them."""

import json
import threading
from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from typing import Self

from graphsvc.domain.ports import opened
from graphsvc.store.sqlite import SqliteStore
from tests.support.serving import ServiceProcess

PARTNERS = "/api/v1/partners/cluster:fpi"
PAGES = (
    "/",
    "/data",
    "/map",
    "/map?view=geographic",
    "/trends",
    "/search?q=oats",
    "/clusters/cluster:fpi",
    PARTNERS,
)
SCENE = "/api/v1/scene?view=network"
"""What a browser asks for when it shows the map; where indicators are missing, this has them computed."""
_SENTENCES = {202, 503}
"""Answers besides 200 that say in a sentence what is amiss: the work is not done yet."""
_PAUSE = 0.5


class Readers:
    """Two readers, one of the pages and one of the store, from the beginning to the end of a block.

    `allowed` are the digests that they may see, `down` is set while the service is killed and not up again.
    """

    def __init__(self, service: Callable[[], ServiceProcess], store: Path) -> None:
        self.allowed: set[str] = set()
        self.down = threading.Event()
        self.asked = 0
        self._service, self._store = service, store
        self._errors: list[str] = []
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=read) for read in (self._read_pages, self._read_store)]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def heard(self) -> list[str]:
        """What was seen that must not be seen, since this was asked last."""
        found, self._errors = self._errors, []
        return found

    def digest_of_the_store(self) -> str:
        """What a process sees that opens the store now."""
        with opened(SqliteStore(self._store)) as store, store.read() as reader:
            return reader.digest()

    def digest_of_the_service(self) -> str | None:
        """What the service answers from; None while it cannot say."""
        status, text = self._service().ask(PARTNERS)
        return str(json.loads(text)["digest"]) if status == 200 else None

    def _read_pages(self) -> None:
        for page in cycle((*PAGES, SCENE)):
            if self._stop.wait(_PAUSE):
                return
            service, down = self._service(), self.down.is_set()
            try:
                status, text = service.ask(page)
            except Exception as error:  # noqa: BLE001 - whatever it was is what is looked for
                if not (down or self.down.is_set() or service is not self._service()):
                    self._errors.append(f"{page}: {error!r}")
                continue
            self.asked += 1
            if status != 200 and not (status in _SENTENCES and text):
                self._errors.append(f"{page}: {status} {text[:200]}")
            elif status == 200 and page == PARTNERS and json.loads(text)["digest"] not in self.allowed:
                self._errors.append(f"{page}: of a state that is neither the old nor the new one")

    def _read_store(self) -> None:
        while not self._stop.wait(_PAUSE):
            try:
                seen = self.digest_of_the_store()
            except Exception as error:  # noqa: BLE001 - as above
                self._errors.append(f"store: {error!r}")
                continue
            self.asked += 1
            if seen not in self.allowed:
                self._errors.append("store: neither the old state nor the new one")
