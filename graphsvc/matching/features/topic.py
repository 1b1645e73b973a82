"""Fit of subject: what a candidate worked on and what is asked.

Signals: `words` and `meaning` (cosine of the candidate's whole past with the text, by words and by sentence
vectors), `similar` (its part in the most similar projects), `similar_recent` (the same, halved every two
years), `closest` (its part in the 50 closest projects).
"""

from collections.abc import Mapping

import numpy as np

from graphsvc.domain.messages import msg
from graphsvc.matching.collaboration_graph import gather_rows
from graphsvc.matching.features.family import Family, SignalExplanation, Signals
from graphsvc.matching.history import Floats, Ints
from graphsvc.matching.query import FADING, QueryContext


def _sums(reading: QueryContext, projects: Ints) -> Signals:
    similar, age = reading.similar.dense[projects], reading.engine.graph.age[projects]
    return {
        "words": reading.cosine[projects],
        "meaning": reading.meaning[projects],
        "similar": similar,
        "similar_recent": (similar * np.exp2(-age / FADING)).astype(np.float32),
        "closest": reading.closest.dense[projects],
    }


def _signals(reading: QueryContext, rows: Ints, sums: Mapping[str, Floats]) -> Signals:
    engine = reading.engine
    return {
        "words": sums["words"] / engine.text_length[rows],
        "meaning": sums["meaning"] / engine.meaning_length[rows],
        "similar": sums["similar"],
        "similar_recent": sums["similar_recent"],
        "closest": sums["closest"],
    }


def best_project(reading: QueryContext, row: int) -> tuple[int, float] | None:
    """The project of a candidate closest to the question, and how close; None when none resembles it."""
    own = gather_rows(reading.engine.graph.rows, np.array([row], dtype=np.int32))
    value = reading.cosine[own] + reading.likeness[own]
    if not len(own) or value.max() <= 0:
        return None
    place = int(np.lexsort((own, -value))[0])
    return int(own[place]), float(value[place])


def _tell(reading: QueryContext, row: int) -> SignalExplanation:
    history = reading.engine.history
    best = best_project(reading, row)
    if best is None:
        return SignalExplanation(msg("None of its projects resembles the subject"))
    project = best[0]
    title = history.titles[project] or history.projects[project]
    shared = reading.engine.words.shared(reading.words, project)
    theirs = (history.projects[project],)
    if not shared:
        return SignalExplanation(
            msg("Worked on a similar subject in “%(project)s”", project=title), (), theirs
        )
    detail = msg(
        "Worked on a similar subject in “%(project)s” (common words: %(words)s)", project=title, words=shared
    )
    return SignalExplanation(detail, (), theirs)


FAMILY = Family("fit", msg("Fits the subject"), _sums, _signals, _tell)
