"""Fallback contacts when no candidate fits: cluster organizations of the nearest field, else institutes."""

from typing import Any

import numpy as np
import numpy.typing as npt

from graphsvc.answers.matching.data import MatchingData, chain_readers
from graphsvc.answers.matching.evidence import EvidenceData, question
from graphsvc.arrays import Bools
from graphsvc.matching.relevance.model import evidence_scores
from graphsvc.matching.relevance.ranking import best_evidence
from graphsvc.matching.relevance.similarity import FEW, Question, similarity, telling_stems
from graphsvc.messages import Message, msg
from graphsvc.snapshot import ORGANIZATION_KINDS
from graphsvc.state.chain_selection import part_ref
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.refs import Ref
from graphsvc.taxonomy.glossary import glossary

ASKED = 3
SHORT = 8
"""Words up to which a text is called short."""
NEAR = 0.33
"""Least cosine of a text with the sectors of a cluster whose field is near."""
NEARLY = -2.0
"""Least score of an institute that is asked."""
INSTITUTES = [ORGANIZATION_KINDS.index(kind) for kind in ("research", "education")]


def near_contacts(
    graph: CurrentGraph,
    made: MatchingData,
    known: EvidenceData,
    asked: Question,
    *,
    said: str,
    house: int | None,
) -> tuple[Ref, ...]:
    """Whom to ask where no company, or no institute, fits the text `said`.

    That is the cluster organizations of the house that asks, then those whose field is near: the text is on
    the subject of a value chain (see `_subjects`) that stands in their sectors, or the cosine of both is at
    least `NEAR`. Where there are none, institutes with a project that is nearly close enough; else nobody.
    """
    own = [] if house is None else sorted(made.belongs[[house]].indices.tolist())
    cosines = known.cosines_with_sectors(asked)
    for place in _subjects(said):
        with_it = made.clusters.chains[:, place]
        title = chain_readers()[place].chain.title["en"]
        cosines[with_it] += 1 + known.cosines_with_sectors(question(known, title, ""))[with_it]
    near = [row for row in _best(np.where(cosines >= NEAR, cosines, 0)) if row not in own]
    if clusters := [*own, *near][:ASKED]:
        return tuple(part_ref(graph, made.clusters.ids[row]) for row in clusters)
    organizations = graph.snapshot().organizations
    scores = evidence_scores(asked, similarity(known.index, asked))
    found = best_evidence(known.index, scores, _institutes(graph, made), top=ASKED, least=NEARLY)
    return tuple(part_ref(graph, organizations.ids[one.organization]) for one in found)


def _subjects(said: str) -> list[int]:
    """The places among `chain_readers` of the chains whose subject words stand in a text; of a short text
    without any, of the only chain it names a stage of.
    """
    text = glossary().searchable(said)
    readers = list(enumerate(chain_readers()))
    if found := [place for place, reader in readers if reader.subject_words(text)]:
        return found
    named = [place for place, reader in readers if reader.stage_words(text)] if _is_short(said) else []
    return named if len(named) == 1 else []


def _institutes(graph: CurrentGraph, made: MatchingData) -> Bools:
    return np.isin(graph.snapshot().organizations.kind, INSTITUTES) & ~made.index.history.hidden


def _is_short(said: str) -> bool:
    return len(said.split()) <= SHORT


def says_little(known: EvidenceData, asked: Question, said: str) -> bool:
    """Whether what was `said` is short, and holds so few telling words that only who shares one is named."""
    return _is_short(said) and len(telling_stems(known.index, asked)) <= FEW


_WHY_NOBODY = {
    ("company", "cluster"): msg(
        "No company here has a project on this; ask the cluster organizations nearest to the field"
    ),
    ("company", "organization"): msg(
        "No company here has a project on this; ask the institutes with the most similar projects"
    ),
    ("company", ""): msg("No company here has a project on this"),
    ("institute", "cluster"): msg(
        "No institute here has a project on this; ask the cluster organizations nearest to the field"
    ),
    ("institute", "organization"): msg(
        "No institute here has a project on this; ask those with the most similar projects"
    ),
    ("institute", ""): msg("No institute here has a project on this"),
    ("short", "cluster"): msg(
        "The description is short, and nothing here holds one of its words: say in two or three "
        "sentences what it does and for whom, or ask the cluster organizations nearest to the field"
    ),
    ("short", "organization"): msg(
        "The description is short, and nothing here holds one of its words: say in two or three "
        "sentences what it does and for whom, or ask the institutes with the most similar projects"
    ),
    ("short", ""): msg(
        "The description is short, and nothing here holds one of its words: say in two or three "
        "sentences what it does and for whom"
    ),
}


def nobody(ask: tuple[Ref, ...], *, problem: bool = False, short: bool = False) -> Message:
    """Why nobody is named and whom to ask: for companies, or with `problem` for institutes.

    After a `short` question nothing is claimed of what the data holds.
    """
    sought = "short" if short else "institute" if problem else "company"
    return _WHY_NOBODY[sought, ask[0].kind if ask else ""]


def _best(score: npt.NDArray[Any]) -> list[int]:
    order = np.lexsort((np.arange(len(score)), -score))[:ASKED]
    return [int(row) for row in order if score[row] > 0]
