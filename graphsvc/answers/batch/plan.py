"""Plan of a batch (data, profile, list length, block size) and the computation of single blocks."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

import graphsvc
from graphsvc.answers.matching.data import history
from graphsvc.answers.matching.filters import confirmed_partners, vetoed
from graphsvc.arrays import Float64s, Int32s
from graphsvc.errors import InvalidData
from graphsvc.matching.candidates import signals
from graphsvc.matching.index import MatchingIndex, build_matching_index
from graphsvc.matching.query import QueryContext
from graphsvc.matching.tasks import best_of, partners_query
from graphsvc.snapshot import Snapshot
from graphsvc.state.feedback import said
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.objections import narrower
from graphsvc.state.sentence_encoder import ENCODER
from graphsvc.taxonomy.matching import MatchingProfile
from graphsvc.taxonomy.profiles import write_profile

SIZE = 250


@dataclass(frozen=True)
class BatchPlan:
    """Parameters of a batch: the best `top` partners of each organization by a matching profile.

    `digest` identifies the snapshot, `beside` the words of persons that are not in it; a block covers `size`
    organizations.
    """

    digest: str
    profile: MatchingProfile
    top: int
    size: int = SIZE
    beside: str = ""

    @property
    def ground(self) -> str:
        """Cache key of data and code version; results under other keys are stale."""
        return f"{self.digest[:16]}{self.beside}-{_code()[:8]}"

    @property
    def name(self) -> str:
        """Cache key of a result: data, code version, matching profile, block size and `top`."""
        asks = hashlib.sha256(f"{self.size}\n{write_profile(self.profile)}".encode()).hexdigest()
        return f"{self.ground}-{asks[:16]}-{self.top}"

    def rows(self, asked: Int32s, number: int) -> Int32s:
        """The rows of `asked` in block `number` (counted from 0)."""
        return asked[number * self.size :][: self.size]


@dataclass(frozen=True, eq=False)
class Block:
    """Suggestions for the organizations of one block, concatenated.

    `counts` (one entry per organization) holds the lengths of the lists; `candidates` (row numbers) and
    `scores` have `counts.sum()` entries."""

    counts: Int32s
    candidates: Int32s
    scores: Float64s


@dataclass(frozen=True, eq=False)
class Answers:
    """Computes the blocks of a plan.

    `asked`: rows of all organizations that get suggestions; `refused`: for a row, the rows of candidates
    that may not be suggested to it."""

    plan: BatchPlan
    index: MatchingIndex
    asked: Int32s
    refused: Mapping[int, Int32s]

    def block(self, number: int) -> Block:
        """The suggestions for one block of organizations (counted from 0)."""
        profile, top = self.plan.profile, self.plan.top
        rows = self.plan.rows(self.asked, number)
        with threadpool_limits(1):
            lists = dict(zip(rows.tolist(), best_of(self.index, profile, rows, top), strict=True))
            for row in lists.keys() & self.refused.keys():
                kept = _without(self.index, self.refused[row])
                (lists[row],) = best_of(kept, profile, np.array([row], dtype=np.int32), top)
        return Block(
            counts=np.array([len(found) for found, _ in lists.values()], dtype=np.int32),
            candidates=np.concatenate([found for found, _ in lists.values()]).astype(np.int32),
            scores=np.concatenate([scores for _, scores in lists.values()]),
        )


def asked(snapshot: Snapshot) -> Int32s:
    """Rows of the organizations that get suggestions: all that are not named after a person, by id."""
    return np.flatnonzero(~snapshot.organizations.hidden).astype(np.int32)


def beside(graph: CurrentGraph) -> str:
    """What identifies the words of persons that are not in the store; empty where there are none."""
    words = sorted(one.model_dump_json() for one in graph.words_beside())
    return f"-{hashlib.sha256(json.dumps(words).encode()).hexdigest()[:8]}" if words else ""


def answers(graph: CurrentGraph, plan: BatchPlan) -> Answers:
    """Build the matching index for a plan on the data of `graph`.

    Raises `InvalidData` for an unknown signal.
    """
    snapshot = graph.snapshot()
    refused, objections = _vetoes(graph, snapshot)
    with threadpool_limits(1):
        made = build_matching_index(history(snapshot, graph.home), with_memory=False)
    _check(made, plan.profile)
    return Answers(plan, _without(made, objections), asked(snapshot), refused)


def _vetoes(graph: CurrentGraph, snapshot: Snapshot) -> tuple[dict[int, Int32s], Int32s]:
    """Candidates that one may not see, by row of the organization; rows of those whom nobody may see."""
    words, ids = said(graph), snapshot.organizations.ids
    if narrower(graph):
        askers = [ids[row] for row in asked(snapshot).tolist()]
    else:
        said_by = {one.query for one in words.judgements if one.verdict == "not-for-us"}
        askers = sorted(said_by | confirmed_partners(graph).keys())
    nobody = _rows(snapshot, words.objections)
    vetoes = {
        row: np.setdiff1d(_rows(snapshot, vetoed(graph, (one,))), nobody)
        for one in askers
        for row in _rows(snapshot, [one])
    }
    return {row: rows for row, rows in vetoes.items() if len(rows)}, nobody


def _rows(snapshot: Snapshot, ids: Iterable[str]) -> Int32s:
    places = {snapshot.organizations.ids.find(snapshot.merged.get(one, one)) for one in ids}
    return np.array(sorted(places - {-1}), dtype=np.int32)


def _without(made: MatchingIndex, rows: Int32s) -> MatchingIndex:
    """The index with the organizations of `rows` excluded from suggestions."""
    hidden = made.history.hidden.copy()
    hidden[rows] = True
    return replace(made, history=replace(made.history, hidden=hidden))


def _check(made: MatchingIndex, profile: MatchingProfile) -> None:
    first = np.arange(min(made.size, 1), dtype=np.int32)
    known = signals(QueryContext(made, partners_query(0)), first) if len(first) else {}
    unknown = {*profile.retrievers, *(term.signal for term in profile.terms)} - set(known)
    if known and unknown:
        raise InvalidData(f"{profile.name}: unknown signal: {', '.join(sorted(unknown))}")


@cache
def _code() -> str:
    """SHA-256 over the version and the source files that determine scores; part of the cache key."""
    package = Path(graphsvc.__path__[0])
    files = [*sorted((package / "matching").rglob("*.py")), package / "answers" / "matching" / "data.py"]
    version = f"{graphsvc.__version__}\n{ENCODER}\n".encode()
    return hashlib.sha256(version + b"".join(file.read_bytes() for file in files)).hexdigest()
