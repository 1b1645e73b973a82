"""Size of projects and kind of organization.

Signals: `difference` (between ln of the usual size of the candidate's projects and ln of the one expected),
`usual` (ln of the usual size itself), `kinds` (log ratio of observed to expected ties of its kind with
theirs).
"""

from collections.abc import Mapping

import numpy as np

from graphsvc.arrays import Float32s, Int32s
from graphsvc.matching.features.family import Family, SignalExplanation, Signals, no_project_values
from graphsvc.matching.query import QueryContext
from graphsvc.messages import msg


def _signals(context: QueryContext, rows: Int32s, _sums: Mapping[str, Float32s]) -> Signals:
    index = context.index
    usual = index.activity.usual_size[rows]
    codes = index.history.kind[rows]
    affinity = (context.kinds @ index.kinds.value).astype(np.float32)
    return {
        "difference": np.abs(usual - np.float32(context.expected_size)),
        "usual": usual,
        "kinds": np.where(codes >= 0, affinity[codes], 0).astype(np.float32),
    }


def _explain(context: QueryContext, row: int) -> SignalExplanation:
    usual = round(float(np.exp(context.index.activity.usual_size[row])))
    expected = round(float(np.exp(context.expected_size)))
    detail = msg(
        "Participants of its projects: usually %(usual)s; to be expected here: about %(expected)s",
        usual=usual,
        expected=expected,
    )
    return SignalExplanation(detail, speaks="little" if usual == expected else "for")


FAMILY = Family("size", msg("Kind and size of projects"), no_project_values, _signals, _explain)
