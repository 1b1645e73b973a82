"""Page data of an organization: description, stages, topics, projects and partners."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

import numpy as np

from graphsvc.answers.catalog.facts import KINDS, FieldFact, SourceStatement, claims
from graphsvc.answers.catalog.memberships import ClusterRole, roles_of_organization
from graphsvc.answers.catalog.project import ROLES, day_of
from graphsvc.answers.search.documents import topic_id
from graphsvc.answers.search.results import region_ref
from graphsvc.messages import Message, msg, say_n
from graphsvc.snapshot import ORGANIZATION_KINDS
from graphsvc.state.feedback import Dispute
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.refs import Ref, city_and_country, country, organization_ref, programme_parts, project_ref
from graphsvc.state.snapshot_tables import entries, tables
from graphsvc.state.stage_holders import StageFact, held_by

MOST_PARTNERS = 50
MOST_TOPICS = 10


@dataclass(frozen=True, slots=True)
class TopicCount:
    """A topic and in how many projects it occurs."""

    id: str
    label: str
    n: int


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """A partner with the number of joint projects and the years in which the first and the last began."""

    ref: Ref
    projects: int
    first_year: int | None
    last_year: int | None


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """A project and the role in it."""

    ref: Ref
    role: Message
    start: date | None
    end: date | None
    programme: str


@dataclass(frozen=True, slots=True)
class OrganizationPage:
    """What a page shows of an organization; `projects` newest first, `partners` strongest first.

    `facts` has the claim that wins each field, `statements` what each claim says; `records` are those that
    were found to be this one organization, empty where there is one.
    """

    ref: Ref
    kind: str
    country: str
    city: str
    region: Ref | None
    lat: float | None
    lng: float | None
    website: str
    sme: bool | None
    aliases: tuple[str, ...]
    identifiers: tuple[str, ...]
    person: bool
    clusters: tuple[ClusterRole, ...]
    stages: tuple[StageFact, ...]
    topics: tuple[TopicCount, ...]
    partners: tuple[PartnerRow, ...]
    projects: tuple[ProjectRow, ...]
    position: tuple[Message, ...]
    facts: tuple[FieldFact, ...]
    statements: tuple[SourceStatement, ...]
    records: tuple[Ref, ...]
    how_others_see: tuple[Message, ...]
    disputes: tuple[Dispute, ...]


def organization_page(
    graph: CurrentGraph, identifier: str, *, sources: bool = True, stages: bool = True
) -> OrganizationPage:
    """The page of an organization; see `Catalog`. Raises `UnknownId`."""
    snapshot = graph.snapshot()
    row = snapshot.organization(identifier)
    table = snapshot.organizations
    said = claims(graph, table.ids[row], sources=sources)
    shown, code = organization_ref(snapshot, row), tables(graph).places.organizations[row]
    held, partners = held_by(graph, row) if stages else (), partner_rows(graph, row)
    found, lat = topic_counts(graph, row), float(table.lat[row])
    return OrganizationPage(
        ref=shown,
        kind=ORGANIZATION_KINDS[table.kind[row]],
        country=country(snapshot, int(table.country[row])),
        city=city_and_country(shown.place)[0],
        region=region_ref(code) if len(code) > 2 else None,
        lat=None if np.isnan(lat) else lat,
        lng=None if np.isnan(lat) else float(table.lng[row]),
        website=table.website[row],
        sme={1: True, 0: False}.get(int(table.sme[row])),
        aliases=_lines(table.aliases[row]),
        identifiers=_lines(table.identifiers[row]),
        person=shown.person or bool(said.field("person")),
        clusters=roles_of_organization(snapshot, row),
        stages=held,
        topics=found,
        partners=partners,
        projects=project_rows(graph, row),
        position=_position(graph, row),
        facts=said.fields(),
        statements=said.statements(),
        records=said.records(),
        how_others_see=() if shown.person else card(graph, row, held, found, partners),
        disputes=said.disputes,
    )


def partner_rows(graph: CurrentGraph, row: int, most: int = MOST_PARTNERS) -> tuple[PartnerRow, ...]:
    """The strongest partners of an organization: most joint projects, then the latest, then by id."""
    snapshot, projects = graph.snapshot(), tables(graph).projects
    own = tables(graph).projects_of(row)
    joint = projects.partners[own]
    year = np.repeat(projects.year[own], np.diff(joint.indptr))
    known = np.flatnonzero(joint.indices != row)
    partner, place, times = np.unique(joint.indices[known], return_inverse=True, return_counts=True)
    first, last = np.full(len(partner), 9999), np.zeros(len(partner), dtype=np.int64)
    dated = year[known] > 0
    np.minimum.at(first, place[dated], year[known][dated])
    np.maximum.at(last, place[dated], year[known][dated])
    best = np.lexsort((partner, -last, -times))[:most].tolist()
    return tuple(
        PartnerRow(
            organization_ref(snapshot, int(partner[one])),
            int(times[one]),
            int(first[one]) if last[one] else None,
            int(last[one]) or None,
        )
        for one in best
    )


def project_rows(graph: CurrentGraph, row: int) -> tuple[ProjectRow, ...]:
    """The projects of an organization, the newest first."""
    snapshot = graph.snapshot()
    matrix, table = snapshot.participation, snapshot.projects
    begin, end = int(matrix.indptr[row]), int(matrix.indptr[row + 1])
    own, role = matrix.indices[begin:end], matrix.data[begin:end]
    order = np.lexsort((own, -table.start[own].astype(np.int64)))
    return tuple(
        ProjectRow(
            ref=project_ref(snapshot, int(own[place])),
            role=ROLES[int(role[place])],
            start=day_of(table.start[own[place]]),
            end=day_of(table.end[own[place]]),
            programme=programme_parts(snapshot, int(own[place])),
        )
        for place in order.tolist()
    )


def topic_counts(graph: CurrentGraph, row: int) -> tuple[TopicCount, ...]:
    """The topics of an organization's projects, the most frequent first."""
    snapshot = graph.snapshot()
    counted = Counter(name for name in snapshot.projects.topics.take(tables(graph).projects_of(row)) if name)
    best = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_TOPICS]
    return tuple(TopicCount(topic_id(name), name, n) for name, n in best)


