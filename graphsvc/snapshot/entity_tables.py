"""The tables of organizations, clusters and projects, one row for each merged entity, sorted by id."""

import json
from functools import lru_cache

import numpy as np

from graphsvc.arrays import Float32s, Int16s, Int32s
from graphsvc.domain import display_city, display_name, display_title
from graphsvc.domain.german_letters import with_german_letters
from graphsvc.snapshot.dates import day
from graphsvc.snapshot.merge import Merged
from graphsvc.snapshot.model import ORGANIZATION_KINDS, Clusters, Organizations, Projects
from graphsvc.snapshot.strings import Strings


def ints(values: list[int]) -> Int32s:
    """The numbers as a column of the snapshot."""
    return np.array(values, dtype=np.int32)


def _texts(items: list[Merged], field: str) -> Strings:
    return Strings.of(item.fields.get(field) or "" for item in items)


def _lines(items: list[Merged], field: str) -> Strings:
    return Strings.of("\n".join(item.fields.get(field) or ()) for item in items)


def _numbers(items: list[Merged], field: str) -> Float32s:
    return np.array([item.fields.get(field, np.nan) for item in items], dtype=np.float32)


def shown_name(item: Merged) -> str:
    """The name to show of an organization or cluster; claims keep what their sources wrote."""
    said = item.fields
    name: str | None = said.get("name")
    return _shown(name, said.get("country"), said.get("city")) if name else display_name(None, item.id)


@lru_cache(maxsize=65_536)
def _shown(name: str, country: str | None, city: str | None) -> str:
    return display_name(with_german_letters(name, country, city), "")


def _names(items: list[Merged]) -> Strings:
    return Strings.of(map(shown_name, items))


def _countries(items: list[Merged], code: dict[str, int]) -> Int16s:
    found = [item.fields.get("country") for item in items]
    return np.array(
        [code.setdefault(country, len(code)) if country else -1 for country in found], dtype=np.int16
    )


def organization_table(items: list[Merged], code: dict[str, int]) -> Organizations:
    """One row for each merged organization, in the order given; `code` numbers countries, and grows."""
    kinds = {kind: number for number, kind in enumerate(ORGANIZATION_KINDS)}
    sme = {True: 1, False: 0, None: -1}
    return Organizations(
        ids=Strings.of(item.id for item in items),
        names=_names(items),
        kind=np.array(
            [kinds[item.fields.get("organization_kind", "other")] for item in items], dtype=np.int8
        ),
        country=_countries(items, code),
        nuts=_texts(items, "nuts"),
        city=Strings.of(display_city(item.fields.get("city") or "") for item in items),
        lat=_numbers(items, "lat"),
        lng=_numbers(items, "lng"),
        website=_texts(items, "website"),
        sme=np.array([sme[item.fields.get("sme")] for item in items], dtype=np.int8),
        aliases=_lines(items, "aliases"),
        identifiers=_lines(items, "identifiers"),
        text=_texts(items, "text"),
        hidden=np.array([item.private or bool(item.fields.get("person")) for item in items], dtype=bool),
    )


def cluster_table(items: list[Merged], code: dict[str, int]) -> Clusters:
    """One row for each merged cluster, with all its fields as JSON; `code` numbers countries, and grows."""
    evidence = {"basis": "stated", "dataset": "merged"}
    return Clusters(
        ids=Strings.of(item.id for item in items),
        names=_names(items),
        country=_countries(items, code),
        nuts=_texts(items, "nuts"),
        lat=_numbers(items, "lat"),
        lng=_numbers(items, "lng"),
        fields=Strings.of(
            json.dumps({"id": item.id, "evidence": evidence, **item.fields}, sort_keys=True) for item in items
        ),
    )


def project_table(items: list[Merged]) -> Projects:
    """One row for each merged project; its size is the number of partners stated, 0 where none is."""
    return Projects(
        ids=Strings.of(item.id for item in items),
        titles=Strings.of(
            display_title(item.fields.get("title") or item.fields.get("acronym") or "")
            or display_name(None, item.id)
            for item in items
        ),
        acronyms=_texts(items, "acronym"),
        topics=_texts(items, "topic"),
        objectives=_texts(items, "objective"),
        keywords=Strings.of(
            "; ".join(item.fields[name] for name in ("keywords", "science") if item.fields.get(name))
            for item in items
        ),
        programmes=_texts(items, "programme"),
        start=ints([day(item.fields.get("start")) for item in items]),
        end=ints([day(item.fields.get("end"), last=True) for item in items]),
        size=ints([item.fields.get("participants", 0) for item in items]),
    )
