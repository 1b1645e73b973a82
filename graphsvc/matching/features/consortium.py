"""Organizations that are usual in projects with such members and words, by EASE (`matching.ease`).

Signal: `consortium`.
"""

from collections.abc import Mapping

import numpy as np

from graphsvc.arrays import Float32s, Int32s
from graphsvc.domain.names import told_title
from graphsvc.matching.collaboration_graph import gather_rows
from graphsvc.matching.features.family import Family, SignalExplanation, Signals
from graphsvc.matching.query import QueryContext
from graphsvc.messages import msg


def _project_values(context: QueryContext, projects: Int32s) -> Signals:
    return {"consortium": context.consortium[projects]}


def _signals(context: QueryContext, rows: Int32s, sums: Mapping[str, Float32s]) -> Signals:
    memory = context.index.memory
    return {"consortium": sums["consortium"] / memory.free[rows] if memory else sums["consortium"]}


def _explain(context: QueryContext, row: int) -> SignalExplanation:
    history = context.index.history
    own = gather_rows(context.index.graph.rows, np.array([row], dtype=np.int32))
    value = context.consortium[own]
    best = own[np.lexsort((own, -value))]
    if not len(best) or value.max() <= 0:
        return SignalExplanation(msg("Past projects of this kind had other members"))
    title = told_title(history.titles[best[0]], history.projects[best[0]])
    detail = msg("Past projects of this kind had such a member, first of all “%(project)s”", project=title)
    return SignalExplanation(detail, (), (history.projects[best[0]],))


FAMILY = Family("memory", msg("Usual in such projects"), _project_values, _signals, _explain)