def card(
    graph: CurrentGraph,
    row: int,
    held: tuple[StageFact, ...],
    found: tuple[TopicCount, ...],
    partners: tuple[PartnerRow, ...],
) -> tuple[Message, ...]:
    """What stands on the card of an organization when it is suggested to someone."""
    snapshot = graph.snapshot()
    kind = KINDS[ORGANIZATION_KINDS[snapshot.organizations.kind[row]]]
    place = organization_ref(snapshot, row).place
    said = [msg("Kind: %(kind)s; place: %(place)s", kind=kind, place=place or "–")]
    if held:
        labels = {one.stage.label.get("en", one.stage.id): dict(one.stage.label) for one in held}
        said.append(msg("Active in: %(stages)s", stages=tuple(labels.values())[:4]))
    if found:
        said.append(msg("Topics: %(topics)s", topics=tuple(one.label for one in found[:3])))
    years = tables(graph).projects.year[tables(graph).projects_of(row)]
    if years.max(initial=0):
        first, last = str(int(years[years > 0].min())), str(int(years.max()))
        said.append(
            say_n(
                "%(n)s project that began in %(first)s",
                "%(n)s projects that began between %(first)s and %(last)s",
                n=len(years),
                first=first,
                last=last,
            )
        )
    if partners and partners[0].projects > 1:
        best = partners[0]
        said.append(msg("Worked most often with %(name)s", name=str(best.ref.name)))
    return tuple(said)


def _position(graph: CurrentGraph, row: int) -> tuple[Message, ...]:
    """At most three sentences: how many partners against all others, from where, and whether it bridges."""
    ties, snapshot = tables(graph).collaboration.ties, graph.snapshot()
    degrees = np.diff(ties.indptr)
    mine = int(degrees[row])
    if not mine:
        return ()
    more, all_of = int((degrees > mine).sum()), int((degrees > 0).sum())
    said = [
        say_n(
            "It has worked with one organization; %(more)s of %(all)s have more partners.",
            "It has worked with %(n)s organizations; %(more)s of %(all)s have more partners.",
            n=mine,
            more=more,
            all=all_of,
        )
    ]
    partners = entries(ties, row)
    countries = snapshot.organizations.country[partners]
    own = int(snapshot.organizations.country[row])
    if own >= 0 and mine > 1:
        abroad = int(((countries >= 0) & (countries != own)).sum())
        said.append(
            msg(
                "%(abroad_share)s of its partners are in other countries, %(n)s countries in all.",
                abroad_share=abroad / mine,
                n=len(set(countries[countries >= 0].tolist())),
            )
        )
    if mine > 2:
        apart = 1 - ties[partners][:, partners].nnz / (mine * (mine - 1))
        said.append(_between(apart))
    return tuple(said)


def _between(apart: float) -> Message:
    if apart < 0.5:
        return msg(
            "It stands in a close circle: %(close_share)s of the pairs of its partners work together.",
            close_share=1 - apart,
        )
    return msg(
        "It is a bridge: %(apart_share)s of the pairs of its partners do not work with each other.",
        apart_share=apart,
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(text.split("\n")) if text else ()
