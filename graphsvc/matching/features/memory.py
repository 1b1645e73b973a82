"""Consortium memory: who usually stands in projects with such members and such words (see `matching.memory`).

Signal: `consortium`.
"""

from collections.abc import Mapping

import numpy as np

from graphsvc.domain.sentence import say
from graphsvc.matching.features.family import Family, Signals, Told
from graphsvc.matching.graph import take_rows
from graphsvc.matching.history import Floats, Ints
from graphsvc.matching.reading import Reading


def _sums(reading: Reading, projects: Ints) -> Signals:
    return {"consortium": reading.consortium[projects]}


def _signals(reading: Reading, rows: Ints, sums: Mapping[str, Floats]) -> Signals:
    memory = reading.engine.memory
    return {"consortium": sums["consortium"] / memory.free[rows] if memory else sums["consortium"]}


def _tell(reading: Reading, row: int) -> Told:
    history = reading.engine.history
    own = take_rows(reading.engine.graph.rows, np.array([row], dtype=np.int32))
    value = reading.consortium[own]
    best = own[np.lexsort((own, -value))]
    if not len(best) or value.max() <= 0:
        return Told(say("Past projects of this kind had other members"))
    title = history.titles[best[0]] or history.projects[best[0]]
    detail = say("Past projects of this kind had such a member, first of all “%(project)s”", project=title)
    return Told(detail, (), (history.projects[best[0]],))


FAMILY = Family("memory", say("Usual in such projects"), _sums, _signals, _tell)
