"""What a batch asks, and the answers block by block."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

import graphsvc
from graphsvc.answers.matching.data import history
from graphsvc.arrays import Float64s, Int32s
from graphsvc.errors import InvalidData
from graphsvc.matching.blocks import best_of
from graphsvc.matching.candidates import signals
from graphsvc.matching.index import MatchingIndex, build_matching_index
from graphsvc.matching.query import QueryContext
from graphsvc.matching.tasks import partners_query
from graphsvc.snapshot import Snapshot
from graphsvc.state.feedback import said
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.sentence_encoder import ENCODER
from graphsvc.taxonomy.matching import MatchingProfile
from graphsvc.taxonomy.profiles import write_profile

SIZE = 250


@dataclass(frozen=True)
class BatchPlan:
    """The best `top` partners of everybody, in the data of a digest, by a matching profile.

    A block holds `size` organizations.
    """

    digest: str
    profile: MatchingProfile
    top: int
    size: int = SIZE

    @property
    def ground(self) -> str:
        """Names the data and the code that reckons; what others reckoned on it can be used no more."""
        return f"{self.digest[:16]}-{_code()[:8]}"

    @property
    def name(self) -> str:
        """Names all that a result rests on: ground, matching profile, size of blocks, and number."""
        asks = hashlib.sha256(f"{self.size}\n{write_profile(self.profile)}".encode()).hexdigest()
        return f"{self.ground}-{asks[:16]}-{self.top}"

    def rows(self, asked: Int32s, number: int) -> Int32s:
        """Those of `asked` whom the block `number` (counted from 0) holds."""
        return asked[number * self.size :][: self.size]


@dataclass(frozen=True, eq=False)
class Block:
    """Suggestions for some organizations, one list after the other: `counts` says how long each is."""

    counts: Int32s
    candidates: Int32s
    scores: Float64s


@dataclass(frozen=True, eq=False)
class Answers:
    """Answers a plan; `asked` are rows of all who are asked for, `refused` whom some of them refused."""

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
    """Rows of the organizations that are asked for: all that are not named after a person, by id."""
    return np.flatnonzero(~snapshot.organizations.hidden).astype(np.int32)


def answers(graph: CurrentGraph, plan: BatchPlan) -> Answers:
    """Make ready to answer a plan on the data of `graph`. Raises `InvalidData` for an unknown signal."""
    snapshot = graph.snapshot()
    refused, objections = _vetoes(graph, snapshot)
    with threadpool_limits(1):
        made = build_matching_index(history(snapshot, graph.home), with_memory=False)
    _check(made, plan.profile)
    return Answers(plan, _without(made, objections), asked(snapshot), refused)


def _vetoes(graph: CurrentGraph, snapshot: Snapshot) -> tuple[dict[int, Int32s], Int32s]:
    """Whom organizations refused, by row, and who does not want to be suggested to anybody."""
    words = said(graph)
    sources = {one.query for _, one in words.feedback if one.type == "not-for-us" and one.query}
    refused = {row: _rows(snapshot, words.refused(one)) for one in sources for row in _rows(snapshot, [one])}
    return refused, _rows(snapshot, words.objections)


def _rows(snapshot: Snapshot, ids: frozenset[str] | list[str]) -> Int32s:
    places = {snapshot.organizations.ids.find(snapshot.merged.get(one, one)) for one in ids}
    return np.array(sorted(places - {-1}), dtype=np.int32)


def _without(made: MatchingIndex, rows: Int32s) -> MatchingIndex:
    """The engine, with some organizations never suggested."""
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
    """Names the code that reckons, so that nothing of an older one is mixed in."""
    package = Path(graphsvc.__path__[0])
    files = [*sorted((package / "matching").rglob("*.py")), package / "answers" / "matching" / "data.py"]
    version = f"{graphsvc.__version__}\n{ENCODER}\n".encode()
    return hashlib.sha256(version + b"".join(file.read_bytes() for file in files)).hexdigest()
