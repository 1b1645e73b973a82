"""The best candidates of many organizations at once, as batches ask for them."""

from graphsvc.matching.history import Ints
from graphsvc.matching.index import MatchingIndex
from graphsvc.matching.query import query_contexts
from graphsvc.matching.ranking import best
from graphsvc.matching.scoring import Terms
from graphsvc.matching.tasks import partners_question
from graphsvc.taxonomy.matching import MatchingProfile

TOGETHER = 16


def best_of(
    engine: MatchingIndex, profile: MatchingProfile, rows: Ints, top: int
) -> list[tuple[Ints, Terms]]:
    """For each organization (a row) the rows and scores of its best `top` candidates, best first.

    These are the partners that `ranking.rank` names and `tasks.partners` scores; both arrays are empty for
    an organization without projects or whose candidates are all vetoed.
    """
    found: list[tuple[Ints, Terms]] = []
    for start in range(0, len(rows), TOGETHER):
        questions = [partners_question(int(row)) for row in rows[start : start + TOGETHER]]
        found += [best(reading, profile, top) for reading in query_contexts(engine, questions)]
    return found
