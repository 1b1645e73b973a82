"""How long erasing a person takes on the seeds with a full history, and whether a byte of them is left.

    .venv/bin/python -m tests.bench.erasure [INTRODUCTIONS]

Two people introduce their organizations again and again (5,000 times unless told otherwise), every step with
its mail and its line in the audit log; then pages are asked. One of the two is erased, a backup from before
is restored, and after each every file of the instance folder is searched for name, address and number.
"""

import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from graphsvc.answers.loading import load_folder
from graphsvc.bootstrap import Services, bootstrap
from graphsvc.collaboration.accounts import SignedIn
from graphsvc.collaboration.database import PeopleDatabase
from graphsvc.domain.ports import opened
from graphsvc.settings import Settings, packaged
from graphsvc.state.backup import restore_backup, write_backup
from graphsvc.web import create_app

NAME, MAIL, NUMBER = "Anna Planted", "anna.planted@example.org", "+49 431 5550199"
SIDES = ("organization:pic-998511696", "organization:pic-999572147")
PAGES = ("/", "/search?q=Planted", "/map", f"/partners/{SIDES[0]}", f"/organizations/{SIDES[0]}", "/rights")


def main() -> None:
    """Make the history, erase, restore, search."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    with tempfile.TemporaryDirectory() as folder:
        home, beside = Path(folder) / "home", Path(folder) / "beside"
        services = bootstrap(Settings(home=home, accounts=True))
        now = [datetime(2026, 1, 1, tzinfo=UTC)]
        services.people_database = PeopleDatabase(home, lambda: now[0])
        with opened(services.graph.store):
            load_folder(packaged("seeds"), services.graph.store, home)
            services.graph.refresh()
            anna = _account(services, NAME, MAIL, SIDES[0])
            other = _account(services, "Ben", "ben@example.org", SIDES[1])
            for _ in range(times):
                now[0] += timedelta(hours=3)
                _introduce(services, anna, other)
            services.collaboration.deliver()
            visitor = create_app(services).test_client()
            assert [visitor.get(page).status_code for page in PAGES] == [200] * len(PAGES)
            write_backup(services.graph.store, home, beside / "backup.zip", "2026-11-29")
            mails, size = (
                len(list(services.post.folder.iterdir())),
                services.people_database.path.stat().st_size,
            )
            print(f"introductions: {times:,}, mails: {mails:,}, people.sqlite: {size / 1e6:.1f} MB")
            print(f"files that hold her before: {_holding(home)}")
            begun = time.perf_counter()
            services.personal_data.erase(MAIL)
            print(f"erased in {time.perf_counter() - begun:.1f} s; files that hold her: {_holding(home)}")
            begun = time.perf_counter()
            restore_backup(beside / "backup.zip", services.graph.store, home, replace=True)
            print(f"restored in {time.perf_counter() - begun:.1f} s; files that hold her: {_holding(home)}")


def _account(services: Services, name: str, mail: str, scope: str) -> SignedIn:
    secret = services.accounts.invite(mail, "member", scope, None)
    assert secret
    session = services.accounts.accept(secret, name, "four plain words here", "en")
    found = services.accounts.signed_in(session)
    assert found
    return found


def _introduce(services: Services, anna: SignedIn, other: SignedIn) -> None:
    found = services.collaboration.introductions
    one = found.ask(anna, *SIDES, message=f"{NAME}, {MAIL}, {NUMBER}")
    found.step(other, one, "accept")
    found.step(anna, one, "accept")
    found.step(anna, one, "met")


def _holding(home: Path) -> int:
    words = [word.encode().lower() for word in (NAME, MAIL, NUMBER)]
    files = [path for path in home.rglob("*") if path.is_file()]
    return sum(any(word in path.read_bytes().lower() for word in words) for path in files)


if __name__ == "__main__":
    main()
