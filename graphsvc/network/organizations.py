"""All organization-level indicators in one result, for tables, exports and maps."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from graphsvc.arrays import Bools, Float64s, Int64s
from graphsvc.network import indicators
from graphsvc.network.brokerage import brokerage
from graphsvc.network.communities import Communities, communities
from graphsvc.network.groups import participation_coefficient
from graphsvc.network.paths import PathIndicators, path_indicators
from graphsvc.network.projection import Collaboration
from graphsvc.network.sparse import Matrix
from graphsvc.network.structural_holes import constraint, effective_size
from graphsvc.snapshot import COMPANY, Organizations


@dataclass(frozen=True, slots=True)
class OrganizationIndicators:
    """One array an indicator (`values`, by id), the communities, and how the path indicators were found."""

    values: Mapping[str, Float64s]
    communities: Communities
    paths: PathIndicators


def organization_indicators(
    network: Collaboration,
    groups: Int64s | None = None,
    companies: Bools | None = None,
    *,
    pivots: int | None = None,
    seed: int = 1,
) -> OrganizationIndicators:
    """Compute every organization-level indicator.

    Args:
        network: the collaboration network.
        groups: number of the cluster of each organization, -1 for none; without it there is no brokerage.
        companies: which organizations are companies; without it there is no share of companies.
        pivots: starting points for betweenness and closeness, see `path_indicators`.
        seed: of communities and sample.
    """
    ties, weight = network.ties, network.weight
    paths = path_indicators(ties, pivots=pivots, seed=seed)
    found = communities(weight, seed=seed)
    values = {
        "degree": indicators.degree(ties).astype(np.float64),
        "strength": indicators.strength(weight),
        "betweenness": paths.betweenness,
        "closeness": paths.closeness,
        "pagerank": indicators.pagerank(weight),
        "core_number": indicators.core_number(ties).astype(np.float64),
        "clustering": indicators.clustering(ties),
        "component": indicators.components(ties).astype(np.float64),
        "articulation_point": indicators.articulation_points(ties).astype(np.float64),
        "effective_size": effective_size(ties),
        "constraint": constraint(weight),
        "community": found.of.astype(np.float64),
    }
    if groups is not None:
        values |= _group_indicators(network, groups)
    if companies is not None:
        values["company_partners"] = indicators.partner_share(ties, companies)
    return OrganizationIndicators(values, found, paths)


def visible_indicators(
    organizations: Organizations, network: Collaboration, groups: Int64s
) -> OrganizationIndicators:
    """Compute every organization-level indicator of a snapshot; hidden organizations are outside the network.

    Args:
        organizations: those of the snapshot; what indicators rest on besides ties and clusters is read here.
        network: the collaboration network of all of them.
        groups: number of the cluster of each organization, -1 for none.

    Returns arrays over all organizations, NaN where hidden; communities and paths are of the visible ones.
    """
    rows = np.flatnonzero(~organizations.hidden)
    kept = Collaboration(
        weight=Matrix(network.weight[rows][:, rows]),
        ties=Matrix(network.ties[rows][:, rows]),
        members=Matrix(network.members[rows]),
    )
    companies = np.asarray(organizations.kind)[rows] == COMPANY
    found = organization_indicators(kept, groups[rows], companies)
    spread = {}
    for name, values in found.values.items():
        spread[name] = np.full(len(organizations.ids), np.nan)
        spread[name][rows] = values + 0.0
    return OrganizationIndicators(spread, found.communities, found.paths)


def _group_indicators(network: Collaboration, groups: Int64s) -> dict[str, Float64s]:
    roles = brokerage(network.ties, groups)
    return {
        "coordinator": roles.coordinator,
        "itinerant": roles.itinerant,
        "gatekeeper": roles.gatekeeper,
        "liaison": roles.liaison,
        "participation_coefficient": participation_coefficient(network.weight, groups),
    }
