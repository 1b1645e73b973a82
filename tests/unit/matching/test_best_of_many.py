"""Many organizations at once are answered as one after another."""

import numpy as np

from graphsvc.matching.index import build_matching_index
from graphsvc.matching.ranking import rank
from graphsvc.matching.tasks import best_of, partners, partners_query
from graphsvc.taxonomy.profiles import profile
from tests.unit.matching.world import circles

MADE = build_matching_index(circles(firms=("food-1", "battery-2"), hidden=("food-4",)))
EVERYBODY = np.arange(MADE.size, dtype=np.int32)


def test_each_list_is_that_of_the_single_question() -> None:
    shipped = profile("partners")
    for row, (rows, scores) in enumerate(best_of(MADE, shipped, EVERYBODY, 5)):
        single = partners(MADE, row, shipped, top=5).matches
        assert rows.tolist() == [match.row for match in single]
        assert rows.tolist() == rank(MADE, partners_query(row), shipped, 5).tolist()
        assert scores.tolist() == [match.score for match in single]


def test_it_does_not_matter_who_else_is_asked_for() -> None:
    shipped = profile("partners")
    together = best_of(MADE, shipped, EVERYBODY, 5)
    for row in (0, 7, 12):
        ((rows, scores),) = best_of(MADE, shipped, EVERYBODY[row : row + 1], 5)
        assert (rows.tolist(), scores.tolist()) == (together[row][0].tolist(), together[row][1].tolist())


def test_hidden_organizations_are_never_suggested() -> None:
    hidden = MADE.history.organizations.index("food-4")
    assert all(hidden not in rows for rows, _ in best_of(MADE, profile("partners"), EVERYBODY, 50))
