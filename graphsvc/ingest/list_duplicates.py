"""Rows of a member list that name the same member twice."""

from collections.abc import Iterable, Mapping

from graphsvc.ingest.list_rows import MemberRow
from graphsvc.ingest.member_matching import ResolvedMember
from graphsvc.ingest.names import name_key
from graphsvc.text_folding import plain

_SHORT = 2
"""Words of at most so many letters are initials and do not tell two names apart."""


def repeated(rows: Iterable[ResolvedMember]) -> Mapping[int, int]:
    """By row number the earlier row that it repeats.

    Two rows are the same member when both are one known organization, or when their names agree without legal
    form, initials and the place, and their places do not differ.
    """
    found: dict[int, int] = {}
    first: dict[tuple[str, ...], list[MemberRow]] = {}
    for one in rows:
        entry = one.entry
        keys = [("name", _carrying(entry))]
        if one.state == "found":
            keys.append(("id", one.candidates[0].id))
        same = next((old for key in keys for old in first.get(key, ()) if _same(key[0], old, entry)), None)
        if same is not None:
            found[entry.row] = same.row
            continue
        for key in keys:
            first.setdefault(key, []).append(entry)
    return found


def _same(by: str, old: MemberRow, entry: MemberRow) -> bool:
    places = {plain(one.city) for one in (old, entry) if one.city}
    initials = {short for one in (old, entry) if (short := _short(one.name))}
    return by == "id" or (len(places) < 2 and len(initials) < 2)


def _short(name: str) -> str:
    return " ".join(sorted(word for word in name_key(name).words if len(word) <= _SHORT))


def _carrying(entry: MemberRow) -> str:
    """The words of a name that tell it from others."""
    words = name_key(entry.name).words
    place = set(name_key(entry.city).words) if entry.city else set()
    long = [word for word in words if len(word) > _SHORT and word not in place]
    return " ".join(sorted(long or words))
