"""Page data of a project: participants, roles and dates."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from graphsvc.answers.catalog.facts import claims
from graphsvc.domain import display_title, quiet_title
from graphsvc.messages import Message, msg
from graphsvc.snapshot import NO_DAY, iso
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.refs import FactReference, Ref, country, organization_ref, programme_parts, project_ref
from graphsvc.state.snapshot_tables import tables

ROLES: Mapping[int, Message] = {1: msg("participant"), 2: msg("coordinator")}


@dataclass(frozen=True, slots=True)
class ProjectPartner:
    """A partner and its role."""

    ref: Ref
    role: Message
    country: str


@dataclass(frozen=True, slots=True)
class ProjectPage:
    """Everything that a page shows of a project.

    `hidden_partners` counts those that are not named: persons, and partners that are not in the data.
    """

    ref: Ref
    title: str
    acronym: str
    start: date | None
    end: date | None
    programme: str
    topic: str
    url: str | None
    partners: tuple[ProjectPartner, ...]
    hidden_partners: int
    facts: tuple[FactReference, ...]


def project_page(graph: CurrentGraph, identifier: str, *, sources: bool = True) -> ProjectPage:
    """The page of a project, the coordinator first, then partners by name. Raises `UnknownId`."""
    snapshot = graph.snapshot()
    row = snapshot.project(identifier)
    table = snapshot.projects
    said = claims(graph, table.ids[row], sources=sources)
    matrix = tables(graph).projects.partners
    begin, end = int(matrix.indptr[row]), int(matrix.indptr[row + 1])
    partners = []
    for one, role in zip(matrix.indices[begin:end].tolist(), matrix.data[begin:end].tolist(), strict=True):
        where = country(snapshot, int(snapshot.organizations.country[one]))
        partners.append((-role, ProjectPartner(organization_ref(snapshot, one), ROLES[role], where)))
    partners.sort(key=lambda pair: (pair[0], *pair[1].ref.order))
    fact = said.fact()
    return ProjectPage(
        ref=project_ref(snapshot, row),
        title=quiet_title(display_title(said.field("title") or "")),
        acronym=table.acronyms[row],
        start=day_of(table.start[row]),
        end=day_of(table.end[row]),
        programme=programme_parts(snapshot, row),
        topic=table.topics[row],
        url=_address(table.ids[row]),
        partners=tuple(partner for _, partner in partners),
        hidden_partners=max(int(table.size[row]) - len(partners), 0),
        facts=(fact,) if fact else (),
    )


def day_of(number: int) -> date | None:
    """A day number as a date."""
    return None if number == NO_DAY else date.fromisoformat(iso(int(number)))


def _address(identifier: str) -> str | None:
    """The page of an EU project at CORDIS."""
    scheme, _, key = identifier.removeprefix("project:").partition("-")
    if scheme == "grant":
        return f"https://cordis.europa.eu/project/id/{key}"
    return f"https://cordis.europa.eu/project/rcn/{key}" if scheme == "rcn" else None
