"""Query context: similar past projects and nearby organizations, computed lazily and shared by all
features.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import scipy.sparse as sp

from graphsvc.arrays import Float32s, Int32s
from graphsvc.matching.collaboration_graph import Values, gather_values, scatter_sum, spread_out, top_k
from graphsvc.matching.history import COMPANY
from graphsvc.matching.index import MatchingIndex
from graphsvc.matching.organization_stats import unit
from graphsvc.matching.personalized_pagerank import PersonalizedPageRank, Start, walk
from graphsvc.matching.sentence_cosines import cosines

Task = Literal["partners", "implementers", "members"]
TASKS: tuple[Task, ...] = ("partners", "implementers", "members")
# Numbers of similar projects, sentence cosine of unrelated texts, and half-life in years; docs/matching.md,
# "How the score is made" and "Signals in formulas".
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
    """A query: `given` are rows of organizations (int32); `text` with its sentence `vector` and that of the
    `english` encoder (None: not encoded).

    For partners there is no text; the past projects of the organization are used instead.
    """

    task: Task
    given: Int32s
    text: str = ""
    vector: Float32s | None = None
    english: Float32s | None = None


@dataclass(frozen=True, eq=False)
class QueryContext:
    """Everything derived from one query; each property is computed on first access.

    Arrays are float32 over projects (`cosine`, `meaning`, `likeness`, `english`, `similar_english`,
    `present`, `similar`, `closest`, `around`, `consortium`) or over organizations (`once`, `walks`, `near`,
    `participants`, `peers`).
    """

    index: MatchingIndex
    query: MatchingQuery

    @cached_property
    def _start(self) -> Start:
        """The given organizations with equal weights that sum to one."""
        given = np.unique(self.query.given).astype(np.int32)
        return given, np.full(len(given), 1 / max(len(self.query.given), 1), dtype=np.float32)

    @cached_property
    def words(self) -> sp.csr_array:
        """TF-IDF vector, 1 × vocabulary: of the text, for partners the sum over projects of the given."""
        if self.query.task != "partners":
            return self.index.words.vector(self.query.text)
        return self.index.words.sum(self.present.places, self.present.own)

    @cached_property
    def vector(self) -> Float32s | None:
        """Sentence vector of the text, for partners the sum over projects of the given; None if unknown."""
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
    def cosine(self) -> Float32s:
        """TF-IDF cosine of each project with the query."""
        return self._by_words.dense

    @cached_property
    def meaning(self) -> Float32s:
        """Cosine of the sentence vector of each project with that of the query, four decimals; 0 if
        unknown.
        """
        vectors = self.index.history.vectors
        if vectors is None or self.vector is None:
            return np.zeros(self.index.graph.columns.shape[0], dtype=np.float32)
        return cosines(vectors @ self.vector, self.index.vector_length, self.vector)

    @cached_property
    def likeness(self) -> Float32s:
        """max(sentence cosine - `UNLIKE`, 0): unrelated texts have a cosine of about `UNLIKE`."""
        if self.vector is None:
            return self.meaning
        return np.asarray(np.maximum(self.meaning - np.float32(UNLIKE), 0))

    @cached_property
    def english(self) -> Float32s:
        """`likeness` by the English encoder; 0 if unknown."""
        vectors, asked = self.index.history.english, self.query.english
        if vectors is None or asked is None:
            return np.zeros_like(self.cosine)
        cosine = cosines(vectors @ asked, self.index.english_length, asked)
        return np.asarray(np.maximum(cosine - np.float32(UNLIKE), 0))

    @cached_property
    def _resembling(self) -> Int32s:
        """Projects with a positive similarity by words or sentences."""
        if self.vector is None:
            return self._by_words.places
        return np.flatnonzero(self.cosine + self.likeness).astype(np.int32)

    @cached_property
    def present(self) -> Values:
        """Number of given organizations in each project."""
        graph, given = self.index.graph, self.query.given
        ones = np.ones(len(given), dtype=np.float32)
        return spread_out(*gather_values(*scatter_sum(graph.rows, given, ones)), graph.rows.shape[1])

    @cached_property
    def starts(self) -> list[Start]:
        """Start distributions of the `WALKS`: the given organizations; for the last one half of it
        the peers.
        """
        given, own = self._start
        peers, total = self.peers, float(self.peers.own.sum())
        share = (0.5 / total * peers.own).astype(np.float32) if total else peers.own
        both = gather_values(np.concatenate((given, peers.places)), np.concatenate((0.5 * own, share)))
        return [self._start] * 3 + [both]

    @cached_property
    def walked(self) -> tuple[list[Values], list[Values]]:
        """Distributions of the `WALKS` after the first and after the last step."""
        return walk(self.index.graph, self.starts, WALKS)

    @property
    def once(self) -> list[Values]:
        """Distribution one step from the given organizations, by ties of kind `size` and of kind `recent`."""
        return self.walked[0][1:3]

    @property
    def walks(self) -> list[Values]:
        """Final distributions of the walks by ties of kind `count`, `size` and `recent`, and by `size` with
        the peers as second start.
        """
        return self.walked[1]

    @cached_property
    def near(self) -> Values:
        """The given organizations and their partners, weighted by tie strength."""
        step, (given, own) = self.once[0], self._start
        both = gather_values(np.concatenate((step.places, given)), np.concatenate((step.own, own)))
        return spread_out(*both, self.index.size)

    @cached_property
    def similar(self) -> Values:
        """The `SIMILAR` most similar projects by words and by sentences, weighted by squared cosine."""
        places, value = self._resembling, np.zeros_like(self.cosine)
        for near in (self.cosine[places], self.likeness[places]):
            best = top_k(near, SIMILAR)
            value[places[best]] += near[best] ** 2
        return Values(value, places[value[places] > 0])

    @cached_property
    def similar_english(self) -> Float32s:
        """The `SIMILAR` most similar projects by the English encoder, weighted by squared `english`."""
        best, value = top_k(self.english, SIMILAR), np.zeros_like(self.english)
        value[best] = self.english[best] ** 2
        return value

    @cached_property
    def closest(self) -> Values:
        """The `CLOSEST` most similar projects, weighted by the cubed sum of both similarities."""
        places = self._resembling
        both = self.cosine[places] + self.likeness[places]
        best = top_k(both, CLOSEST)
        return spread_out(places[best], both[best] ** 3, len(self.cosine))

    @cached_property
    def participants(self) -> Values:
        """Sum of the weights of the closest projects that each organization took part in."""
        return self.index.graph.into_organizations(self.closest)

    @cached_property
    def around(self) -> Values:
        """Sum of `near` over the participants of each project, divided by the square root of its size."""
        graph = self.index.graph
        value = graph.into_projects(self.near)
        root = np.sqrt(np.maximum(graph.size[value.places], 1))
        return spread_out(value.places, (value.own / root).astype(np.float32), len(value.dense))

    @cached_property
    def consortium(self) -> Float32s:
        """Dual EASE coefficients of each project; zeros for partners and without a model."""
        memory = self.index.memory
        if memory is None or self.query.task == "partners":
            return np.zeros_like(self.cosine)
        return memory.project_values(self.present.dense, self.cosine)

    @cached_property
    def peers(self) -> Values:
        """Participants of the closest projects; for implementers companies only."""
        value = self.participants
        if self.query.task != "implementers":
            return value
        firms = value.places[self.index.history.kind[value.places] == COMPANY]
        return spread_out(firms, value.dense[firms], len(value.dense))

    @cached_property
    def expected_size(self) -> float:
        """Expected ln(size) of the new project: mean of the closest projects, or for partners of own
        projects.
        """
        if self.query.task == "partners":
            return float(np.mean(self.index.activity.usual_size[self.query.given]))
        size = np.log(np.maximum(self.index.graph.size[self.closest.places], 1))
        total = float(self.closest.own.sum())
        return float(np.sum(self.closest.own * size)) / total if total else 0.0

    @cached_property
    def countries(self) -> Float32s:
        """Share of the given organizations in each country, shape (countries,)."""
        codes = self.index.history.country[self.query.given]
        count = np.bincount(codes[codes >= 0], minlength=len(self.index.history.countries))
        return (count / max(len(codes), 1)).astype(np.float32)

    @cached_property
    def peer_countries(self) -> Float32s:
        """Share of each country among the participants of the closest projects."""
        codes = self.index.history.country
        places = self.participants.places
        places = places[codes[places] >= 0]
        count = len(self.index.history.countries)
        sums = np.bincount(codes[places], self.participants.dense[places], minlength=count)
        total = sums.sum()
        return (sums / total if total else sums).astype(np.float32)

    @cached_property
    def kinds(self) -> Float32s:
        """Share of the given organizations of each kind, shape (kinds,)."""
        codes = self.index.history.kind[self.query.given]
        count = np.bincount(codes[codes >= 0], minlength=len(self.index.kinds.ties))
        return (count / max(len(codes), 1)).astype(np.float32)

    @cached_property
    def programmes(self) -> Float32s:
        """Unit vector over programs of the closest projects, or for partners of own projects."""
        return self._groups("programmes")

    @cached_property
    def calls(self) -> Float32s:
        """Unit vector over kinds of calls of the closest projects, or for partners of own projects."""
        return self._groups("calls")

    def _groups(self, which: Literal["programmes", "calls"]) -> Float32s:
        groups = self.index.programmes if which == "programmes" else self.index.calls
        value = groups.of_projects(self.present if self.query.task == "partners" else self.closest)
        known = np.array([name != "" for name in groups.names], dtype=np.float32)
        return unit(value * known)


def query_contexts(index: MatchingIndex, queries: Sequence[MatchingQuery]) -> list[QueryContext]:
    """Contexts of several queries, equal to those built one by one; sentence products and walks are
    batched.
    """
    contexts = [QueryContext(index, query) for query in queries]
    vectors = index.history.vectors
    with_vector = [context for context in contexts if vectors is not None and context.vector is not None]
    if vectors is not None and with_vector:
        products = vectors @ np.stack([np.asarray(context.vector) for context in with_vector], axis=1)
        for column, context in enumerate(with_vector):
            asked = np.asarray(context.vector)
            context.__dict__["meaning"] = cosines(products[:, column], index.vector_length, asked)
    first, ends = walk(index.graph, [start for context in contexts for start in context.starts], WALKS)
    for place, context in enumerate(contexts):
        part = slice(place * len(WALKS), (place + 1) * len(WALKS))
        context.__dict__["walked"] = first[part], ends[part]
    return contexts
