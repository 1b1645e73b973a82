"""The seeds, loaded and computed once a run, whatever number of processes it has.

The first process that asks makes an instance folder under a lock; everybody works on a copy of it.
"""

import fcntl
import os
import shutil
from pathlib import Path

import pytest

from graphsvc.answers.loading import load_folder
from graphsvc.bootstrap import Services, bootstrap
from graphsvc.domain.ports import opened
from graphsvc.settings import Settings, packaged


def instance(factory: pytest.TempPathFactory) -> Path:
    """A folder of one's own with the seeds loaded and what a worker makes of them."""
    base = factory.getbasetemp()
    template = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "seeds"
    with template.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not template.is_dir():
            draft = template.with_suffix(".part")
            _make(draft)
            draft.rename(template)
    home = factory.mktemp("seeds") / "home"
    shutil.copytree(template, home)
    return home


def _make(home: Path) -> None:
    """The seeds, and all that is kept beside them, for those in the house and on a service open to others."""
    services = bootstrap(Settings(home=home))
    with opened(services.graph.store):
        load_folder(packaged("seeds"), services.graph.store, home)
        _work(services)
    public = bootstrap(Settings(home=home, public=True))
    public.graph.home.mkdir(exist_ok=True)
    shutil.copy(home / "vectors.db", public.graph.home)  # of the same texts, which take long to encode
    with opened(public.graph.store):
        _work(public)


def _work(services: Services) -> None:
    services.graph.refresh()
    services.handlers()["network"]({}, lambda _done, _total: None)
    services.prime()
