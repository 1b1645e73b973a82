"""Domain model: claims about organizations, clusters, projects and the links between them."""

from graphsvc.domain.dataset import DatasetInfo, is_private
from graphsvc.domain.evidence import Basis, Evidence
from graphsvc.domain.ids import kind_of
from graphsvc.domain.names import display_city, display_name, display_title, quiet_title, short_name
from graphsvc.domain.records import (
    ENTITY_KINDS,
    LINK_KINDS,
    Activity,
    Claim,
    Cluster,
    Fact,
    Feedback,
    Membership,
    MembershipRole,
    Organization,
    OrganizationKind,
    Participation,
    Profile,
    Project,
    Relation,
    RelationKind,
    SavedSearch,
    Statement,
)

__all__ = [
    "ENTITY_KINDS",
    "LINK_KINDS",
    "Activity",
    "Basis",
    "Claim",
    "Cluster",
    "DatasetInfo",
    "Evidence",
    "Fact",
    "Feedback",
    "Membership",
    "MembershipRole",
    "Organization",
    "OrganizationKind",
    "Participation",
    "Profile",
    "Project",
    "Relation",
    "RelationKind",
    "SavedSearch",
    "Statement",
    "display_city",
    "display_name",
    "display_title",
    "is_private",
    "kind_of",
    "quiet_title",
    "short_name",
]
