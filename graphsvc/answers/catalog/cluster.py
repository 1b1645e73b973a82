"""Page data of a cluster: description, covered stages, members and position in the network."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from graphsvc.answers.catalog.clusters import NetworkStatement, claim
from graphsvc.answers.catalog.facts import FieldFact, claims
from graphsvc.answers.catalog.memberships import (
    HOST,
    ClusterRole,
    MemberCount,
    member_count,
    roles_in_cluster,
)
from graphsvc.answers.catalog.network_position import (
    Broker,
    ClusterTie,
    PeerRow,
    brokers,
    changes,
    cluster_ties,
    peers,
    supra_regional,
)
from graphsvc.answers.search.results import labels_told, region_ref
from graphsvc.domain import Fact as DatedFact
from graphsvc.messages import Message, Value, msg
from graphsvc.state.chain_info import StageInfo, stages
from graphsvc.state.feedback import Dispute
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.refs import FactReference, Ref, cluster_ref, organization_ref
from graphsvc.state.snapshot_tables import entries, tables
from graphsvc.state.stage_holders import held_by
from graphsvc.taxonomy.services import service_of

MOST_IN_REGION = 200
_ROUNDED = re.compile(r"(about|more than) ([\d,]+)")
_REGION = 4

_WHAT: Mapping[str, Mapping[str, str]] = {
    "seat": {"en": "Seat", "de": "Sitz"},
    "office": {"en": "Office", "de": "Geschäftsstelle"},
    "name": {"en": "Name", "de": "Name"},
    "members": {"en": "Members", "de": "Mitglieder"},
    "label": {"en": "Label", "de": "Label"},
    "service": {"en": "Service", "de": "Leistung"},
}


@dataclass(frozen=True, slots=True)
class ClusterStage:
    """A stage of a cluster: how many members hold it, and the fact of its own focus where it has one."""

    stage: StageInfo
    n: int
    fact: FactReference | None


@dataclass(frozen=True, slots=True)
class ClusterPage:
    """Everything that a page shows of a cluster; `in_region` only where no member is known.

    `label` is as its source writes it, `labels` tell each with its date. `members` has a row each role;
    `partners` took part in a funded consortium, `hosts` carry it or house its office.
    """

    ref: Ref
    country: str
    city: str
    region: Ref | None
    region_words: str
    sectors: tuple[str, ...]
    label: str
    labels: tuple[Message, ...]
    founded: str
    website: str
    statements: tuple[NetworkStatement, ...]
    dated: tuple[Message, ...]
    members: tuple[ClusterRole, ...]
    members_known: MemberCount
    partners: tuple[ClusterRole, ...]
    hosts: tuple[ClusterRole, ...]
    in_region: tuple[Ref, ...]
    office: Ref | None
    stages: tuple[ClusterStage, ...]
    ties: tuple[ClusterTie, ...]
    supra_share: float | None
    supra_n: int
    brokers: tuple[Broker, ...]
    peers: tuple[PeerRow, ...]
    changes: tuple[Message, ...]
    facts: tuple[FieldFact, ...]
    disputes: tuple[Dispute, ...]


def cluster_page(graph: CurrentGraph, identifier: str, *, sources: bool = True) -> ClusterPage:
    """The page of a cluster. Raises `UnknownId`."""
    snapshot = graph.snapshot()
    row = snapshot.cluster(identifier)
    record, shown = snapshot.clusters.records[row], cluster_ref(snapshot, row)
    code = tables(graph).places.clusters[row]
    said = claims(graph, snapshot.clusters.ids[row], sources=sources)
    roles = roles_in_cluster(snapshot, row)
    members = tuple(one for one in roles if one.member)
    known = len({one.ref.id for one in members})
    supra_share, supra_n = supra_regional(graph, row)
    return ClusterPage(
        ref=shown,
        country=record.country or "",
        city=record.city or "",
        region=region_ref(code) if len(code) > 2 else None,
        region_words=record.region or "",
        sectors=record.sectors,
        label=record.label or "",
        labels=labels_told(graph, snapshot.clusters.ids[row]),
        founded=record.founded or "",
        website=record.website or "",
        statements=tuple(claim(statement) for statement in record.statements),
        dated=tuple(_dated(one) for one in sorted(record.facts, key=_when)),
        members=members,
        members_known=member_count(known, record.facts),
        partners=tuple(one for one in roles if not one.member and one.role != HOST),
        hosts=tuple(one for one in roles if one.role == HOST),
        in_region=() if members else _in_region(graph, code),
        office=_office(graph, row),
        stages=_stages(graph, row),
        ties=cluster_ties(graph, row),
        supra_share=supra_share,
        supra_n=supra_n,
        brokers=brokers(graph, row),
        peers=peers(graph, row),
        changes=changes(graph, row),
        facts=said.fields(),
        disputes=said.disputes,
    )


def _in_region(graph: CurrentGraph, code: str) -> tuple[Ref, ...]:
    """Organizations of a cluster's NUTS 2 region, the most active first."""
    if len(code) <= 2:
        return ()
    snapshot = graph.snapshot()
    names, numbers = tables(graph).regions(len(code[:_REGION]))
    here = numbers == (names.index(code[:_REGION]) if code[:_REGION] in names else -2)
    rows = np.flatnonzero(here & ~snapshot.organizations.hidden)
    order = np.lexsort((rows, -tables(graph).projects.of[rows].astype(np.int64)))[:MOST_IN_REGION]
    return tuple(organization_ref(snapshot, int(rows[place])) for place in order.tolist())


