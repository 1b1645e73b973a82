"""Labelled queries: what the projects of a later year would have asked of the history before."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from graphsvc.arrays import Bools, Int32s
from graphsvc.matching.history import COMPANY, KINDS, History
from graphsvc.matching.query import MatchingQuery, Task

# Definition of the queries: kinds that lead results, bounds on participants, period in days.
LEADERS = tuple(KINDS.index(kind) for kind in ("education", "research"))
LARGEST = 40
LEAST_MEMBERS = 4
YEAR = 365


@dataclass(frozen=True, eq=False)
class LabelledQuery:
    """A query and its true answers, as rows (int32, ascending) of the earlier history."""

    query: MatchingQuery
    answers: Int32s


def labelled_queries(
    whole: History,
    before: History,
    task: Task,
    *,
    limit: int,
    seed: int,
    days: int = YEAR,
    everyone: bool = False,
    any_leader: bool = False,
) -> list[LabelledQuery]:
    """Queries of `task` from the projects of `whole` that start within `days` of the end of `before`.

    partners: each organization with new partners. implementers: projects with a title that a university or
    institute leads, with their companies. members: projects with a title and at least four known members,
    half of them given. Projects of more than 40 are left out. At most `limit` queries, drawn with
    `seed`. With `everyone`, there is a partners query for every organization of the earlier history, most of
    them without an answer, as a likelihood has to be measured. With `any_leader`, implementers are also asked
    for by projects that others lead: more to learn from.
    """
    rng = np.random.default_rng(seed)
    begun = (whole.start >= before.as_of) & (whole.start < before.as_of + days)
    later = [_Later(whole, before, int(place)) for place in np.flatnonzero(begun)]
    later = [project for project in later if 2 <= project.size <= LARGEST]
    makers: dict[Task, Callable[[], Iterator[LabelledQuery]]] = {
        "partners": lambda: _partners(later, before),
        "implementers": lambda: _implementers(later, before, range(len(KINDS)) if any_leader else LEADERS),
        "members": lambda: _members(later, rng),
    }
    found = list(makers[task]())
    if everyone and task == "partners":
        found = _with_unanswered(found, before)
    if len(found) <= limit:
        return found
    return [found[i] for i in np.sort(rng.choice(len(found), limit, replace=False))]


def _with_unanswered(found: Sequence[LabelledQuery], before: History) -> list[LabelledQuery]:
    answered = {int(one.query.given[0]): one for one in found}
    none = np.zeros(0, dtype=np.int32)
    return [
        answered.get(row) or LabelledQuery(MatchingQuery("partners", np.array([row], dtype=np.int32)), none)
        for row in range(len(before.organizations))
    ]


class _Later:
    """A project of the later year with its members as rows of the earlier history."""

    def __init__(self, whole: History, before: History, place: int) -> None:
        column = whole.incidence[:, [place]].tocoo()
        self.size = column.nnz
        self.text = whole.texts[place]
        self.vector = None if whole.vectors is None else whole.vectors[place]
        self.english = None if whole.english is None else whole.english[place]
        self.titled = bool(whole.titles[place])
        rows = _rows(before, [whole.organizations[int(i)] for i in column.row])
        self.members = rows[rows >= 0]
        self.leads = (column.data == 2)[rows >= 0]


def _rows(history: History, identifiers: Sequence[str]) -> Int32s:
    ids = np.asarray(history.organizations)
    places = np.searchsorted(ids, identifiers)
    places = np.minimum(places, max(len(ids) - 1, 0))
    return np.where(ids[places] == np.asarray(identifiers), places, -1).astype(np.int32)


def _partners(later: Sequence[_Later], before: History) -> Iterator[LabelledQuery]:
    joint = before.incidence
    new: dict[int, set[int]] = {}
    for project in later:
        members = [int(member) for member in project.members]
        for member in members:
            new.setdefault(member, set()).update(members)
    for asker in sorted(new):
        projects = joint[[asker]].indices
        known: Bools = np.zeros(joint.shape[0], dtype=bool)
        known[np.unique(joint[:, projects].tocoo().row)] = True
        answers = np.array(
            sorted(row for row in new[asker] if not known[row] and row != asker), dtype=np.int32
        )
        if len(answers):
            yield LabelledQuery(MatchingQuery("partners", np.array([asker], dtype=np.int32)), answers)


def _implementers(later: Sequence[_Later], before: History, kinds: Sequence[int]) -> Iterator[LabelledQuery]:
    for project in later:
        leaders = [row for row in project.members[project.leads] if before.kind[row] in kinds][:1]
        firms = np.setdiff1d(project.members[before.kind[project.members] == COMPANY], leaders)
        if project.titled and leaders and len(firms):
            given = np.array(leaders, dtype=np.int32)
            query = MatchingQuery("implementers", given, project.text, project.vector, project.english)
            yield LabelledQuery(query, firms.astype(np.int32))


def _members(later: Sequence[_Later], rng: np.random.Generator) -> Iterator[LabelledQuery]:
    for project in later:
        if not project.titled or len(project.members) < LEAST_MEMBERS:
            continue
        members = rng.permutation(np.sort(project.members)).astype(np.int32)
        half = len(members) // 2
        query = MatchingQuery("members", np.sort(members[:half]), project.text, project.vector)
        yield LabelledQuery(query, np.sort(members[half:]))
