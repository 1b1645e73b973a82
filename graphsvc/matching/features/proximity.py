"""Proximity in the collaboration graph, independent of the subject.

Signals: `adamic_adar` and `allocation` (common partners, those with few partners count more), `walk` and
`recent_walk` (personal PageRank over joint projects; recent ones count more), `size_walk` (small projects
count more), `peer_walk` (restarted from us and from the participants of the projects closest to the text).
"""

from collections.abc import Mapping

import numpy as np

from graphsvc.arrays import Float32s, Int32s
from graphsvc.matching.collaboration_graph import gather_rows
from graphsvc.matching.features.family import Family, SignalExplanation, Signals, no_project_values
from graphsvc.matching.query import QueryContext
from graphsvc.messages import msg, say_n


def _signals(context: QueryContext, rows: Int32s, _sums: Mapping[str, Float32s]) -> Signals:
    graph, given = context.index.graph, context.query.given
    share = np.full(len(given), 1 / max(len(given), 1), dtype=np.float32)
    adamic, allocation = graph.common(given, share)
    walk, size_walk, recent_walk, peer_walk = (ends.dense[rows] for ends in context.walks)
    return {
        "adamic_adar": adamic[rows],
        "allocation": allocation[rows],
        "walk": walk,
        "size_walk": size_walk,
        "recent_walk": recent_walk,
        "peer_walk": peer_walk,
    }


def common_partners(context: QueryContext, row: int) -> Int32s:
    """Common partners of the given organizations and a candidate, those with the fewest partners first."""
    graph, given = context.index.graph, context.query.given
    ours = gather_rows(graph.partners, given)
    theirs = gather_rows(graph.partners, np.array([row], dtype=np.int32))
    both = theirs[np.isin(theirs, ours)]
    return np.asarray(both[np.lexsort((both, graph.degree[both]))], dtype=np.int32)


_FURTHER = msg("Reached over joint projects in more than one step")
_FROM_THE_SUBJECT = msg("Reached over joint projects from those who worked on the subject")


def _explain(context: QueryContext, row: int) -> SignalExplanation:
    history = context.index.history
    common = [place for place in common_partners(context, row) if not history.hidden[place]]
    if not common:
        return SignalExplanation(_FURTHER if len(context.query.given) else _FROM_THE_SUBJECT)
    shown = tuple(history.names[place] or history.organizations[place] for place in common[:3])
    ids = tuple(history.organizations[place] for place in common[:3])
    detail = say_n(
        "%(n)s common partner: %(partners)s",
        "%(n)s common partners, among them %(partners)s",
        n=len(common),
        partners=shown,
    )
    return SignalExplanation(detail, ids, ids)


FAMILY = Family("nearness", msg("Near in the network"), no_project_values, _signals, _explain)
