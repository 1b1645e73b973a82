"""Same circle and same subject: projects of a candidate that involve us or our partners and
resemble the text.

Signals, each a sum over the candidate's projects: `with_us` and `with_us_meaning` (members given in it,
squared, times the similarity of words or sentences), `with_us_close` (squared similarity, small projects
count more), `around_us`, `around_us_meaning` and `around_us_english` (weight of us and our partners in it,
times the similarity of words, of sentences or by the English encoder).
"""

from collections.abc import Mapping

import numpy as np

from graphsvc.arrays import Float32s, Int32s
from graphsvc.domain.names import told_title
from graphsvc.matching.collaboration_graph import gather_rows
from graphsvc.matching.features.family import Family, SignalExplanation, Signals
from graphsvc.matching.query import QueryContext
from graphsvc.messages import msg

# Floor of the similarity, for projects without common words (docs/matching.md, "Signals in formulas").
LEAST = 0.05
NAMES = ("with_us", "with_us_meaning", "with_us_close", "around_us", "around_us_meaning", "around_us_english")


def _project_values(context: QueryContext, projects: Int32s) -> Signals:
    cosine, likeness = context.cosine[projects], context.likeness[projects]
    squared, around = context.present.dense[projects] ** 2, context.around.dense[projects]
    words, meaning = LEAST + cosine, LEAST + likeness
    small = np.sqrt(np.maximum(context.index.graph.size[projects], 1))
    return {
        "with_us": squared * words,
        "with_us_meaning": squared * meaning,
        "with_us_close": squared * (0.02 + cosine**2) / small,
        "around_us": around * words,
        "around_us_meaning": around * meaning,
        "around_us_english": around * (LEAST + context.english[projects]),
    }


def _signals(_reading: QueryContext, _rows: Int32s, sums: Mapping[str, Float32s]) -> Signals:
    return {name: sums[name] for name in NAMES}


def _explain(context: QueryContext, row: int) -> SignalExplanation:
    history = context.index.history
    own = gather_rows(context.index.graph.rows, np.array([row], dtype=np.int32))
    alike = context.cosine[own] + context.likeness[own] + context.english[own]
    value = context.around.dense[own] * (2 * LEAST + alike)
    best = own[np.lexsort((own, -value))]
    if not len(best) or value.max() <= 0:
        return SignalExplanation(msg("None of its projects is close to our circle"))
    project = int(best[0])
    inside = gather_rows(context.index.graph.columns, np.array([project], dtype=np.int32))
    inside = inside[(inside != row) & ~history.hidden[inside]]
    near = inside[np.lexsort((inside, -context.near.dense[inside]))][:1]
    near = near[context.near.dense[near] > 0]
    title = told_title(history.titles[project], history.projects[project])
    theirs = (history.projects[project],)
    if not len(near):
        return SignalExplanation(
            msg("Its project “%(project)s” is close to our subject", project=title), (), theirs
        )
    partner = int(near[0])
    name = history.names[partner] or history.organizations[partner]
    detail = msg(
        "Worked with %(partner)s in “%(project)s”, which is close to our subject", partner=name, project=title
    )
    return SignalExplanation(detail, (history.organizations[partner],), theirs)


FAMILY = Family("joint", msg("Our circle, our subject"), _project_values, _signals, _explain)
