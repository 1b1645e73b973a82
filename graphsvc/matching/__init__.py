"""Matching: rank partners, implementers and missing members by an additive score of signals."""

from graphsvc.matching.cluster_data import ClusterData
from graphsvc.matching.cluster_partners import cluster_partners
from graphsvc.matching.history import History
from graphsvc.matching.index import MatchingIndex, build_matching_index
from graphsvc.matching.preferences import Preferences, Stages
from graphsvc.matching.query import MatchingQuery, QueryContext
from graphsvc.matching.results import RankLikelihood, ScoredMatch, ScoredMatches, ScoreTerm
from graphsvc.matching.tasks import explain_partner, implementers, members, partners

__all__ = [
    "ClusterData",
    "History",
    "MatchingIndex",
    "MatchingQuery",
    "Preferences",
    "QueryContext",
    "RankLikelihood",
    "ScoreTerm",
    "ScoredMatch",
    "ScoredMatches",
    "Stages",
    "build_matching_index",
    "cluster_partners",
    "explain_partner",
    "implementers",
    "members",
    "partners",
]
