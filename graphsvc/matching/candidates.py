"""Candidate generation: select some hundred organizations for a query and compute their signals."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from graphsvc.arrays import Bools, Float32s, Int32s
from graphsvc.matching.collaboration_graph import gather_rows, row_lengths, top_k, unique_inverse
from graphsvc.matching.features import FAMILIES
from graphsvc.matching.history import COMPANY
from graphsvc.matching.query import QueryContext

# Organizations taken from each of two random walks (docs/matching.md, "How the score is made").
REACHED = 500


@dataclass(frozen=True, eq=False)
class Candidates:
    """Candidates of one query.

    `rows` are int32 row numbers of organizations, ascending; `values` maps each signal (`family.name`) to a
    float32 array of the length of `rows`.
    """

    rows: Int32s
    values: dict[str, Float32s]


def allowed(context: QueryContext, mask: Bools | None = None, *, known: bool = False) -> Bools:
    """Organizations that may be suggested, as a boolean array over all organizations.

    Excluded are the given and the hidden organizations and those outside `mask` (None: no restriction). For
    implementers all but companies are excluded; for partners the existing partners, unless `known` is set.
    """
    history, graph, query = context.index.history, context.index.graph, context.query
    result = ~history.hidden
    if mask is not None:
        result &= mask
    if query.task == "implementers":
        result &= history.kind == COMPANY
    if query.task == "partners" and not known:
        result[gather_rows(graph.partners, query.given)] = False
    result[query.given] = False
    return np.asarray(result)


def candidates(
    context: QueryContext,
    retrievers: Sequence[str],
    each: int,
    permitted: Bools,
    pinned: Int32s | None = None,
) -> Candidates:
    """Union of the `each` largest of every retriever (a signal name) among the permitted, with all signals.

    `permitted` is boolean over all organizations. Ties go to the smaller row. `pinned` rows are always
    included.
    """
    pool = _pool(context, permitted)
    if pinned is not None:
        pool = np.union1d(pool, pinned).astype(np.int32)
    values = signals(context, pool)
    chosen = _strongest_of_any(np.stack([values[name] for name in retrievers]), each)
    if pinned is not None:
        chosen |= np.isin(pool, pinned)
    return Candidates(pool[chosen], {name: value[chosen] for name, value in values.items()})


def _strongest_of_any(table: Float32s, each: int) -> Bools:
    """Columns among the `each` largest positive values of any row; ties go to the smaller column."""
    chosen = table > 0
    if table.shape[1] > each:
        edge = np.partition(table, -each, axis=1)[:, [-each]]
        above, level = chosen & (table > edge), chosen & (table == edge)
        room = each - above.sum(axis=1, keepdims=True)
        chosen = above | (level & (np.cumsum(level, axis=1) <= room))
    return np.asarray(chosen.any(axis=0))


def signals(context: QueryContext, rows: Int32s) -> dict[str, Float32s]:
    """Compute every signal (`family.name`) for the given rows; each value is float32 of the length
    of `rows`.
    """
    own, projects = _own_projects(context.index.graph.rows, rows)
    sums = {
        (family.name, name): value
        for family in FAMILIES.values()
        for name, value in family.project_values(context, projects).items()
    }
    added = own @ np.stack(list(sums.values()), axis=1).astype(np.float32)
    columns = dict(zip(sums, added.T, strict=True))
    values: dict[str, Float32s] = {}
    for family in FAMILIES.values():
        mine = {name: column for (owner, name), column in columns.items() if owner == family.name}
        for name, value in family.signals(context, rows, mine).items():
            values[f"{family.name}.{name}"] = np.asarray(value, dtype=np.float32)
    return values


def _own_projects(matrix: sp.csr_array, rows: Int32s) -> tuple[sp.csr_array, Int32s]:
    """Rows × their own projects as a CSR matrix of ones, and the project numbers of its columns."""
    projects, places = unique_inverse(gather_rows(matrix, rows))
    ends = np.concatenate(([0], np.cumsum(row_lengths(matrix, rows))))
    ones = np.ones(len(places), dtype=np.float32)
    return sp.csr_array((ones, places, ends), shape=(len(rows), len(projects))), projects


def _pool(context: QueryContext, permitted: Bools) -> Int32s:
    """Candidate pool: the organizations that rank highest in two random walks, plus participants of similar
    projects.
    """
    reached = np.zeros(len(permitted), dtype=bool)
    for alike in (context.similar.places, np.flatnonzero(context.similar_english).astype(np.int32)):
        reached[gather_rows(context.index.graph.columns, alike)] = True
    for walk in (context.walks[0], context.walks[3]):
        places = walk.places[permitted[walk.places]]
        reached[places[top_k(walk.dense[places], REACHED)]] = True
    return np.flatnonzero(reached & permitted).astype(np.int32)
