"""Similarity of a candidate's past projects to the text of the query.

Signals: `words` and `meaning` (cosine of the candidate's whole past with the text, by words and by sentence
vectors), `similar` (its part in the most similar projects), `similar_recent` (the same, halved every two
years), `closest` (its part in the 50 closest projects); by the English encoder `english` (its part in the
most similar projects) and `english_best` (its one most similar project).
"""

from collections.abc import Mapping, Sequence

import numpy as np

from graphsvc.arrays import Float32s, Int32s
from graphsvc.domain.names import told_title
from graphsvc.matching.collaboration_graph import gather_rows, row_lengths
from graphsvc.matching.features.family import Family, SignalExplanation, Signals
from graphsvc.matching.query import FADING, QueryContext
from graphsvc.matching.relevance.words import generic
from graphsvc.messages import msg

_NAMED, _LOOKED_AT = 3, 12


def _project_values(context: QueryContext, projects: Int32s) -> Signals:
    similar, age = context.similar.dense[projects], context.index.graph.age[projects]
    return {
        "words": context.cosine[projects],
        "meaning": context.meaning[projects],
        "similar": similar,
        "similar_recent": (similar * np.exp2(-age / FADING)).astype(np.float32),
        "closest": context.closest.dense[projects],
        "english": context.similar_english[projects],
    }


def _signals(context: QueryContext, rows: Int32s, sums: Mapping[str, Float32s]) -> Signals:
    index = context.index
    return {
        "words": sums["words"] / index.text_length[rows],
        "meaning": sums["meaning"] / index.meaning_length[rows],
        "similar": sums["similar"],
        "similar_recent": sums["similar_recent"],
        "closest": sums["closest"],
        "english": sums["english"],
        "english_best": _largest(context, rows),
    }


def _largest(context: QueryContext, rows: Int32s) -> Float32s:
    """Similarity of the one project of each organization (a row) that the English encoder finds nearest."""
    matrix = context.index.graph.rows
    result = np.zeros(len(rows), dtype=np.float32)
    owner = np.repeat(np.arange(len(rows)), row_lengths(matrix, rows))
    np.maximum.at(result, owner, context.english[gather_rows(matrix, rows)])
    return result


def best_project(context: QueryContext, row: int) -> tuple[int, float] | None:
    """The most similar project of a candidate and its similarity; None when no project is similar."""
    own = gather_rows(context.index.graph.rows, np.array([row], dtype=np.int32))
    value = context.cosine[own] + context.likeness[own] + context.english[own]
    if not len(own) or value.max() <= 0:
        return None
    place = int(np.lexsort((own, -value))[0])
    return int(own[place]), float(value[place])


def _explain(context: QueryContext, row: int) -> SignalExplanation:
    history = context.index.history
    best = best_project(context, row)
    if best is None:
        return SignalExplanation(msg("None of its projects resembles the subject"))
    project = best[0]
    title = told_title(history.titles[project], history.projects[project])
    shared = _telling(context.index.words.shared(context.words, project, _LOOKED_AT))
    theirs = (history.projects[project],)
    if not shared:
        return SignalExplanation(
            msg("Worked on a similar subject in “%(project)s”", project=title), (), theirs
        )
    detail = msg(
        "Worked on a similar subject in “%(project)s” (common words: %(words)s)", project=title, words=shared
    )
    return SignalExplanation(detail, (), theirs)


def _telling(words: Sequence[str]) -> tuple[str, ...]:
    """The first `_NAMED` words that are not generic in all their parts."""
    return tuple(word for word in words if not generic(word))[:_NAMED]


FAMILY = Family("fit", msg("Fits the subject"), _project_values, _signals, _explain)
