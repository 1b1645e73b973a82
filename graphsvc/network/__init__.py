"""Network analysis on sparse matrices: projections, indicators, groups, trends."""

from graphsvc.network.biconnectivity import Biconnectivity, biconnectivity
from graphsvc.network.brokerage import Brokerage, brokerage
from graphsvc.network.cluster_pairs import Bridge, ClusterPair, cluster_pairs
from graphsvc.network.communities import Communities, communities, modularity
from graphsvc.network.descriptions import IndicatorDescription, descriptions
from graphsvc.network.groups import (
    Concentration,
    InsideOutside,
    between_groups,
    concentration,
    ei_index,
    inside_outside,
    outside_share,
    participation_coefficient,
    repeated_share,
)
from graphsvc.network.indicators import (
    centralization,
    clustering,
    components,
    core_number,
    degree,
    density,
    pagerank,
    partner_share,
    strength,
    triangles,
)
from graphsvc.network.organizations import OrganizationIndicators, organization_indicators, visible_indicators
from graphsvc.network.paths import PathIndicators, largest_error, path_indicators
from graphsvc.network.projection import Collaboration, collaboration
from graphsvc.network.structural_holes import constraint, effective_size
from graphsvc.network.trends import (
    CutYear,
    Point,
    ProjectSums,
    Trend,
    incomplete_years,
    partners_per_project,
    share_of_newcomers,
    share_of_pairs_apart,
    share_of_pairs_met_before,
    share_of_participations,
    trend,
)

__all__ = [
    "Biconnectivity",
    "Bridge",
    "Brokerage",
    "ClusterPair",
    "Collaboration",
    "Communities",
    "Concentration",
    "CutYear",
    "IndicatorDescription",
    "InsideOutside",
    "OrganizationIndicators",
    "PathIndicators",
    "Point",
    "ProjectSums",
    "Trend",
    "between_groups",
    "biconnectivity",
    "brokerage",
    "centralization",
    "cluster_pairs",
    "clustering",
    "collaboration",
    "communities",
    "components",
    "concentration",
    "constraint",
    "core_number",
    "degree",
    "density",
    "descriptions",
    "effective_size",
    "ei_index",
    "incomplete_years",
    "inside_outside",
    "largest_error",
    "modularity",
    "organization_indicators",
    "outside_share",
    "pagerank",
    "participation_coefficient",
    "partner_share",
    "partners_per_project",
    "path_indicators",
    "repeated_share",
    "share_of_newcomers",
    "share_of_pairs_apart",
    "share_of_pairs_met_before",
    "share_of_participations",
    "strength",
    "trend",
    "triangles",
    "visible_indicators",
]
