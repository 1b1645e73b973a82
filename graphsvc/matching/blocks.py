"""The best candidates of many organizations at once, as batches ask for them."""

import numpy as np

from graphsvc.matching.engine import Engine
from graphsvc.matching.history import Ints
from graphsvc.matching.ranking import found, past_projects
from graphsvc.matching.reading import Reading
from graphsvc.matching.scoring import Terms, order, scored, weights
from graphsvc.matching.tasks import partners_question
from graphsvc.taxonomy.matching import MatchingProfile


def best_of(engine: Engine, profile: MatchingProfile, rows: Ints, top: int) -> list[tuple[Ints, Terms]]:
    """For each organization (a row) the rows and scores of its best `top` candidates, best first.

    These are the partners that `ranking.rank` names and `tasks.partners` scores; both arrays are empty for
    an organization without projects or whose candidates are all vetoed.
    """
    return [_best(engine, profile, int(row), top) for row in rows]


def _best(engine: Engine, profile: MatchingProfile, row: int, top: int) -> tuple[Ints, Terms]:
    question = partners_question(row)
    candidates = found(Reading(engine, question), profile)
    if not len(candidates.rows):
        return np.zeros(0, dtype=np.int32), np.zeros(0)
    judged = scored(candidates, profile, weights(profile, past_projects(engine, question.given)))
    places = order(judged, top)
    return candidates.rows[places], judged.scores[places]
