"""Network analysis on sparse matrices: projections, indicators, groups, trends."""

from graphsvc.network.brokerage import brokerage
from graphsvc.network.communities import Communities, communities
from graphsvc.network.descriptions import descriptions
from graphsvc.network.groups import (
    between_groups,
    concentration,
    ei_index,
    introducers,
    outside_share,
    participation_coefficient,
    repeated_share,
)
from graphsvc.network.indicators import (
    articulation_points,
    centralization,
    clustering,
    components,
    core_number,
    degree,
    density,
    pagerank,
    partner_share,
    strength,
)
from graphsvc.network.organizations import organization_indicators, visible_indicators
from graphsvc.network.paths import largest_error, path_indicators
from graphsvc.network.projection import Collaboration, collaboration, years_of_ties
from graphsvc.network.structural_holes import constraint, effective_size
from graphsvc.network.ties import (
    TieYear,
    share_of_groups_joined,
    share_of_pairs_unlike,
    stages_gained,
    ties_by_year,
)
from graphsvc.network.trends import (
    Change,
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
    stretches,
    trend,
)

__all__ = [
    "Change",
    "Collaboration",
    "Communities",
    "CutYear",
    "Point",
    "ProjectSums",
    "TieYear",
    "Trend",
    "articulation_points",
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
    "degree",
    "density",
    "descriptions",
    "effective_size",
    "ei_index",
    "incomplete_years",
    "introducers",
    "largest_error",
    "organization_indicators",
    "outside_share",
    "pagerank",
    "participation_coefficient",
    "partner_share",
    "partners_per_project",
    "path_indicators",
    "repeated_share",
    "share_of_groups_joined",
    "share_of_newcomers",
    "share_of_pairs_apart",
    "share_of_pairs_met_before",
    "share_of_pairs_unlike",
    "share_of_participations",
    "stages_gained",
    "strength",
    "stretches",
    "ties_by_year",
    "trend",
    "visible_indicators",
    "years_of_ties",
]
