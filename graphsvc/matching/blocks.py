"""Best partners of many organizations at once, for batch runs."""

from graphsvc.arrays import Float64s, Int32s
from graphsvc.matching.index import MatchingIndex
from graphsvc.matching.query import query_contexts
from graphsvc.matching.ranking import best
from graphsvc.matching.tasks import partners_query
from graphsvc.taxonomy.matching import MatchingProfile

# Queries computed together: bounds the memory of dense organizations × queries arrays.
TOGETHER = 16


def best_of(
    index: MatchingIndex, profile: MatchingProfile, rows: Int32s, top: int
) -> list[tuple[Int32s, Float64s]]:
    """For each organization (a row) the rows and scores of its best `top` candidates, best first.

    These are the partners that `ranking.rank` names and `tasks.partners` scores; both arrays are empty for
    an organization without projects or whose candidates are all vetoed.
    """
    results: list[tuple[Int32s, Float64s]] = []
    for start in range(0, len(rows), TOGETHER):
        queries = [partners_query(int(row)) for row in rows[start : start + TOGETHER]]
        results += [best(context, profile, top) for context in query_contexts(index, queries)]
    return results
