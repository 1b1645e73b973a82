"""The same funding programs and kinds of calls.

Signals: `programme` and `call`, cosine of how the candidate's projects spread over programs (or kinds of
calls) with how those in question do.
"""

from collections.abc import Mapping

import numpy as np

from graphsvc.domain.sentence import say
from graphsvc.matching.features.family import Family, Signals, Told
from graphsvc.matching.graph import take_rows
from graphsvc.matching.history import Floats, Ints
from graphsvc.matching.reading import Reading


def _sums(reading: Reading, projects: Ints) -> Signals:
    engine = reading.engine
    return {
        "programme": reading.programmes[engine.programmes.code[projects]],
        "call": reading.calls[engine.calls.code[projects]],
    }


def _signals(reading: Reading, rows: Ints, sums: Mapping[str, Floats]) -> Signals:
    engine = reading.engine
    return {
        "programme": sums["programme"] / engine.programmes.length[rows],
        "call": sums["call"] / engine.calls.length[rows],
    }


def _tell(reading: Reading, row: int) -> Told:
    groups = reading.engine.programmes
    own = take_rows(reading.engine.graph.rows, np.array([row], dtype=np.int32))
    counts = np.bincount(groups.code[own], minlength=len(groups.names))
    value = counts * reading.programmes
    if not len(value) or value.max() <= 0:
        return Told(say("Active in other funding programs"))
    best = int(np.argmax(value))
    detail = say(
        "Active in the funding program %(programme)s, %(count)s of %(all)s projects",
        programme=groups.names[best],
        count=int(counts[best]),
        all=len(own),
    )
    return Told(detail)


FAMILY = Family("programme", say("Same funding programs"), _sums, _signals, _tell)
