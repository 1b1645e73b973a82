"""A small world with accounts: two organizations, two clusters, and who speaks for each."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask.testing import FlaskClient
from flask_openapi import OpenAPI

from graphsvc.bootstrap import Services, bootstrap
from graphsvc.collaboration.accounts import SignedIn
from graphsvc.collaboration.database import PeopleDatabase
from graphsvc.collaboration.held_roles import HeldRole
from graphsvc.domain.ports import opened
from graphsvc.settings import Settings
from graphsvc.web.afterwards import THREAD
from tests.support.claims import cluster, info, membership, organization

PASSWORD = "four plain words here"
A, B, HUB = "organization:a", "organization:b", "cluster:hub"
HOLDERS = {
    "anna": ("member", A),
    "ben": ("member", B),
    "cleo": ("cluster", HUB),
    "dora": ("member", "organization:c"),
    "emil": ("programme", ""),
    "finn": ("analyst", ""),
    "gert": ("operator", ""),
}
"""Who has an account, with which role for which scope."""


class Calendar:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def quick_hashes() -> PasswordHasher:
    """Passwords of tests, hashed in no time."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@contextmanager
def hashing_quickly() -> Iterator[None]:
    """Passwords are hashed in no time meanwhile."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("graphsvc.collaboration.passwords._hasher", quick_hashes)
        yield


@contextmanager
def reopened(home: Path, clock: Calendar, **settings: Any) -> Iterator[Services]:
    """The services of an instance with accounts."""
    made = bootstrap(Settings(home=home, accounts=True, **settings))
    made.people_database = PeopleDatabase(home, clock)
    with hashing_quickly(), opened(made.graph.store):
        yield made


@contextmanager
def world(home: Path, clock: Calendar, **settings: Any) -> Iterator[Services]:
    """The services of the small world, with an account for each of `HOLDERS`, in a folder `home`.

    A `store` elsewhere must be empty.
    """
    shutil.copytree(_filled(clock(), tuple(HOLDERS.items())).name, home, dirs_exist_ok=True)
    with reopened(home, clock, **settings) as made:
        if "store" in settings:
            _write(made)
        yield made


@cache
def _filled(now: datetime, holders: tuple[tuple[str, tuple[str, str]], ...]) -> TemporaryDirectory[str]:
    """The folder of the small world as it is at a time, with these accounts, made once a process."""
    folder, clock = TemporaryDirectory(), Calendar()
    clock.now = now
    with reopened(Path(folder.name), clock) as made:
        _write(made)
        for name, (role, scope) in holders:
            secret = made.accounts.invite(f"{name}@{name}.example", role, scope, None)
            assert secret
            made.accounts.accept(secret, f"{name.title()} Surname", PASSWORD, "en")
    return folder


def _write(made: Services) -> None:
    claims: list[Any] = [
        organization(key, "food", name=f"Works {key.upper()}", country="DE") for key in "abcd"
    ]
    claims += [cluster("hub", "food", name="Hub"), membership("a", "hub", "food")]
    made.graph.store.write(info("food"), claims)


def who(made: Services, name: str) -> SignedIn:
    """A person of `HOLDERS` as the service knows them when they are signed in."""
    row = next(one for one in made.accounts.all() if one.mail.startswith(name))
    role, scope = HOLDERS[name]
    return SignedIn(row.number, row.mail, row.name, "en", (HeldRole(role, scope or "*"),), 0)


def wait_for_mail() -> None:
    """Let what is done after an answer come to its end."""
    for thread in threading.enumerate():
        if thread.name == THREAD:
            thread.join()


def signed_in(made: Services, app: OpenAPI, name: str) -> FlaskClient:
    """A program that acts for a person of `HOLDERS` by an API token; it reads English."""
    client = app.test_client()
    token = made.accounts.api_token(who(made, name).number, "tests", "write")
    client.environ_base |= {"HTTP_AUTHORIZATION": f"Bearer {token}", "HTTP_ACCEPT_LANGUAGE": "en"}
    return client


def everybody(made: Services, app: OpenAPI) -> dict[str, FlaskClient]:
    """A client for each of `HOLDERS` and one of a visitor, by name; all read English."""
    found = {name: signed_in(made, app, name) for name in HOLDERS} | {"visitor": app.test_client()}
    found["visitor"].environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return found
