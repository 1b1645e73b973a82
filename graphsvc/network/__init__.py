"""Network analysis: who works with whom, who bridges, what changes. Matrices in, frozen results out."""

from graphsvc.network.brokerage import Brokerage, brokerage
from graphsvc.network.communities import Communities, communities, modularity
from graphsvc.network.cuts import Cuts, cuts
from graphsvc.network.describe import Description, descriptions
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
from graphsvc.network.holes import constraint, effective_size
from graphsvc.network.indicators import (
    centralization,
    clustering,
    components,
    core_number,
    degree,
    density,
    pagerank,
    strength,
    triangles,
)
from graphsvc.network.meetings import Bridge, Meeting, meetings
from graphsvc.network.organizations import OrganizationIndicators, organization_indicators
from graphsvc.network.paths import PathIndicators, largest_error, path_indicators
from graphsvc.network.projection import Collaboration, collaboration
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
    "Bridge",
    "Brokerage",
    "Collaboration",
    "Communities",
    "Concentration",
    "CutYear",
    "Cuts",
    "Description",
    "InsideOutside",
    "Meeting",
    "OrganizationIndicators",
    "PathIndicators",
    "Point",
    "ProjectSums",
    "Trend",
    "between_groups",
    "brokerage",
    "centralization",
    "clustering",
    "collaboration",
    "communities",
    "components",
    "concentration",
    "constraint",
    "core_number",
    "cuts",
    "degree",
    "density",
    "descriptions",
    "effective_size",
    "ei_index",
    "incomplete_years",
    "inside_outside",
    "largest_error",
    "meetings",
    "modularity",
    "organization_indicators",
    "outside_share",
    "pagerank",
    "participation_coefficient",
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
]
