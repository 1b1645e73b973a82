"""Per-organization activity statistics and pairwise affinities of countries and kinds."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from graphsvc.arrays import Float32s, Int16s
from graphsvc.matching.collaboration_graph import LARGEST, CollaborationGraph, Values
from graphsvc.matching.history import KINDS, History
from graphsvc.snapshot.dates import NO_DAY

# Pseudo-count of ties in `Affinity.value`; small groups stay near 0.
SMOOTHING = 5.0


@dataclass(frozen=True, eq=False)
class ActivityStats:
    """Activity of each organization; every array is float32 of shape (organizations,).

    `projects`, `recent` (started within two years), `running` and `partners` are ln(1 + number); `silence`
    and `experience` are years since the last and the first start; `coordinated` is a share from 0 to 1;
    `usual_size` is the mean of ln(participants) over its projects.
    """

    projects: Float32s
    recent: Float32s
    running: Float32s
    silence: Float32s
    experience: Float32s
    coordinated: Float32s
    partners: Float32s
    usual_size: Float32s


@dataclass(frozen=True, eq=False)
class CodeShares:
    """Projects grouped by program or call.

    `code` is the group of each project (index into `names`), `counts` organizations × groups (projects),
    `length` the Euclidean norm of each row of `counts`, 1 for empty rows.
    """

    names: tuple[str, ...]
    code: Int16s
    counts: sp.csr_array
    length: Float32s

    def of_projects(self, weight: Values) -> Float32s:
        """Distribution of weighted projects over the groups, as a unit vector (zero if there is no
        weight).
        """
        total = np.bincount(self.code[weight.places], weight.own, minlength=len(self.names))
        return unit(total.astype(np.float32))


@dataclass(frozen=True, eq=False)
class Affinity:
    """Log ratio of observed to expected ties between groups of organizations (countries, kinds).

    `value[a, b]` is ln((observed + 5) / (expected + 5)) of size-weighted ties; `ties` is ln(1 + ties) a
    group.
    """

    value: Float32s
    ties: Float32s


def unit(vector: Float32s) -> Float32s:
    """Scale a vector to length one; a zero vector stays zero."""
    length = float(np.sqrt(np.sum(vector.astype(np.float64) ** 2)))
    return (vector / length).astype(np.float32) if length else vector


def activity_stats(history: History, graph: CollaborationGraph) -> ActivityStats:
    """Compute the activity statistics of every organization."""
    age, rows = graph.age, graph.rows
    count = np.maximum(graph.projects_of, 1)
    leads = history.incidence.copy()
    leads.data = (leads.data == 2).astype(np.float32)
    coordinated = np.asarray(leads.sum(axis=1), dtype=np.float32).ravel()
    running = (history.end >= history.as_of) & (history.end != NO_DAY)
    size = np.log(np.maximum(graph.size, 1))
    nearest, furthest = _ends(rows, age)
    return ActivityStats(
        projects=np.log1p(graph.projects_of),
        recent=np.log1p(rows @ (age <= 2).astype(np.float32)),
        running=np.log1p(rows @ running.astype(np.float32)),
        silence=nearest,
        experience=furthest,
        coordinated=(coordinated / count).astype(np.float32),
        partners=np.log1p(graph.degree),
        usual_size=((rows @ size) / count).astype(np.float32),
    )


def _ends(rows: sp.csr_array, age: Float32s) -> tuple[Float32s, Float32s]:
    oldest = float(age.max(initial=0.0))
    nearest = np.full(rows.shape[0], oldest, dtype=np.float32)
    furthest = np.zeros(rows.shape[0], dtype=np.float32)
    owner = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
    np.minimum.at(nearest, owner, age[rows.indices])
    np.maximum.at(furthest, owner, age[rows.indices])
    return nearest, furthest


def code_shares(graph: CollaborationGraph, codes: Sequence[str]) -> CodeShares:
    """Group projects by code; projects with an empty code are not counted."""
    names, code = np.unique(np.asarray(codes, dtype=str), return_inverse=True)
    known = (names[code] != "").astype(np.float32)
    count = len(code)
    member = sp.csr_array((known, (np.arange(count), code)), shape=(count, len(names)))
    counts = sp.csr_array(graph.rows @ member)
    squares = counts.multiply(counts).sum(axis=1)
    length = np.sqrt(np.asarray(squares, dtype=np.float64)).ravel()
    length[length == 0] = 1
    return CodeShares(tuple(map(str, names)), code.astype(np.int16), counts, length.astype(np.float32))


def affinity(graph: CollaborationGraph, codes: Int16s, count: int) -> Affinity:
    """Affinity of `count` groups; `codes` is the group of each organization, -1 for none.

    Ties weigh 1/(size - 1); the expectation is the product of the groups' totals over all ties.
    """
    known = codes >= 0
    places = np.flatnonzero(known)
    member = sp.csr_array(
        (np.ones(len(places), dtype=np.float32), (places, codes[known])), shape=(len(codes), count)
    )
    tying = (graph.size >= 2) & (graph.size <= LARGEST)
    weight = np.where(tying, 1 / np.maximum(graph.size - 1, 1), 0)
    inside = sp.csr_array(member.T @ graph.rows)
    ties = (inside @ sp.diags_array(weight) @ inside.T).toarray()
    own = member.T @ (graph.rows @ weight)
    ties[np.arange(count), np.arange(count)] -= own
    total = ties.sum()
    expected = np.outer(ties.sum(axis=1), ties.sum(axis=0)) / total if total else np.zeros_like(ties)
    value = np.log((ties + SMOOTHING) / (expected + SMOOTHING))
    return Affinity(value.astype(np.float32), np.log1p(np.maximum(ties.sum(axis=1), 0)).astype(np.float32))


def kinds(graph: CollaborationGraph, history: History) -> Affinity:
    """Affinity of the kinds of organizations (`KINDS`)."""
    return affinity(graph, history.kind, len(KINDS))
