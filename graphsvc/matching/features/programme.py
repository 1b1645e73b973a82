"""The same funding programs and kinds of calls.

Signals: `programme` and `call`, cosine of how the candidate's projects spread over programs (or kinds of
calls) with how those in question do.
"""

from collections.abc import Mapping

import numpy as np

from graphsvc.arrays import Float32s, Int32s
from graphsvc.matching.collaboration_graph import gather_rows
from graphsvc.matching.features.family import Family, SignalExplanation, Signals
from graphsvc.matching.query import QueryContext
from graphsvc.messages import msg


def _project_values(context: QueryContext, projects: Int32s) -> Signals:
    index = context.index
    return {
        "programme": context.programmes[index.programmes.code[projects]],
        "call": context.calls[index.calls.code[projects]],
    }


def _signals(context: QueryContext, rows: Int32s, sums: Mapping[str, Float32s]) -> Signals:
    index = context.index
    return {
        "programme": sums["programme"] / index.programmes.length[rows],
        "call": sums["call"] / index.calls.length[rows],
    }


def _explain(context: QueryContext, row: int) -> SignalExplanation:
    groups = context.index.programmes
    own = gather_rows(context.index.graph.rows, np.array([row], dtype=np.int32))
    counts = np.bincount(groups.code[own], minlength=len(groups.names))
    value = counts * context.programmes
    if not len(value) or value.max() <= 0:
        return SignalExplanation(msg("Active in other funding programs"))
    best = int(np.argmax(value))
    detail = msg(
        "Active in the funding program %(programme)s, %(count)s of %(all)s projects",
        programme=tuple(groups.names[best].split("|")),
        count=int(counts[best]),
        all=len(own),
    )
    return SignalExplanation(detail)


FAMILY = Family("programme", msg("Same funding programs"), _project_values, _signals, _explain)
