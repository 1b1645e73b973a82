"""Consortium memory: who usually stands in projects with such members and such words (see `matching.memory`).

Signal: `consortium`.
"""

from collections.abc import Mapping

import numpy as np

from graphsvc.domain.messages import msg
from graphsvc.matching.collaboration_graph import gather_rows
from graphsvc.matching.features.family import Family, SignalExplanation, Signals
from graphsvc.matching.history import Floats, Ints
from graphsvc.matching.query import QueryContext


def _sums(reading: QueryContext, projects: Ints) -> Signals:
    return {"consortium": reading.consortium[projects]}


def _signals(reading: QueryContext, rows: Ints, sums: Mapping[str, Floats]) -> Signals:
    memory = reading.engine.memory
    return {"consortium": sums["consortium"] / memory.free[rows] if memory else sums["consortium"]}


def _tell(reading: QueryContext, row: int) -> SignalExplanation:
    history = reading.engine.history
    own = gather_rows(reading.engine.graph.rows, np.array([row], dtype=np.int32))
    value = reading.consortium[own]
    best = own[np.lexsort((own, -value))]
    if not len(best) or value.max() <= 0:
        return SignalExplanation(msg("Past projects of this kind had other members"))
    title = history.titles[best[0]] or history.projects[best[0]]
    detail = msg("Past projects of this kind had such a member, first of all “%(project)s”", project=title)
    return SignalExplanation(detail, (), (history.projects[best[0]],))


FAMILY = Family("memory", msg("Usual in such projects"), _sums, _signals, _tell)
