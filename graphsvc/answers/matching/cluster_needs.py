"""What a cluster has, lacks and can reach, the members of its own list counted."""

from dataclasses import replace

import numpy as np
import scipy.sparse as sp

from graphsvc.answers.matching.data import MatchingData, stages_of_clusters
from graphsvc.matching.cluster_data import ClusterData
from graphsvc.matching.cluster_organizations import ClusterNeeds
from graphsvc.matching.cluster_signals import missing_stages
from graphsvc.matching.preferences import Stages
from graphsvc.matching.relevance.index import TextVectors
from graphsvc.state.chain_selection import index_of
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.snapshot_tables import tables
from graphsvc.state.vector_cache import ENGLISH, MULTILINGUAL
from graphsvc.taxonomy import chains


def clusters_seen_by(graph: CurrentGraph, made: MatchingData, cluster: int) -> ClusterData:
    """All clusters as a cluster (a row) sees them: the members of its own list count for it."""
    table = graph.snapshot().memberships
    if not (table.private & (table.cluster == cluster)).any():
        return made.clusters
    return tables(graph).lately(
        f"clusters seen by {cluster}", lambda: _with_own_members(graph, made.clusters, cluster)
    )


def _with_own_members(graph: CurrentGraph, data: ClusterData, cluster: int) -> ClusterData:
    known, own = tables(graph), (cluster,)
    found = stages_of_clusters([index_of(graph, chain.id) for chain in chains()], data.sectors, own=own)
    content = data.content
    if content is not None:
        seen = [found.content[cluster]]
        content = TextVectors(content.multilingual.copy(), content.english.copy())
        content.multilingual[cluster] = MULTILINGUAL.encode(seen)[0]
        content.english[cluster] = ENGLISH.encode(seen)[0]
    return replace(
        data,
        content=content,
        stages=found.supply,
        members=known.attached_with(own).members,
        projects=known.in_projects_with(own),
    )


def cluster_needs(graph: CurrentGraph, made: MatchingData, cluster: int) -> ClusterNeeds:
    """The needs of a cluster (a row)."""
    snapshot, data = graph.snapshot(), clusters_seen_by(graph, made, cluster)
    organizations = snapshot.organizations
    ours = np.asarray((made.belongs[:, [cluster]] + data.members[[cluster]].T).toarray()[:, 0] > 0)
    held = data.stages[[cluster]].toarray()[0] > 0
    friends = np.asarray(data.alliances[[cluster]].toarray()[0] > 0)
    country = snapshot.clusters.records[cluster].country
    return ClusterNeeds(
        ids=organizations.ids,
        names=organizations.names,
        stages=Stages(
            holds=data.performs,
            ids=tuple(data.stage_ids),
            labels=tuple(data.stage_names),
            missing=missing_stages(data, held),
        ),
        lat=organizations.lat,
        lng=organizations.lng,
        country=organizations.country,
        seat=(float(snapshot.clusters.lat[cluster]), float(snapshot.clusters.lng[cluster])),
        home=snapshot.countries.index(country) if country in snapshot.countries else -1,
        ours=ours,
        partners=made.index.graph.partners,
        friend_clusters=_nonzero(made.belongs @ sp.diags_array(friends.astype(np.float64), format="csr")),
        cluster_ids=snapshot.clusters.ids,
        cluster_names=snapshot.clusters.names,
    )


def _nonzero(matrix: sp.csr_array) -> sp.csr_array:
    made = sp.csr_array(matrix)
    made.eliminate_zeros()
    return made
