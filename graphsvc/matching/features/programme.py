"""The same funding programs and kinds of calls.

Signals: `programme` and `call`, cosine of how the candidate's projects spread over programs (or kinds of
calls) with how those in question do.
"""

from collections.abc import Mapping

import numpy as np

from graphsvc.domain.messages import msg
from graphsvc.matching.collaboration_graph import gather_rows
from graphsvc.matching.features.family import Family, SignalExplanation, Signals
from graphsvc.matching.history import Floats, Ints
from graphsvc.matching.query import QueryContext


def _sums(reading: QueryContext, projects: Ints) -> Signals:
    engine = reading.engine
    return {
        "programme": reading.programmes[engine.programmes.code[projects]],
        "call": reading.calls[engine.calls.code[projects]],
    }


def _signals(reading: QueryContext, rows: Ints, sums: Mapping[str, Floats]) -> Signals:
    engine = reading.engine
    return {
        "programme": sums["programme"] / engine.programmes.length[rows],
        "call": sums["call"] / engine.calls.length[rows],
    }


def _tell(reading: QueryContext, row: int) -> SignalExplanation:
    groups = reading.engine.programmes
    own = gather_rows(reading.engine.graph.rows, np.array([row], dtype=np.int32))
    counts = np.bincount(groups.code[own], minlength=len(groups.names))
    value = counts * reading.programmes
    if not len(value) or value.max() <= 0:
        return SignalExplanation(msg("Active in other funding programs"))
    best = int(np.argmax(value))
    detail = msg(
        "Active in the funding program %(programme)s, %(count)s of %(all)s projects",
        programme=groups.names[best],
        count=int(counts[best]),
        all=len(own),
    )
    return SignalExplanation(detail)


FAMILY = Family("programme", msg("Same funding programs"), _sums, _signals, _tell)
