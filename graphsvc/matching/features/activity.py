"""Activity and experience of a candidate, independent of the query.

Signals: `projects`, `recent`, `running`, `partners` (each ln(1 + number)), `silence` (years since its last
project began), `experience` (years since its first), `coordinated` (share of projects it coordinated).
"""

from collections.abc import Mapping

from graphsvc.arrays import Float32s, Int32s
from graphsvc.matching.features.family import Family, SignalExplanation, Signals, no_project_values
from graphsvc.matching.query import QueryContext
from graphsvc.messages import msg, say_n
from graphsvc.snapshot.dates import NO_DAY, iso


def _signals(context: QueryContext, rows: Int32s, _sums: Mapping[str, Float32s]) -> Signals:
    activity = context.index.activity
    names = ("projects", "recent", "running", "partners", "silence", "experience", "coordinated")
    return {name: getattr(activity, name)[rows] for name in names}


def _explain(context: QueryContext, row: int) -> SignalExplanation:
    index = context.index
    own = index.graph.rows.indices[index.graph.rows.indptr[row] : index.graph.rows.indptr[row + 1]]
    known = [int(index.history.start[place]) for place in own if index.history.start[place] != NO_DAY]
    if not known:
        return SignalExplanation(say_n("%(n)s project, none dated", "%(n)s projects, none dated", n=len(own)))
    detail = say_n(
        "%(n)s project; it began in %(year)s",
        "%(n)s projects; the last began in %(year)s",
        n=len(own),
        year=iso(max(known))[:4],
    )
    return SignalExplanation(detail)


FAMILY = Family("standing", msg("Active and experienced"), no_project_values, _signals, _explain)
