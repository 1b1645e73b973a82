"""References to entities and evidence of facts, as every result carries them."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from graphsvc.domain import DatasetInfo, display_city, quiet_title
from graphsvc.domain.names import listed_title
from graphsvc.domain.rows import EntityRow, LinkRow
from graphsvc.messages import Message
from graphsvc.snapshot import BASES, NO_DAY, Evidences, Snapshot, day

OLD_DAYS = 3 * 365.25

Label = str | Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Ref:
    """An entity to name and link to; `name` of a stage, country or project without a title is by language.

    `kind` is organization, cluster, project, region, stage, topic or community; `person` marks one
    that is found by exact search only.
    """

    id: str
    kind: str
    name: Label
    place: str = ""
    person: bool = False

    @property
    def english(self) -> str:
        """The English name, else the id."""
        return self.name if isinstance(self.name, str) else self.name.get("en", self.id)

    @property
    def order(self) -> tuple[str, str]:
        """What lists of entities are sorted by: the name, whatever its case, then the id."""
        return str(self.name).casefold(), self.id


@dataclass(frozen=True, slots=True)
class FactReference:
    """On what something rests; `aged` counts from the end of the dataset's period, not from today.

    `read_as` says, by language, why words that name a stage less literally were read as it; `read_in` in
    which texts the words of an inferred stage stand.
    """

    basis: str
    dataset: str
    citation: str = ""
    date: str | None = None
    confidence: float | None = None
    words: str | None = None
    by: str | None = None
    aged: bool = False
    disputed: bool = False
    read_as: Mapping[str, str] | None = None
    read_in: Message | None = None

    def as_json(self) -> dict[str, Any]:
        """Basis, confidence, words and citation as plain data."""
        return {name: getattr(self, name) for name in ("basis", "confidence", "words", "citation")}


@dataclass(frozen=True, slots=True)
class DatedReference:
    """An entity with the fact by which it stands here."""

    ref: Ref
    fact: FactReference


def ref(snapshot: Snapshot, identifier: str) -> Ref:
    """The reference of an organization, cluster or project. Raises `UnknownId`."""
    return node_ref(snapshot, snapshot.node(identifier))


def node_ref(snapshot: Snapshot, node: int) -> Ref:
    """The reference of a node number."""
    size = len(snapshot.organizations.ids)
    if node < size:
        return organization_ref(snapshot, node)
    if node < size + len(snapshot.clusters.ids):
        return cluster_ref(snapshot, node - size)
    return project_ref(snapshot, node - size - len(snapshot.clusters.ids))


def organization_ref(snapshot: Snapshot, row: int) -> Ref:
    """The reference of an organization's row."""
    table = snapshot.organizations
    place = _place(table.city[row], country(snapshot, int(table.country[row])))
    return Ref(table.ids[row], "organization", table.names[row], place, bool(table.hidden[row]))


def cluster_ref(snapshot: Snapshot, row: int) -> Ref:
    """The reference of a cluster's row."""
    table = snapshot.clusters
    city = table.records[row].city or ""
    return Ref(
        table.ids[row], "cluster", table.names[row], _place(city, country(snapshot, int(table.country[row])))
    )


def project_ref(snapshot: Snapshot, row: int) -> Ref:
    """The reference of a project's row: its short name and title; that it has none, where it has neither."""
    table = snapshot.projects
    title, acronym = quiet_title(table.titles[row]), table.acronyms[row]
    if acronym:
        return Ref(table.ids[row], "project", f"{acronym}: {title}" if acronym != title else title)
    return Ref(table.ids[row], "project", listed_title(title, table.ids[row]))


def programme_parts(snapshot: Snapshot, row: int) -> str:
    """The parts of the programme that a project's row is funded by, with commas between them."""
    return ", ".join(snapshot.projects.programmes[row].split("|"))


def country(snapshot: Snapshot, code: int) -> str:
    """The ISO country of a country number, empty for -1."""
    return snapshot.countries[code] if code >= 0 else ""


def fact(snapshot: Snapshot, evidence: Evidences, row: int) -> FactReference:
    """The fact behind a row of links."""
    info = snapshot.datasets[int(evidence.dataset[row])]
    confidence = float(evidence.confidence[row])
    date = evidence.date[row] or None
    return FactReference(
        basis=BASES[int(evidence.basis[row])],
        dataset=info.title,
        citation=evidence.citation[row],
        date=date,
        confidence=None if math.isnan(confidence) else confidence,
        words=evidence.words[row] or None,
        by=evidence.by[row] or None,
        aged=aged(date, info),
    )


def activity_fact(snapshot: Snapshot, row: int) -> FactReference:
    """The fact behind a row of `Snapshot.activities`."""
    table = snapshot.activities
    read_as = {"en": table.read_as[row], "de": table.read_as_de[row]}
    found = fact(snapshot, table.evidence, row)
    return replace(found, read_as=read_as) if read_as["en"] else found


def fact_of(claim: EntityRow | LinkRow, info: DatasetInfo, *, disputed: bool = False) -> FactReference:
    """The fact a claim of the store gives."""
    return FactReference(
        basis=claim.basis,
        dataset=info.title,
        citation=claim.citation,
        date=claim.date,
        confidence=claim.confidence,
        words=claim.words,
        by=claim.by,
        aged=aged(claim.date, info),
        disputed=disputed,
    )


def aged(date: str | None, info: DatasetInfo) -> bool:
    """Whether a date lies more than three years before the end of what its dataset covers."""
    end = day(info.period_to or info.retrieved, last=True)
    return date is not None and end != NO_DAY and end - day(date, last=True) > OLD_DAYS


def _place(city: str, country_code: str) -> str:
    return ", ".join(part for part in (display_city(city), country_code) if part)


def city_and_country(place: str) -> tuple[str, str]:
    """The city and the ISO country of the `place` of a reference; empty text for what it does not say."""
    city, _comma, last = place.rpartition(", ")
    if len(last) == 2 and last.isupper():
        return city, last
    return place, ""
