"""What a cluster lacks and whom it can reach, read from the current snapshot."""

import numpy as np
import scipy.sparse as sp

from graphsvc.answers.matching.data import MatchingData
from graphsvc.matching.cluster_organizations import ClusterNeeds
from graphsvc.matching.cluster_signals import missing_stages
from graphsvc.matching.preferences import Stages
from graphsvc.snapshot import links
from graphsvc.state.graph import CurrentGraph


def cluster_needs(graph: CurrentGraph, made: MatchingData, cluster: int) -> ClusterNeeds:
    """The needs of a cluster (a row); members known from its own list count as its organizations."""
    snapshot, data = graph.snapshot(), made.clusters
    organizations = snapshot.organizations
    own = links.members(snapshot, snapshot.retrieved, own=(cluster,))[[cluster]].toarray()[0] > 0
    ours = np.asarray((made.belongs[:, [cluster]].toarray()[:, 0] > 0) | own)
    held = (data.stages[[cluster]].toarray()[0] > 0) | (data.performs[np.flatnonzero(own)].sum(axis=0) > 0)
    friends = np.asarray(data.alliances[[cluster]].toarray()[0] > 0)
    country = snapshot.clusters.records[cluster].country
    return ClusterNeeds(
        ids=organizations.ids,
        names=organizations.names,
        stages=Stages(
            holds=data.performs,
            ids=tuple(data.stage_ids),
            labels=tuple(data.stage_names),
            missing=missing_stages(data, np.asarray(held).ravel()),
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
