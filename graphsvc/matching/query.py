"""A question and what it brings to mind: past projects like it, organizations near it; read by features."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import scipy.sparse as sp

from graphsvc.matching.collaboration_graph import Values, gather_values, scatter_sum, spread_out, top_k
from graphsvc.matching.history import COMPANY, Floats, Ints
from graphsvc.matching.index import MatchingIndex
from graphsvc.matching.organization_stats import unit
from graphsvc.matching.personalized_pagerank import PersonalizedPageRank, Start, walk

Task = Literal["partners", "implementers", "members"]
TASKS: tuple[Task, ...] = ("partners", "implementers", "members")
SIMILAR = 100
CLOSEST = 50
UNLIKE = 0.2
FADING = 2.0
WALKS = (
    PersonalizedPageRank("count", 0.5),
    PersonalizedPageRank("size", 0.5),
    PersonalizedPageRank("recent", 0.6),
    PersonalizedPageRank("size", 0.5),
)


@dataclass(frozen=True, eq=False)
class MatchingQuery:
    """Who asks for what: `given` are rows of organizations, in order; `text` and its sentence `vector`.

    For partners there is no text: what the organization worked on before stands in.
    """

    task: Task
    given: Ints
    text: str = ""
    vector: Floats | None = None


@dataclass(frozen=True, eq=False)
class QueryContext:
    """A question in the light of a history; every property is computed when first read."""

    index: MatchingIndex
    query: MatchingQuery

    @cached_property
    def _start(self) -> Start:
        """Those given, with equal weights that sum to one."""
        given = np.unique(self.query.given).astype(np.int32)
        return given, np.full(len(given), 1 / max(len(self.query.given), 1), dtype=np.float32)

    @cached_property
    def words(self) -> sp.csr_array:
        """The question's words: of its text, or of the projects of those given."""
        if self.query.task != "partners":
            return self.index.words.vector(self.query.text)
        return self.index.words.sum(self.present.places, self.present.own)

    @cached_property
    def vector(self) -> Floats | None:
        """The question's sentence vector: of its text, or the sum over the projects of those given."""
        vectors = self.index.history.vectors
        if vectors is None:
            return None
        if self.query.task != "partners":
            return self.query.vector
        own = self.present.places
        scaled = vectors[own] / self.index.vector_length[own, None] * self.present.own[:, None]
        summed = scaled.sum(axis=0, dtype=np.float64)
        largest = np.abs(summed).max(initial=0.0)
        return np.rint(summed / largest * 127).astype(np.float32) if largest else None

    @cached_property
    def _by_words(self) -> Values:
        return self.index.words.cosines(self.words)

    @property
    def cosine(self) -> Floats:
        """Cosine of the words of each project with the question's."""
        return self._by_words.dense

    @cached_property
    def meaning(self) -> Floats:
        """Cosine of the sentence vector of each project with the question's, to four digits; exact sums."""
        vectors = self.index.history.vectors
        if vectors is None or self.vector is None:
            return np.zeros(self.index.graph.columns.shape[0], dtype=np.float32)
        return self.cosine_of(vectors @ self.vector, self.vector)

    def cosine_of(self, products: Floats, vector: Floats) -> Floats:
        """`meaning`, from the products of the projects' sentence vectors with that of the question."""
        length = np.float32(np.sqrt(np.sum(vector.astype(np.float64) ** 2)) or 1)
        cosine = np.maximum(products / (self.index.vector_length * length), 0)
        return np.asarray(np.round(cosine, 4), dtype=np.float32)

    @cached_property
    def likeness(self) -> Floats:
        """Sentence cosine beyond what unlike texts have anyway (`UNLIKE`)."""
        if self.vector is None:
            return self.meaning
        return np.asarray(np.maximum(self.meaning - np.float32(UNLIKE), 0))

    @cached_property
    def _resembling(self) -> Ints:
        """Projects with any likeness, by words or sentences."""
        if self.vector is None:
            return self._by_words.places
        return np.flatnonzero(self.cosine + self.likeness).astype(np.int32)

    @cached_property
    def present(self) -> Values:
        """How many of those given took part in each project."""
        graph, given = self.index.graph, self.query.given
        ones = np.ones(len(given), dtype=np.float32)
        return spread_out(*gather_values(*scatter_sum(graph.rows, given, ones)), graph.rows.shape[1])

    @cached_property
    def starts(self) -> list[Start]:
        """Where the `WALKS` start: from those given, the last one from the peers as well."""
        given, own = self._start
        peers, total = self.peers, float(self.peers.own.sum())
        share = (0.5 / total * peers.own).astype(np.float32) if total else peers.own
        both = gather_values(np.concatenate((given, peers.places)), np.concatenate((0.5 * own, share)))
        return [self._start] * 3 + [both]

    @cached_property
    def walked(self) -> tuple[list[Values], list[Values]]:
        """Where the `WALKS` stand after one step and where they end."""
        return walk(self.index.graph, self.starts, WALKS)

    @property
    def once(self) -> list[Values]:
        """One step from those given, by ties of size and by recent ones."""
        return self.walked[0][1:3]

    @property
    def walks(self) -> list[Values]:
        """Where walks from those given end: by count, size and recent ties, and by size with the peers as
        second start.
        """
        return self.walked[1]

    @cached_property
    def near(self) -> Values:
        """Those given and, by strength of their ties, the partners of those given."""
        step, (given, own) = self.once[0], self._start
        both = gather_values(np.concatenate((step.places, given)), np.concatenate((step.own, own)))
        return spread_out(*both, self.index.size)

    @cached_property
    def similar(self) -> Values:
        """The `SIMILAR` projects with the most similar words and sentences, by squared cosine."""
        places, value = self._resembling, np.zeros_like(self.cosine)
        for cosines in (self.cosine[places], self.likeness[places]):
            best = top_k(cosines, SIMILAR)
            value[places[best]] += cosines[best] ** 2
        return Values(value, places[value[places] > 0])

    @cached_property
    def closest(self) -> Values:
        """The `CLOSEST` projects, weighted by the third power of the sum of both cosines."""
        places = self._resembling
        both = self.cosine[places] + self.likeness[places]
        best = top_k(both, CLOSEST)
        return spread_out(places[best], both[best] ** 3, len(self.cosine))

    @cached_property
    def participants(self) -> Values:
        """How much each organization takes part in the closest projects."""
        return self.index.graph.into_organizations(self.closest)

    @cached_property
    def around(self) -> Values:
        """How much each project holds of those given and their partners, divided by the root of its size."""
        graph = self.index.graph
        value = graph.into_projects(self.near)
        root = np.sqrt(np.maximum(graph.size[value.places], 1))
        return spread_out(value.places, (value.own / root).astype(np.float32), len(value.dense))

    @cached_property
    def consortium(self) -> Floats:
        """What the consortium memory says of each project; nothing where partners are sought."""
        memory = self.index.memory
        if memory is None or self.query.task == "partners":
            return np.zeros_like(self.cosine)
        return memory.project_values(self.present.dense, self.cosine)

    @cached_property
    def peers(self) -> Values:
        """Who took part in the closest projects; companies alone when companies are asked for."""
        value = self.participants
        if self.query.task != "implementers":
            return value
        firms = value.places[self.index.history.kind[value.places] == COMPANY]
        return spread_out(firms, value.dense[firms], len(value.dense))

    @cached_property
    def expected_size(self) -> float:
        """ln of the size that the project in question would have: as the closest ones, or as one's own."""
        if self.query.task == "partners":
            return float(np.mean(self.index.activity.usual_size[self.query.given]))
        size = np.log(np.maximum(self.index.graph.size[self.closest.places], 1))
        total = float(self.closest.own.sum())
        return float(np.sum(self.closest.own * size)) / total if total else 0.0

    @cached_property
    def countries(self) -> Floats:
        """Share of those given in each country."""
        codes = self.index.history.country[self.query.given]
        count = np.bincount(codes[codes >= 0], minlength=len(self.index.history.countries))
        return (count / max(len(codes), 1)).astype(np.float32)

    @cached_property
    def peer_countries(self) -> Floats:
        """Share of each country among the participants of the closest projects."""
        codes = self.index.history.country
        places = self.participants.places
        places = places[codes[places] >= 0]
        count = len(self.index.history.countries)
        sums = np.bincount(codes[places], self.participants.dense[places], minlength=count)
        total = sums.sum()
        return (sums / total if total else sums).astype(np.float32)

    @cached_property
    def kinds(self) -> Floats:
        """Share of those given of each kind."""
        codes = self.index.history.kind[self.query.given]
        count = np.bincount(codes[codes >= 0], minlength=len(self.index.kinds.ties))
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
        groups = self.index.programmes if which == "programmes" else self.index.calls
        value = groups.of_projects(self.present if self.query.task == "partners" else self.closest)
        known = np.array([name != "" for name in groups.names], dtype=np.float32)
        return unit(value * known)


def query_contexts(index: MatchingIndex, queries: Sequence[MatchingQuery]) -> list[QueryContext]:
    """Readings of several questions: equal to those made one by one, with what is alike computed at once."""
    contexts = [QueryContext(index, query) for query in queries]
    vectors = index.history.vectors
    with_vector = [context for context in contexts if vectors is not None and context.vector is not None]
    if vectors is not None and with_vector:
        products = vectors @ np.stack([np.asarray(context.vector) for context in with_vector], axis=1)
        for column, context in enumerate(with_vector):
            context.__dict__["meaning"] = context.cosine_of(products[:, column], np.asarray(context.vector))
    first, ends = walk(index.graph, [start for context in contexts for start in context.starts], WALKS)
    for place, context in enumerate(contexts):
        part = slice(place * len(WALKS), (place + 1) * len(WALKS))
        context.__dict__["walked"] = first[part], ends[part]
    return contexts
