"""Matching: whom to meet, who implements a result, who is missing; one engine, additive scores."""

from graphsvc.matching.clusters import ClusterWorld, cluster_partners
from graphsvc.matching.engine import Engine, engine
from graphsvc.matching.history import History
from graphsvc.matching.match import Likelihood, Match, Matches, Part
from graphsvc.matching.reading import Question, Reading
from graphsvc.matching.steering import Stages, Steering
from graphsvc.matching.tasks import implementers, members, partners, why

__all__ = [
    "ClusterWorld",
    "Engine",
    "History",
    "Likelihood",
    "Match",
    "Matches",
    "Part",
    "Question",
    "Reading",
    "Stages",
    "Steering",
    "cluster_partners",
    "engine",
    "implementers",
    "members",
    "partners",
    "why",
]
