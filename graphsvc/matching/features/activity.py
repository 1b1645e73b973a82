"""Standing: how active and experienced a candidate is, whatever the question.

Signals: `projects`, `recent`, `running`, `partners` (each ln(1 + number)), `silence` (years since its last
project began), `experience` (years since its first), `coordinated` (share of projects it coordinated).
"""

from collections.abc import Mapping

from graphsvc.domain.messages import msg, say_n
from graphsvc.matching.features.family import Family, SignalExplanation, Signals, no_sums
from graphsvc.matching.history import Floats, Ints
from graphsvc.matching.query import QueryContext
from graphsvc.snapshot.dates import NO_DAY, iso


def _signals(reading: QueryContext, rows: Ints, _sums: Mapping[str, Floats]) -> Signals:
    standing = reading.engine.standing
    names = ("projects", "recent", "running", "partners", "silence", "experience", "coordinated")
    return {name: getattr(standing, name)[rows] for name in names}


def _tell(reading: QueryContext, row: int) -> SignalExplanation:
    engine = reading.engine
    own = engine.graph.rows.indices[engine.graph.rows.indptr[row] : engine.graph.rows.indptr[row + 1]]
    known = [int(engine.history.start[place]) for place in own if engine.history.start[place] != NO_DAY]
    if not known:
        return SignalExplanation(say_n("%(n)s project, none dated", "%(n)s projects, none dated", n=len(own)))
    detail = say_n(
        "%(n)s project; it began in %(year)s",
        "%(n)s projects; the last began in %(year)s",
        n=len(own),
        year=iso(max(known))[:4],
    )
    return SignalExplanation(detail)


FAMILY = Family("standing", msg("Active and experienced"), no_sums, _signals, _tell)
