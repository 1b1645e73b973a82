"""Direct ties: earlier joint projects of the given organizations with a candidate.

Signals: `share` (share of those given who know the candidate), `strength` and `recent_strength` (how large a
part of their joint projects, weighted by size, goes to the candidate). Existing partners are excluded when
partners are searched, so the family is used for implementers and members only.
"""

from collections.abc import Mapping

import numpy as np

from graphsvc.arrays import Float32s, Int32s
from graphsvc.domain.names import told_title
from graphsvc.matching.collaboration_graph import gather_rows, gather_values, spread_out
from graphsvc.matching.features.family import Family, SignalExplanation, Signals, no_project_values
from graphsvc.matching.query import QueryContext
from graphsvc.messages import msg, say_n


def _signals(context: QueryContext, rows: Int32s, _sums: Mapping[str, Float32s]) -> Signals:
    graph, given = context.index.graph, context.query.given
    known = gather_rows(graph.partners, given)
    counted = gather_values(known, np.full(len(known), 1 / max(len(given), 1)))
    share = spread_out(*counted, graph.rows.shape[0]).dense
    return {
        "share": share[rows],
        "strength": context.once[0].dense[rows],
        "recent_strength": context.once[1].dense[rows],
    }


def joint_projects(context: QueryContext, row: int) -> Int32s:
    """Projects shared with the given organizations: those with most of them first, then the newest."""
    graph = context.index.graph
    own = gather_rows(graph.rows, np.array([row], dtype=np.int32))
    both = own[context.present.dense[own] > 0]
    order = np.lexsort((both, graph.age[both], -context.present.dense[both]))
    return np.asarray(both[order], dtype=np.int32)


def _explain(context: QueryContext, row: int) -> SignalExplanation:
    history = context.index.history
    both = joint_projects(context, row)
    if not len(both):
        return SignalExplanation(msg("No joint project so far"))
    titles = tuple(told_title(history.titles[place], history.projects[place]) for place in both[:2])
    detail = say_n(
        "%(n)s joint project so far: %(projects)s",
        "%(n)s joint projects so far, among them %(projects)s",
        n=len(both),
        projects=titles,
    )
    ids = tuple(history.projects[place] for place in both[:2])
    return SignalExplanation(detail, ids, ids)


FAMILY = Family("ties", msg("Known to us"), no_project_values, _signals, _explain)
