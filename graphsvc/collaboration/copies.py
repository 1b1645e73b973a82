"""People in a backup: a consistent copy of them, put back without who was erased since."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from graphsvc.collaboration import database, erasures
from graphsvc.collaboration.accounts import Accounts
from graphsvc.collaboration.mail import FOLDER
from graphsvc.collaboration.privacy import PersonalData
from graphsvc.errors import InvalidData

PEOPLE_FILES = (database.FILE, erasures.FILE)
"""What a backup holds of people, by name in the instance folder."""


def people_copies(home: Path) -> Iterator[tuple[str, bytes]]:
    """Name and content of what there is of `PEOPLE_FILES`, whatever is written meanwhile."""
    people, erased = database.PeopleDatabase(home), home / erasures.FILE
    if people.path.exists():
        yield database.FILE, people.copy()
    if erased.exists():
        yield erasures.FILE, erased.read_bytes()


def check_copies(home: Path, files: Mapping[str, bytes], *, replace: bool) -> None:
    """See that people can be put back, which costs those here and then wants `replace`.

    Raises `InvalidData`.
    """
    if database.FILE not in files:
        return
    with database.opened_copy(files[database.FILE]):
        pass
    people = database.PeopleDatabase(home)
    there = len(Accounts(people).all()) if people.path.exists() else 0
    if there and not replace:
        raise InvalidData(
            f"{people.path} is not empty (accounts: {there}), and those of the backup take their place: "
            "give --replace to have them replaced"
        )


def put_back(home: Path, files: Mapping[str, bytes]) -> None:
    """Let people be as they were in a backup, with those erased since erased again, and all sessions ended.

    What is known of erasures here stays. Where the backup holds no people, those of here stay.
    """
    if erasures.FILE in files:
        erasures.Erasures(home).join(files[erasures.FILE])
    if database.FILE in files:
        people = database.PeopleDatabase(home)
        people.put_back(files[database.FILE])
        PersonalData(people, home / FOLDER).replay()
