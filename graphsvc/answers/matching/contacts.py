"""Fallback contacts when no candidate fits: cluster organizations of the nearest field, else institutes."""

from typing import Any

import numpy as np
import numpy.typing as npt

from graphsvc.answers.matching.data import MatchingData, chain_readers
from graphsvc.answers.matching.evidence import EvidenceData
from graphsvc.arrays import Bools
from graphsvc.matching.cluster_data import sector_cosines
from graphsvc.matching.query import QueryContext
from graphsvc.matching.relevance.model import EvidenceScores
from graphsvc.matching.relevance.ranking import best_evidence
from graphsvc.matching.relevance.similarity import Question
from graphsvc.messages import Message, msg
from graphsvc.snapshot import ORGANIZATION_KINDS
from graphsvc.state.chain_selection import part_ref
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.refs import Ref

ASKED = 3
NEAR = 0.33
"""Least cosine of a text with the sectors of a cluster whose field is near."""
NEARLY = -2.0
"""Least score of an institute that is asked."""
INSTITUTES = [ORGANIZATION_KINDS.index(kind) for kind in ("research", "education")]


def whom_to_ask(graph: CurrentGraph, made: MatchingData, reading: QueryContext) -> tuple[Ref, ...]:
    """Cluster organizations whose sector comes nearest to the text; institutes where there are none.

    The institutes are those that take most part in the closest projects.
    """
    clusters, question = made.clusters, reading.query
    score = clusters.words.cosines(clusters.words.vector(question.text)).dense.astype(np.float64)
    if question.vector is not None:
        score += sector_cosines(clusters, question.vector)
    if found := _best(score):
        return tuple(part_ref(graph, clusters.ids[row]) for row in found)
    organizations = graph.snapshot().organizations
    best = _best(np.where(_institutes(graph, made), reading.participants.dense, 0))
    return tuple(part_ref(graph, organizations.ids[row]) for row in best)


def near_contacts(
    graph: CurrentGraph,
    made: MatchingData,
    known: EvidenceData,
    asked: Question,
    *,
    said: str,
    scores: EvidenceScores,
    house: int | None,
) -> tuple[Ref, ...]:
    """Whom to ask where no company fits the text `said`.

    That is the cluster organizations of the house that asks, then those whose field is near: the subject of a
    value chain stands in the text and in their sectors, or the cosine of both is at least `NEAR`. Where there
    are none, institutes with a project that is nearly close enough; else nobody.
    """
    own = [] if house is None else sorted(made.belongs[[house]].indices.tolist())
    cosines = known.cosines_with_sectors(asked)
    text = f"{said} {asked.texts[-1]}"
    for subject in (reader.subject_words for reader in chain_readers() if reader.subject_words(text)):
        cosines[[bool(subject(sector)) for sector in made.clusters.sectors]] += 1
    near = [row for row in _best(np.where(cosines >= NEAR, cosines, 0)) if row not in own]
    if clusters := [*own, *near][:ASKED]:
        return tuple(part_ref(graph, made.clusters.ids[row]) for row in clusters)
    organizations = graph.snapshot().organizations
    found = best_evidence(known.index, scores, _institutes(graph, made), top=ASKED, least=NEARLY)
    return tuple(part_ref(graph, organizations.ids[one.organization]) for one in found)


def _institutes(graph: CurrentGraph, made: MatchingData) -> Bools:
    return np.isin(graph.snapshot().organizations.kind, INSTITUTES) & ~made.index.history.hidden


def nobody(ask: tuple[Ref, ...], *, problem: bool) -> Message:
    """Why nobody is named and whom to ask: for companies, or with `problem` for institutes."""
    kind = ask[0].kind if ask else ""
    if problem:
        if kind == "cluster":
            return msg(
                "No institute here has a project on this; ask the cluster organizations nearest to the field"
            )
        if kind:
            return msg("No institute here has a project on this; ask those with the most similar projects")
        return msg("No institute here has a project on this")
    if kind == "cluster":
        return msg(
            "No company here has a project on this; ask the cluster organizations nearest to the field"
        )
    if kind:
        return msg("No company here has a project on this; ask the institutes with the most similar projects")
    return msg("No company here has a project on this")


def _best(score: npt.NDArray[Any]) -> list[int]:
    order = np.lexsort((np.arange(len(score)), -score))[:ASKED]
    return [int(row) for row in order if score[row] > 0]
