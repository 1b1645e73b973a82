"""Companies for a result, institutes for a problem: what each did that comes nearest, what speaks against."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from graphsvc.answers.matching.contacts import INSTITUTES, near_contacts, nobody, says_little
from graphsvc.answers.matching.data import MatchingData
from graphsvc.answers.matching.evidence import EvidenceData, question
from graphsvc.answers.matching.introductions import introducers
from graphsvc.answers.matching.research_results import Implementers, asking_of, described
from graphsvc.answers.matching.results import Match, Part, clusters_of
from graphsvc.answers.matching.roles import Thing, role, thing
from graphsvc.matching.collaboration_graph import gather_rows
from graphsvc.matching.relevance.calibration import FEW, NOBODY_CLOSE, fit_share
from graphsvc.matching.relevance.expansion import closely_fitting, expanded
from graphsvc.matching.relevance.model import evidence_scores
from graphsvc.matching.relevance.ranking import (
    COORDINATES,
    OF_ONE_PIECE,
    BestEvidence,
    best_evidence,
    candidates,
    shared_words,
)
from graphsvc.matching.relevance.similarity import Question, similarity
from graphsvc.matching.relevance.words import stems
from graphsvc.messages import Message, msg
from graphsvc.snapshot import COMPANY, NO_DAY, ORGANIZATION_KINDS, iso
from graphsvc.state.chain_selection import part_ref
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.refs import Ref, organization_ref, project_ref
from graphsvc.text_folding import words as words_of

PROFILE = "relevance 1.2"
LABELS = {
    "meaning": msg("Close in meaning"),
    "words": msg("Words in common"),
    "closest": msg("Close to what fits best"),
    "role": msg("Led or took part"),
    "text": msg("How well the text can be judged"),
}
_NAMED = 3
_LONG_AGO = 5 * 365.25
_MANY = 6
_QUOTED = 160


@dataclass(frozen=True, slots=True)
class _Answering:
    """What the matches of one answer are told from."""

    graph: CurrentGraph
    made: MatchingData
    known: EvidenceData
    asked: Question
    stems: frozenset[str]
    thing: Thing | None
    problem: bool


def implementers(
    graph: CurrentGraph,
    made: MatchingData,
    known: EvidenceData,
    *,
    title: str = "",
    abstract: str = "",
    topic: str = "",
    trl: int | None = None,
    organization: str | None = None,
    filters: Mapping[str, Any] | None = None,
    top: int = 12,
    all_of_project: bool = False,
    problem: bool = False,
) -> Implementers:
    """Companies that could implement a result, or with `problem` institutes that research it.

    Each is named by the one thing it did that comes nearest to the text. Nothing is kept. Whom the asking
    `organization` (an id) has worked with stands apart. Of one project two are named, with `all_of_project`
    all. The readiness `trl` changes nothing: what somebody has done does not depend on it. Raises `UnknownId`
    and `InvalidData`.
    """
    text = described(title, abstract, topic)
    snapshot = graph.snapshot()
    asking = asking_of(graph, made, INSTITUTES if problem else (COMPANY,), organization, filters, text=text)
    house, allowed = asking.house, asking.allowed
    asked = question(known, title, " ".join(part.strip() for part in (abstract, topic) if part.strip()))
    scores = evidence_scores(asked, similarity(known.index, asked))
    found = best_evidence(
        known.index,
        expanded(known.index, scores, allowed),
        allowed,
        top=top,
        of_one_piece=None if all_of_project else OF_ONE_PIECE,
    )
    told = frozenset(stems(" ".join(asked.texts)))
    answering = _Answering(graph, made, known, asked, told, thing(text), problem)
    partners = (
        set()
        if house is None
        else set(gather_rows(made.index.graph.partners, np.array([house], dtype=np.int32)).tolist())
    )
    close = closely_fitting(found)
    matches = [
        _match(answering, one, rank, fit="close" if rank <= close else "near")
        for rank, one in enumerate(found, 1)
    ]
    fresh = [match for match, one in zip(matches, found, strict=True) if one.organization not in partners]
    ask: tuple[Ref, ...] = ()
    if not matches:
        near = near_contacts(graph, made, known, asked, said=text, house=house)
        ask = asking.may_be_asked(near)
    return Implementers(
        profile=PROFILE,
        matches=tuple(fresh),
        known=tuple(match for match, one in zip(matches, found, strict=True) if one.organization in partners),
        looked_at=candidates(known.index, allowed),
        measured=_measured(found, close=close, problem=problem),
        reason=None
        if matches
        else msg("The filters leave nobody")
        if filters and not allowed.any()
        else nobody(ask, problem=problem, short=says_little(known, asked, text)),
        ask=ask,
        suggested_topics=(),
        digest=snapshot.digest,
    )


def _measured(found: Sequence[BestEvidence], *, close: int, problem: bool) -> Message | None:
    """What was measured of such lists; of institutes nothing."""
    if not close:
        return NOBODY_CLOSE if found else None
    if problem:
        return None
    band = fit_share(found[0].score)
    return band.words if band else FEW


def _match(answering: _Answering, one: BestEvidence, rank: int, *, fit: str) -> Match:
    graph, known = answering.graph, answering.known
    snapshot, row = graph.snapshot(), one.organization
    project = int(known.index.project[one.piece])
    words = shared_words(known.index, answering.stems, one.piece)[:_NAMED]
    cited = () if project < 0 else (snapshot.projects.ids[project],)
    did = _what_it_did(answering, one, project_ref(snapshot, project).english if project >= 0 else "")
    short = snapshot.projects.acronyms[project] if project >= 0 else ""
    common = _common(words, translated=answering.asked.understood is not None) if words else None
    leads = _is_responsible(answering, one)
    held = (
        None
        if answering.problem
        else role(graph, row, title=known.index.texts[one.piece], responsible=leads, asked=answering.thing)
    )
    return Match(
        ref=organization_ref(snapshot, row),
        org_kind=ORGANIZATION_KINDS[int(snapshot.organizations.kind[row])],
        clusters=clusters_of(graph, answering.made.belongs, row),
        rank=rank,
        score=one.score,
        likelihood=None,
        likelihood_share=band.share
        if rank == 1 and fit == "close" and not answering.problem and (band := fit_share(one.score))
        else None,
        parts=tuple(
            sorted(
                [
                    _part(graph, "meaning", one.meaning, did, cited),
                    _part(
                        graph, "words", one.words, common or (_GENERAL if one.words > 0 else _NO_WORDS), cited
                    ),
                    _part(graph, "closest", one.closest, _CLOSEST, cited),
                    _part(graph, "role", one.role, _LED if leads else _TOOK_PART, cited),
                    _part(graph, "text", one.text, _JUDGED, ()),
                ],
                key=lambda part: (-part.contribution, part.feature),
            )
        ),
        reasons=(
            _what_it_did(answering, one, short) if short else did,
            *((common,) if common else ()),
            *_also(answering, one),
        ),
        objection=_objection(answering, one, has_words=bool(words)),
        shared_contact=None,
        best_project=project_ref(snapshot, project) if project >= 0 else None,
        introducer=introducers(graph, answering.made, row),
        fit=fit,
        group=held.group if held else "",
        group_reason=held.because if held else None,
    )


_JUDGED = msg(
    "The same for all: how near the text is to the field of the data, and how well it tells projects apart"
)

_CLOSEST = msg("How near this is to the projects that fit best, whatever words the description uses")

_GENERAL = msg("Only general words in common")
_NO_WORDS = msg("No word in common")

_LED = msg("It led the project, or speaks of itself")
_TOOK_PART = msg("It took part in the project; others led it")


def _part(graph: CurrentGraph, name: str, value: float, detail: Message, theirs: tuple[str, ...]) -> Part:
    return Part(name, LABELS[name], value, detail, (), theirs, tuple(part_ref(graph, one) for one in theirs))


def _common(words: tuple[str, ...], *, translated: bool) -> Message:
    if translated:
        return msg("Words in common, once the description is put into English: %(words)s", words=words)
    return msg("Words in common with the description: %(words)s", words=words)


def _others(answering: _Answering, one: BestEvidence) -> tuple[list[int], list[int]]:
    """Rows of who else coordinated, and of who else took part in the best project, without hidden ones."""
    index, hidden = answering.known.index, answering.graph.snapshot().organizations.hidden
    start, end = index.participants.indptr[one.piece : one.piece + 2]
    rows, roles = index.participants.indices[start:end], index.participants.data[start:end]
    keep = (rows != one.organization) & ~hidden[rows]
    leads = roles == COORDINATES
    return rows[keep & leads].tolist(), rows[keep & ~leads].tolist()


def _is_responsible(answering: _Answering, one: BestEvidence) -> bool:
    """Whether it led the project, or the words are its own."""
    return not _others(answering, one)[0]


def _what_it_did(answering: _Answering, one: BestEvidence, name: str) -> Message:
    """In which project, called `name`, when, with whom; or its own words."""
    snapshot, index = answering.graph.snapshot(), answering.known.index
    project = int(index.project[one.piece])
    if project < 0:
        return msg("It says of itself: “%(words)s”", words=_short(index.texts[one.piece]))
    leaders, others = _others(answering, one)
    told: dict[str, Any] = {
        "project": name,
        "years": _years(answering, project),
    }
    names = [snapshot.organizations.names[row] for row in others[:_NAMED]]
    if leaders:
        return msg(
            "Took part in “%(project)s” (%(years)s), led by %(leader)s",
            **told,
            leader=snapshot.organizations.names[leaders[0]],
        )
    if not others:
        return msg("Carried out “%(project)s” (%(years)s)", **told)
    if len(others) > _NAMED:
        return msg(
            "Led “%(project)s” (%(years)s), with %(partners)s and others", **told, partners=tuple(names)
        )
    return msg("Led “%(project)s” (%(years)s), with %(partners)s", **told, partners=tuple(names))


def _years(answering: _Answering, project: int) -> str:
    table = answering.graph.snapshot().projects
    years = [iso(int(day))[:4] for day in (table.start[project], table.end[project]) if day != NO_DAY]
    return "–".join(dict.fromkeys(years)) or "?"


def _also(answering: _Answering, one: BestEvidence) -> tuple[Message, ...]:
    """Further close projects of the same company, by their short names; phases of one share a name."""
    snapshot, index = answering.graph.snapshot(), answering.known.index
    told: dict[str, str] = {}
    for piece in (one.piece, *one.others):
        if (project := int(index.project[piece])) >= 0:
            name = snapshot.projects.acronyms[project] or snapshot.projects.titles[project]
            told.setdefault("".join(words_of(name)) or name, "" if piece == one.piece else name)
    names = tuple(filter(None, told.values()))[:_NAMED]
    return (msg("Close as well: %(projects)s", projects=names),) if names else ()


def _objection(answering: _Answering, one: BestEvidence, *, has_words: bool) -> Message | None:
    """What speaks against: a share among many, long ago, or nearness of meaning alone."""
    snapshot, index = answering.graph.snapshot(), answering.known.index
    project = int(index.project[one.piece])
    if project < 0:
        return msg("These are its own words; no project shows it")
    leaders, _ = _others(answering, one)
    size, end = int(snapshot.projects.size[project]), int(snapshot.projects.end[project])
    if leaders and size > _MANY:
        return msg("%(size)s organizations took part; the data does not say who did what", size=size)
    if not has_words:
        return msg("No telling word in common: only the meaning is near")
    latest = int(snapshot.projects.end.max())
    if end != NO_DAY and latest - end > _LONG_AGO:
        return msg("The project ended in %(year)s", year=iso(end)[:4])
    if leaders:
        return msg("It did not lead the project")
    return None


def _short(text: str) -> str:
    return text if len(text) <= _QUOTED else text[:_QUOTED].rsplit(" ", 1)[0] + " …"
