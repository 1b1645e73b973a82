"""Partner suggestions for an organization or a cluster."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from graphsvc.answers.matching.cluster_evaluation import measured_clusters
from graphsvc.answers.matching.cluster_needs import cluster_needs, clusters_seen_by
from graphsvc.answers.matching.data import MatchingData
from graphsvc.answers.matching.filters import (
    NOT_SET,
    country_codes,
    loosenings,
    mask_of,
    steering,
    vetoed,
)
from graphsvc.answers.matching.results import Match, Suggestions, hidden_query, measured, told
from graphsvc.domain.ids import PRIVATE
from graphsvc.errors import UnknownId
from graphsvc.matching.cluster_organizations import cluster_organizations
from graphsvc.matching.cluster_partners import cluster_partners
from graphsvc.matching.results import ScoredMatches
from graphsvc.matching.tasks import explain_partner, members, partners
from graphsvc.messages import msg
from graphsvc.snapshot import Snapshot
from graphsvc.state.chain_selection import part_ref
from graphsvc.state.graph import CurrentGraph
from graphsvc.taxonomy.matching import MatchingProfile
from graphsvc.taxonomy.profiles import profile


def suggestions(
    graph: CurrentGraph,
    made: MatchingData,
    identifier: str,
    *,
    top: int = 10,
    kind: str | None = None,
    filters: Mapping[str, Any] | None = None,
    sliders: Mapping[str, int] | None = None,
    exclude: Sequence[str] = (),
    pin: Sequence[str] = (),
    profile_of: MatchingProfile | None = None,
) -> Suggestions:
    """Whom an organization or a cluster should meet.

    For a cluster, the members of its own list counted, these are other clusters, or with
    `kind="organization"` organizations outside it: those that close its gaps, or where it has none in the
    data those that fit its members and its field. `profile_of` takes the place of the shipped matching
    profile. Raises `UnknownId` and `InvalidData`.
    """
    snapshot = graph.snapshot()
    wanted = {name: value for name, value in (filters or {}).items() if value not in NOT_SET}
    shunned = (*exclude, *vetoed(graph, (snapshot.merged.get(identifier, identifier),)))
    needs = None
    if identifier.startswith("cluster:"):
        row = snapshot.cluster(identifier)
        if kind != "organization":
            return _of_cluster(
                graph, made, row, filters=wanted, shunned=shunned, top=top, profile_of=profile_of
            )
        needs = cluster_needs(graph, made, row)
        given, text = np.flatnonzero(needs.ours).tolist(), made.clusters.sectors[row]
    else:
        row = snapshot.organization(identifier)
        given, text = [row], ""
        if hidden_query(snapshot, identifier):
            return _nothing(graph, identifier, snapshot.organizations.ids[row])
    mask, removed = mask_of(graph, made, wanted, given)
    mask[given] = False
    known = [one for one in shunned if one.startswith("organization:")]
    steer = steering(graph, made, mask, given=given, sliders=sliders or {}, exclude=known, pin=pin)
    if needs is not None and needs.stages.missing.any():
        chosen = profile_of or profile("cluster-organizations")
        left = mask & ~np.isin(np.arange(len(mask)), steer.exclude)
        found = cluster_organizations(needs, chosen, top=top, mask=left, pin=steer.pin)
    elif text:
        vectors = made.clusters.vectors
        vector = None if vectors is None else vectors.multilingual[row]
        chosen = profile_of or profile("members")
        found = members(made.index, given, text, vector, chosen, top=top, preferences=steer)
    else:
        found = partners(made.index, given[0], profile_of or profile("partners"), top=top, preferences=steer)
    return Suggestions(
        query=part_ref(graph, identifier),
        looked_at=found.candidates,
        removed=tuple(removed),
        profile=found.profile,
        measured=None if text else measured(found, top),
        matches=_unmeasured(told(graph, made.belongs, found.matches), keep=not text),
        known=told(graph, made.belongs, found.known),
        reason=found.reason,
        loosen=loosenings(wanted) if not found.matches else (),
        digest=snapshot.digest,
    )


def _unmeasured(matches: tuple[Match, ...], *, keep: bool) -> tuple[Match, ...]:
    """Matches of a search that was never measured carry no likelihood."""
    if keep:
        return matches
    return tuple(replace(match, likelihood=None, likelihood_share=None) for match in matches)


def _of_cluster(
    graph: CurrentGraph,
    made: MatchingData,
    row: int,
    *,
    filters: Mapping[str, Any],
    shunned: Sequence[str],
    top: int,
    profile_of: MatchingProfile | None,
) -> Suggestions:
    snapshot = graph.snapshot()
    mask = np.ones(len(snapshot.clusters.ids), dtype=bool)
    for one in shunned:
        if one.startswith("cluster:"):
            mask[snapshot.cluster(one)] = False
    if countries := filters.get("country"):
        codes = country_codes(countries)
        mask &= np.array([record.country in codes for record in snapshot.clusters.records])
    if sector := filters.get("sector"):
        mask &= np.array([sector in record.sectors for record in snapshot.clusters.records])
    chosen, data = profile_of or profile("clusters"), clusters_seen_by(graph, made, row)
    found = cluster_partners(data, row, chosen, top=top, mask=mask)
    return Suggestions(
        query=part_ref(graph, snapshot.clusters.ids[row]),
        looked_at=found.candidates,
        removed=(),
        profile=found.profile,
        measured=None if profile_of else measured_clusters(graph),
        matches=told(graph, made.belongs, found.matches),
        known=told(graph, made.belongs, found.known),
        reason=found.reason,
        loosen=loosenings(filters) if not found.matches else (),
        digest=snapshot.digest,
    )


def _nothing(graph: CurrentGraph, identifier: str, own: str) -> Suggestions:
    """Nothing for one that is named after a person or known from an own list (`own` is its id) alone."""
    private = own.startswith(PRIVATE)
    found = ScoredMatches("partners", "", ())
    return Suggestions(
        query=part_ref(graph, identifier),
        looked_at=0,
        removed=(),
        profile=found.profile,
        measured=None,
        matches=(),
        known=(),
        reason=msg("We know of this member only what your list says: no project shows whom it worked with")
        if private
        else msg("Nothing is suggested for an organization that is named after a person"),
        loosen=(),
        digest=graph.snapshot().digest,
    )


def compared(
    graph: CurrentGraph, made: MatchingData, identifier: str, candidates: Sequence[str]
) -> tuple[Match, ...]:
    """Candidates with their whole reckoning, wherever they rank; those that a veto forbids are left out."""
    snapshot: Snapshot = graph.snapshot()
    if identifier.startswith("cluster:"):
        row = snapshot.cluster(identifier)
        rows = [snapshot.cluster(one) for one in candidates if one.startswith("cluster:")]
        mask = np.isin(np.arange(len(snapshot.clusters.ids)), rows)
        data = clusters_seen_by(graph, made, row)
        found = cluster_partners(data, row, profile("clusters"), top=len(rows) or 1, mask=mask)
        return told(graph, made.belongs, (*found.matches, *found.known))
    organization = snapshot.organization(identifier)
    mask, _ = mask_of(graph, made, {}, [organization])
    steer = steering(graph, made, mask, given=[organization], sliders={})
    matches = []
    for one in candidates:
        if not one.startswith("organization:"):
            raise UnknownId("organization", one)
        found_one = explain_partner(
            made.index, organization, snapshot.organization(one), profile("partners"), steer
        )
        if found_one is not None:
            matches.append(found_one)
    return told(graph, made.belongs, matches)