def _office(graph: CurrentGraph, row: int) -> Ref | None:
    snapshot, offices = graph.snapshot(), tables(graph).attached.offices
    found = [one for one in entries(offices, row).tolist() if not snapshot.organizations.hidden[one]]
    return organization_ref(snapshot, found[0]) if found else None


def _stages(graph: CurrentGraph, row: int) -> tuple[ClusterStage, ...]:
    """The stages of a cluster's own focus or of its members, in the order of their chains."""
    snapshot, members = graph.snapshot(), entries(tables(graph).attached.members, row).tolist()
    own = {one.stage.ref.id: one.fact for one in held_by(graph, len(snapshot.organizations.ids) + row)}
    counted = Counter(one.stage.ref.id for member in members for one in held_by(graph, member))
    return tuple(
        ClusterStage(stage, counted[name], own.get(name))
        for name, stage in stages().items()
        if name in own or counted[name]
    )


def _when(one: DatedFact) -> tuple[str, str, str, str]:
    return (one.what, one.since or one.known or one.until or "", one.until or "", one.value)


def _told_value(one: DatedFact) -> Value:
    """The value of a fact; a service and a rounded number in the language of the page."""
    rounded = _ROUNDED.fullmatch(one.value) if one.what == "members" else None
    if rounded is None:
        return service_of(one.value).title if one.what == "service" else one.value
    number = int(rounded[2].replace(",", ""))
    if rounded[1] == "about":
        return msg("about %(total)s", total=number)
    return msg("more than %(total)s", total=number)


def _dated(one: DatedFact) -> Message:
    """A fact that changes, with the time it held."""
    values: dict[str, Value] = {"what": _WHAT[one.what], "value": _told_value(one)}
    values |= {"since_date": one.since or "", "until_date": one.until or "", "known_date": one.known or ""}
    match bool(one.since), bool(one.until), bool(one.known):
        case (True, True, _):
            return msg("%(what)s: %(value)s, from %(since_date)s to %(until_date)s.", **values)
        case (False, True, _):
            return msg("%(what)s: %(value)s, until %(until_date)s.", **values)
        case (_, False, True) if one.what in ("label", "service"):
            return msg("%(what)s: %(value)s, last known %(known_date)s, validity today unknown.", **values)
        case (True, False, _):
            return msg("%(what)s: %(value)s, since %(since_date)s.", **values)
        case (False, False, True):
            return msg("%(what)s: %(value)s, known of %(known_date)s.", **values)
        case _:
            return msg("%(what)s: %(value)s, without a date.", **values)
