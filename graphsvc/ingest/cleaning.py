"""Cleaning of single cells: what a column means decides how its text is read.

Each function takes the text of a cell that is not blank and returns the value and a note. The note is empty
when the value is what the cell says; else it tells what was repaired, or that the cell was left out
(the value is `None`). `Refuse` is raised where the row cannot be taken at all.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from graphsvc.domain import MembershipRole, OrganizationKind, RelationKind
from graphsvc.domain.ids import STAGE_PATTERN
from graphsvc.ingest import coordinates
from graphsvc.ingest.country_codes import country
from graphsvc.ingest.dates import date
from graphsvc.ingest.identifiers import identifier_value
from graphsvc.ingest.numbers import count, number
from graphsvc.ingest.region_codes import nuts
from graphsvc.ingest.text_repair import decoded, repaired, visible
from graphsvc.messages import Message, msg
from graphsvc.taxonomy import chains

MAX_NAME = 1000
MAX_LINE = 2000
MAX_TEXT = 100_000

MENDED = msg("mis-decoded characters repaired")
NAME_REPAIRED = msg("mis-decoded characters repaired; the original is kept as alias")

Cleaner = Callable[..., tuple[Any, str | Message]]

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_SPACE = re.compile(r"[ \t\r\n\x0b\x0c\x85\xa0]+")
_BREAK = re.compile(r"[\t\r\n\x0b\x0c\x85]")
_STAGE = re.compile(STAGE_PATTERN[:-1] + r"\Z")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:(?!\d)")
_UNFIT_ADDRESS = re.compile(r"[\s<>\"'`]")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_ROLE = re.compile(r"[a-z][a-z-]{0,39}\Z")
_KINDS = {
    "HES": OrganizationKind.EDUCATION,
    "REC": OrganizationKind.RESEARCH,
    "PRC": OrganizationKind.COMPANY,
    "PUB": OrganizationKind.PUBLIC,
    "OTH": OrganizationKind.OTHER,
}
_YES = frozenset(("true", "yes", "y", "1", "ja", "wahr"))
_NO = frozenset(("false", "no", "n", "0", "nein", "falsch"))


class Refuse(Exception):
    """The row cannot be taken; its message says why."""


def name(text: str) -> tuple[str, str | Message]:
    """A name as stated: outer spaces and line breaks go, mis-decoding is repaired where that loses nothing.

    Characters that cannot be seen are taken out. Raises `Refuse` for control characters, for more than 1,000
    characters, and for a name that shows nothing.
    """
    if _is_plain(text):
        return _of_bounded_length(text.strip()), ""
    better, unseen, note = _legible(text, NAME_REPAIRED)
    if not better and unseen:
        raise Refuse(msg("the name holds nothing but invisible characters"))
    if _BREAK.search(better):
        better, note = _SPACE.sub(" ", better), note or msg("line break replaced by a space")
    if _CONTROL.search(better):
        raise Refuse(msg("the name holds control characters"))
    return _of_bounded_length(better), note


def _of_bounded_length(name: str) -> str:
    if len(name) > MAX_NAME:
        raise Refuse(msg("the name is longer than %(most)s characters", most=MAX_NAME))
    return name


def line(text: str) -> tuple[str | None, str | Message]:
    """A short text in one line of at most 2,000 characters."""
    better, _, note = _legible(text)
    if _BREAK.search(better):
        better = _SPACE.sub(" ", better)
    if _CONTROL.search(better):
        return None, msg("left out: control characters")
    if len(better) > MAX_LINE:
        return None, msg("left out: longer than %(most)s characters", most=MAX_LINE)
    return better or None, note


def text(value: str) -> tuple[str | None, str | Message]:
    """A long text; line breaks stay."""
    better, _, note = _legible(value)
    if len(better) > MAX_TEXT:
        return better[:MAX_TEXT], msg("cut after %(most)s characters", most=MAX_TEXT)
    return better or None, note


def _legible(text: str, mended: Message = MENDED) -> tuple[str, str | Message, str | Message]:
    """A text with references decoded, mis-decoding repaired (the note `mended` says so), all of it visible.

    Returns what was taken out because it cannot be seen, and what to note of the whole.
    """
    if _is_plain(text):
        return text.strip(), "", ""
    better, escaped = decoded(text.strip())
    legible = repaired(better)
    shown, unseen = visible(legible)
    return shown, unseen, unseen or (mended if legible != better else escaped)


def _is_plain(text: str) -> bool:
    """Whether nothing in a text could need repair."""
    return text.isascii() and text.isprintable() and "&" not in text and "_x" not in text


def website(value: str) -> tuple[str | None, str | Message]:
    """A web address; other schemes than http and https, and addresses with spaces, are left out."""
    address, note = line(value)
    if address is None:
        return None, note or msg("left out: empty")
    if "; " in address:
        address, note = address.split("; ")[0], msg("the first of several addresses")
    scheme = _SCHEME.match(address)
    if scheme and scheme.group().lower() not in ("http:", "https:"):
        return None, msg("left out: not a web address")
    if _UNFIT_ADDRESS.search(address) or "." not in address:
        return None, msg("left out: not a web address")
    return address, note


@lru_cache(maxsize=64)
def flag(value: str) -> tuple[bool | None, str | Message]:
    """Yes or no."""
    word = value.strip().lower()
    if word in _YES:
        return True, ""
    return (False, "") if word in _NO else (None, msg("left out: neither yes nor no"))


@lru_cache(maxsize=4096)
def kind(value: str) -> tuple[OrganizationKind | None, str | Message]:
    """A kind of organization, or an activity type of CORDIS (HES, REC, PRC, PUB, OTH)."""
    word = value.strip()
    if word.upper() in _KINDS:
        return _KINDS[word.upper()], ""
    try:
        return OrganizationKind(word.lower()), ""
    except ValueError:
        return None, msg("left out: unknown kind of organization")


@lru_cache(maxsize=4096)
def role(value: str) -> tuple[str, str]:
    """A role in a project in small letters with hyphens: `thirdParty` is `third-party`."""
    word = re.sub(r"[\s_]+", "-", _CAMEL.sub("-", value.strip())).lower()
    if not _ROLE.match(word):
        raise Refuse(msg("the role is not a word"))
    return word, ""


@lru_cache(maxsize=64)
def membership_role(value: str) -> tuple[str, str]:
    """A role in a cluster: `founding member` is `founding-member`."""
    word = role(value)[0]
    if word not in tuple(MembershipRole):
        raise Refuse(msg("unknown role in a cluster; known are %(known)s", known=", ".join(MembershipRole)))
    return word, ""


@lru_cache(maxsize=64)
def relation(value: str) -> tuple[str, str]:
    """A kind of relation."""
    word = value.strip().lower()
    if word not in tuple(RelationKind):
        raise Refuse(msg("unknown kind of relation; known are %(known)s", known=", ".join(RelationKind)))
    return word, ""


@lru_cache(maxsize=4096)
def stage(value: str) -> tuple[str, str]:
    """A value-chain stage, `chain/stage`, that the taxonomy knows."""
    word = value.strip()
    if not _STAGE.match(word) or word not in known_stages():
        raise Refuse(msg("unknown value-chain stage"))
    return word, ""


@lru_cache(maxsize=1)
def known_stages() -> frozenset[str]:
    """All stages of the value chains that ship with the product, as `chain/stage`."""
    return frozenset(chain.ref(stage) for chain in chains() for stage in chain.stages)


def identifier(scheme: str) -> Cleaner:
    """An external identifier `scheme:value` without spaces (see `identifier_value`)."""

    def read(value: str) -> tuple[str | None, str | Message]:
        found, note = identifier_value(scheme, value)
        return (None if found is None else f"{scheme}:{found}"), note

    return read


def degrees(limit: float) -> Cleaner:
    """A coordinate between -limit and limit."""
    return lambda value: coordinates.degrees(value, limit)


FIELDS: dict[str, Cleaner] = {
    "name": name,
    "organization_kind": kind,
    "kind_then": kind,
    "country": country,
    "nuts": nuts,
    "city": line,
    "region": line,
    "lat": degrees(90),
    "lng": degrees(180),
    "website": website,
    "sme": flag,
    "person": flag,
    "text": text,
    "label": line,
    "founded": date,
    "title": line,
    "acronym": line,
    "start": date,
    "end": date,
    "programme": line,
    "topic": line,
    "objective": text,
    "keywords": line,
    "science": line,
    "participants": count,
    "contribution": number,
    "citation": line,
    "date": date,
    "words": line,
    "value": line,
    "what": line,
    "since": date,
    "until": date,
    "known": date,
    "language": line,
    "scope": line,
    "read_as": line,
    "read_as_de": line,
}
"""How the field of a record (or of its evidence, facts and statements) is read from a cell."""
