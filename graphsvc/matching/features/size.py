"""Projects of the size in question, and kinds of organizations that go together.

Signals: `difference` (between ln of the usual size of the candidate's projects and ln of the one expected),
`usual` (ln of the usual size itself), `kinds` (how much more often its kind works with theirs than chance
has it).
"""

from collections.abc import Mapping

import numpy as np

from graphsvc.domain.messages import msg
from graphsvc.matching.features.family import Family, SignalExplanation, Signals, no_sums
from graphsvc.matching.history import Floats, Ints
from graphsvc.matching.query import QueryContext


def _signals(reading: QueryContext, rows: Ints, _sums: Mapping[str, Floats]) -> Signals:
    engine = reading.engine
    usual = engine.standing.usual_size[rows]
    codes = engine.history.kind[rows]
    affinity = (reading.kinds @ engine.kinds.value).astype(np.float32)
    return {
        "difference": np.abs(usual - np.float32(reading.expected_size)),
        "usual": usual,
        "kinds": np.where(codes >= 0, affinity[codes], 0).astype(np.float32),
    }


def _tell(reading: QueryContext, row: int) -> SignalExplanation:
    usual = round(float(np.exp(reading.engine.standing.usual_size[row])))
    expected = round(float(np.exp(reading.expected_size)))
    detail = msg(
        "Its projects usually have %(usual)s partners; here about %(expected)s are expected",
        usual=usual,
        expected=expected,
    )
    return SignalExplanation(detail)


FAMILY = Family("size", msg("Kind and size of projects"), no_sums, _signals, _tell)
