"""A question and what it brings to mind: past projects like it, organizations near it; read by features."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import scipy.sparse as sp

from graphsvc.matching.engine import Engine
from graphsvc.matching.graph import dense, gathered, spread, strongest
from graphsvc.matching.habits import unit
from graphsvc.matching.history import COMPANY, Floats, Ints
from graphsvc.matching.words import unit_rows

Task = Literal["partners", "implementers", "members"]
TASKS: tuple[Task, ...] = ("partners", "implementers", "members")
SIMILAR = 100
CLOSEST = 50
UNLIKE = 0.2
FADING = 2.0


@dataclass(frozen=True, eq=False)
class Question:
    """Who asks for what: `given` are rows of organizations, in order; `text` and its sentence `vector`.

    For partners there is no text: what the organization worked on before stands in.
    """

    task: Task
    given: Ints
    text: str = ""
    vector: Floats | None = None


@dataclass(frozen=True, eq=False)
class Reading:
    """A question in the light of a history; every property is computed when first read."""

    engine: Engine
    question: Question

    @cached_property
    def words(self) -> sp.csr_array:
        """The question's words: of its text, or of the projects of those given."""
        if self.question.task != "partners":
            return self.engine.words.vector(self.question.text)
        own = self.engine.graph.rows[self.question.given] @ self.engine.words.weights
        summed = sp.csr_array(own.sum(axis=0).reshape(1, -1))
        return unit_rows(summed)

    @cached_property
    def vector(self) -> Floats | None:
        """The question's sentence vector: of its text, or the sum over the projects of those given."""
        vectors = self.engine.history.vectors
        if vectors is None:
            return None
        if self.question.task != "partners":
            return self.question.vector
        own = np.flatnonzero(self.present)
        scaled = vectors[own] / self.engine.vector_length[own, None] * self.present[own, None]
        summed = scaled.sum(axis=0, dtype=np.float64)
        largest = np.abs(summed).max(initial=0.0)
        return np.rint(summed / largest * 127).astype(np.float32) if largest else None

    @cached_property
    def cosine(self) -> Floats:
        """Cosine of the words of each project with the question's."""
        return self.engine.words.cosines(self.words)

    @cached_property
    def meaning(self) -> Floats:
        """Cosine of the sentence vector of each project with the question's, to four digits; exact sums."""
        vectors = self.engine.history.vectors
        if vectors is None or self.vector is None:
            return np.zeros(self.engine.graph.columns.shape[0], dtype=np.float32)
        length = float(np.sqrt(np.sum(self.vector.astype(np.float64) ** 2))) or 1.0
        products = (vectors @ self.vector).astype(np.float64)
        return np.round(np.maximum(products / (self.engine.vector_length * length), 0), 4).astype(np.float32)

    @cached_property
    def likeness(self) -> Floats:
        """Sentence cosine beyond what unlike texts have anyway (`UNLIKE`)."""
        return np.asarray(np.maximum(self.meaning - np.float32(UNLIKE), 0))

    @cached_property
    def present(self) -> Floats:
        """How many of those given took part in each project."""
        graph, given = self.engine.graph, self.question.given
        ones = np.ones(len(given), dtype=np.float32)
        return dense(*gathered(*spread(graph.rows, given, ones)), graph.rows.shape[1])

    @cached_property
    def start(self) -> Floats:
        """Those given, with equal weights that sum to one."""
        value = np.zeros(self.engine.size, dtype=np.float32)
        if len(self.question.given):
            value[self.question.given] = 1 / len(self.question.given)
        return value

    @cached_property
    def once(self) -> tuple[Floats, ...]:
        """One step from those given, by ties of size and by recent ones."""
        return self.engine.graph.step((self.start, self.start), ("size", "recent"))

    @cached_property
    def walks(self) -> tuple[Floats, ...]:
        """Where walks from those given end: by count, size and recent ties, and by size with the peers as
        second start.
        """
        peers, total = self.peers, float(self.peers.sum())
        both = 0.5 * self.start + (0.5 / total * peers if total else 0)
        starts = (self.start, self.start, self.start, both.astype(np.float32))
        return self.engine.graph.walks(starts, ("count", "size", "recent", "size"), (0.5, 0.5, 0.6, 0.5))

    @cached_property
    def near(self) -> Floats:
        """Those given and, by strength of their ties, the partners of those given."""
        return np.asarray(self.once[0] + self.start)

    @cached_property
    def similar(self) -> Floats:
        """The `SIMILAR` projects with the most similar words and sentences, by squared cosine."""
        value = np.zeros_like(self.cosine)
        for one in (self.cosine, self.likeness):
            best = strongest(one, SIMILAR)
            value[best] += one[best] ** 2
        return value

    @cached_property
    def closest(self) -> Floats:
        """The `CLOSEST` projects, weighted by the third power of the sum of both cosines."""
        both = self.cosine + self.likeness
        best = strongest(both, CLOSEST)
        value = np.zeros_like(both)
        value[best] = both[best] ** 3
        return value

    @cached_property
    def participants(self) -> Floats:
        """How much each organization takes part in the closest projects."""
        return self.engine.graph.into_organizations(self.closest)

    @cached_property
    def around(self) -> Floats:
        """How much each project holds of those given and their partners, divided by the root of its size."""
        graph = self.engine.graph
        return np.asarray(graph.into_projects(self.near) / np.sqrt(np.maximum(graph.size, 1)))

    @cached_property
    def peers(self) -> Floats:
        """Who took part in the closest projects; companies alone when companies are asked for."""
        value = self.participants
        if self.question.task == "implementers":
            value = np.where(self.engine.history.kind == COMPANY, value, 0).astype(np.float32)
        return value

    @cached_property
    def expected_size(self) -> float:
        """ln of the size that the project in question would have: as the closest ones, or as one's own."""
        if self.question.task == "partners":
            return float(np.mean(self.engine.standing.usual_size[self.question.given]))
        total = float(self.closest.sum())
        return float(self.closest @ np.log(np.maximum(self.engine.graph.size, 1))) / total if total else 0.0

    @cached_property
    def countries(self) -> Floats:
        """Share of those given in each country."""
        codes = self.engine.history.country[self.question.given]
        count = np.bincount(codes[codes >= 0], minlength=len(self.engine.history.countries))
        return (count / max(len(codes), 1)).astype(np.float32)

    @cached_property
    def peer_countries(self) -> Floats:
        """Share of each country among the participants of the closest projects."""
        codes = self.engine.history.country
        places = np.flatnonzero(self.participants)
        places = places[codes[places] >= 0]
        count = len(self.engine.history.countries)
        sums = np.bincount(codes[places], self.participants[places], minlength=count)
        total = sums.sum()
        return (sums / total if total else sums).astype(np.float32)

    @cached_property
    def kinds(self) -> Floats:
        """Share of those given of each kind."""
        codes = self.engine.history.kind[self.question.given]
        count = np.bincount(codes[codes >= 0], minlength=len(self.engine.kinds.ties))
        return (count / max(len(codes), 1)).astype(np.float32)

    @cached_property
    def programmes(self) -> Floats:
        """The programs in question: of the closest projects, or of one's own."""
        return self._groups("programmes")

    @cached_property
    def calls(self) -> Floats:
        """The kinds of calls in question: of the closest projects, or of one's own."""
        return self._groups("calls")

    def _groups(self, which: Literal["programmes", "calls"]) -> Floats:
        groups = self.engine.programmes if which == "programmes" else self.engine.calls
        if self.question.task == "partners":
            value = groups.own(self.question.given)
        else:
            value = groups.of_projects(self.closest)
        known = np.array([name != "" for name in groups.names], dtype=np.float32)
        return unit(value * known)
