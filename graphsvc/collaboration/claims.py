"""Claims to speak for an organization: by a mail at its own domain, or confirmed by a cluster management."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from urllib.parse import urlsplit

from graphsvc.collaboration.accounts import SignedIn
from graphsvc.collaboration.contact_fields import checked_mail
from graphsvc.collaboration.database import PeopleDatabase, note
from graphsvc.collaboration.introduction_views import scopes_of, speakers
from graphsvc.collaboration.mail import queue_mail
from graphsvc.errors import InvalidData, LimitReached, UnknownId
from graphsvc.messages import msg

CLAIM_DAYS, MOST_OPEN = 28, 20
"""How long a claim waits for a cluster management, and how many wait for one at most."""


@dataclass(frozen=True, slots=True)
class Claim:
    """That somebody at an address wants to speak for an organization; a cluster management is asked."""

    number: int
    mail: str
    organization: str
    cluster: str
    language: str
    asked: str


class Claims:
    """The claims that wait for a cluster management."""

    def __init__(self, database: PeopleDatabase) -> None:
        self._database = database

    def ask(self, mail: str, organization: str, cluster: str, language: str) -> None:
        """Ask the management of a cluster, once for the same claim. Raises `InvalidData`, `LimitReached`."""
        mail, now = checked_mail(mail), self._database.now()
        with self._database.write() as rows:
            if not speakers(rows, cluster, now[:10]):
                raise InvalidData(msg("The management of this cluster has no account here; choose another."))
            waiting = rows.execute("SELECT count(*) FROM claim WHERE cluster = ?", (cluster,)).fetchone()[0]
            if waiting >= MOST_OPEN:
                raise LimitReached(msg("Many ask this cluster at present; try again in some days."))
            new = rows.execute(
                "INSERT INTO claim (mail, organization, cluster, language, asked) VALUES (?, ?, ?, ?, ?) "
                "ON CONFLICT DO NOTHING",
                (mail, organization, cluster, language, now),
            )
            if new.rowcount:
                note(rows, now, None, "claim", organization)
                queue_mail(rows, f"claim:{new.lastrowid}", cluster, "claim", now)

    def waiting(self, person: SignedIn) -> tuple[Claim, ...]:
        """The claims that wait for a person, by age."""
        scopes = scopes_of(person)
        with self._database.read() as rows:
            found = rows.execute("SELECT * FROM claim ORDER BY number").fetchall()
        return tuple(Claim(**row) for row in found if row["cluster"] in scopes)

    def cluster(self, number: int) -> frozenset[str]:
        """The cluster whose management a claim waits for; none where there is no such claim."""
        with self._database.read() as rows:
            found = rows.execute("SELECT cluster FROM claim WHERE number = ?", (number,)).fetchone()
        return frozenset(found) if found else frozenset()

    def decide(self, person: SignedIn, number: int, *, confirm: bool) -> Claim:
        """Confirm a claim or refuse it; it is then forgotten. Raises `UnknownId` for who is not asked."""
        with self._database.write() as rows:
            row = rows.execute("SELECT * FROM claim WHERE number = ?", (number,)).fetchone()
            if row is None or row["cluster"] not in scopes_of(person):
                raise UnknownId("claim", str(number))
            rows.execute("DELETE FROM claim WHERE number = ?", (number,))
            what = "confirm claim" if confirm else "refuse claim"
            note(rows, self._database.now(), person.number, what, row["organization"])
        return Claim(**row)


def host_of(website: str) -> str:
    """The host of a website without `www.`, in small letters; empty where there is none.

    >>> host_of("https://www.Works-A.de/kontakt"), host_of("works-a.de"), host_of("")
    ('works-a.de', 'works-a.de', '')
    """
    given = website.strip().lower()
    try:
        host = urlsplit(given if "://" in given else f"//{given}").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.").strip(".")


def own_domain(website: str, websites: Iterable[str]) -> str:
    """The domain at which an address proves an organization with `website`; empty where none does.

    `websites` are those of all organizations: a host that another of them has too proves nothing, nor does
    one below which everybody gets an address or pages.
    """
    host = host_of(website)
    shared = any(host == one or host.endswith(f".{one}") for one in _shared())
    if "." not in host or shared:
        return ""
    having = sum(host in one.lower() and host_of(one) == host for one in websites)  # few are taken apart
    return host if having <= 1 else ""


def check_own(mail: str, domain: str) -> str:
    """A mail address at a domain. Raises `InvalidData` for one elsewhere, also below or above it."""
    mail = checked_mail(mail)
    if not domain or mail.rpartition("@")[2] != domain:
        raise InvalidData(
            msg("An address at “%(domain)s” is needed; “%(mail)s” is none.", domain=domain, mail=mail)
        )
    return mail


@cache
def _shared() -> frozenset[str]:
    text = (resources.files("graphsvc.collaboration") / "shared_domains.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))
