"""Websites read on request of the person: which stages their words show, kept as inferred, with the words."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from graphsvc.coverage.inference import InferenceWeights, OrganizationText, StageClassifier
from graphsvc.domain import Activity, Basis, Evidence
from graphsvc.domain.dataset import WEBSITES
from graphsvc.errors import InvalidData, ReadOnly
from graphsvc.ingest.website import WebsitePage, WebsiteReader
from graphsvc.messages import msg
from graphsvc.settings import Settings
from graphsvc.snapshot import ORGANIZATION_KINDS, Snapshot
from graphsvc.state.chain_info import chains, stages
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.own_words import READ_WEBSITES, Undo, claims_of_dataset
from graphsvc.state.refs import activity_fact
from graphsvc.state.stage_holders import StageFact
from graphsvc.taxonomy import chain

MOST_QUOTED = 20
"""Words of a quotation."""
_OF_WEBSITES = InferenceWeights().text
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_WEIGHTS = InferenceWeights(
    name_keyword=0, own_keyword=0, own_cue=0, kind=0, description_keyword=_OF_WEBSITES, description_cue=0
)


@dataclass(frozen=True, slots=True)
class WebsiteFound:
    """What a website was read for: its address, the stages with the words that show them, a way back."""

    address: str
    found: tuple[Activity, ...]
    undo: str | None


@dataclass(frozen=True, slots=True)
class ShownWebsite:
    """The address known of an organization or cluster, and the stages inferred from a reading before."""

    address: str
    stages: tuple[StageFact, ...]


class Websites:
    """Reads websites for the person of a local service whose operator permits it."""

    def __init__(self, graph: CurrentGraph, settings: Settings, reader: WebsiteReader | None = None) -> None:
        self._graph, self._settings = graph, settings
        self._reader = reader or WebsiteReader()
        self._undo = Undo(graph.home)

    def shown(self, identifier: str) -> ShownWebsite | None:
        """What the page of an organization or cluster shows; None where no website is read."""
        if not self._settings.websites:
            return None
        snapshot = self._graph.snapshot()
        acts = snapshot.activities
        of_websites = np.array([info.id == WEBSITES for info in snapshot.datasets], dtype=bool)
        rows = np.flatnonzero(
            (acts.performer == snapshot.node(identifier)) & of_websites[acts.evidence.dataset]
        )
        read = (
            StageFact(stages()[snapshot.stages[int(acts.stage[row])]], activity_fact(snapshot, row))
            for row in rows.tolist()
        )
        return ShownWebsite(known_address(snapshot, identifier), tuple(read))

    def read(self, identifier: str, address: str, today: str) -> WebsiteFound:
        """Read a website, and keep which stages it shows in place of what a reading before found.

        Without an `address` the known one is read. Raises `ReadOnly` where the operator has not permitted it,
        and `InvalidData` with the reason why nothing was read.
        """
        if not self._settings.websites:
            raise ReadOnly(msg("Websites are not read here; the operator permits it by GRAPHSVC_WEBSITES=1."))
        snapshot = self._graph.snapshot()
        where = address.strip() or known_address(snapshot, identifier)
        if not where:
            raise InvalidData(msg("No website is known here; give its address."))
        page = self._reader.read(where)
        after = [
            Activity(
                performer=identifier,
                stage=stage,
                evidence=Evidence(
                    basis=Basis.INFERRED,
                    dataset=WEBSITES,
                    citation=page.address,
                    date=today,
                    confidence=_OF_WEBSITES,
                    words=words,
                ),
            )
            for stage, words in stages_shown(page, kind_of_performer(snapshot, identifier)).items()
        ]
        before = claims_of_dataset(self._graph, WEBSITES, [identifier])
        if not before and not after:
            return WebsiteFound(page.address, (), None)
        self._graph.store.delete(before)
        self._graph.store.write(READ_WEBSITES, after)
        self._graph.refresh()
        undo = self._undo.remember(identifier, [READ_WEBSITES], before, after)
        return WebsiteFound(page.address, tuple(after), undo)


def known_address(snapshot: Snapshot, identifier: str) -> str:
    """The address of the website of an organization or cluster, empty if none is known."""
    node, size = snapshot.node(identifier), len(snapshot.organizations.ids)
    if node < size:
        return snapshot.organizations.website[node]
    return snapshot.clusters.records[node - size].website or ""


def kind_of_performer(snapshot: Snapshot, identifier: str) -> str:
    """The kind of an organization; `other` for a cluster."""
    node = snapshot.node(identifier)
    if node < len(snapshot.organizations.ids):
        return ORGANIZATION_KINDS[int(snapshot.organizations.kind[node])]
    return "other"


def stages_shown(page: WebsitePage, kind: str) -> Mapping[str, str]:
    """The stages (`chain/stage`) that key words on a page show, with the sentence that shows each first.

    A chain is looked for where the page as a whole is on its subject.
    """
    sentences = [part for line in page.lines for part in _SENTENCE.split(line) if part]
    found: dict[str, str] = {}
    for info in chains():
        reader = StageClassifier(chain(info.id), _WEIGHTS)
        about = reader.subject_words(" ".join(sentences))
        for sentence in sentences if about else ():
            for stage, words in _guesses(reader, sentence, kind, about):
                found.setdefault(reader.chain.ref(reader.chain.stage(stage)), quoted(sentence, words))
    return found


def _guesses(
    reader: StageClassifier, sentence: str, kind: str, about: tuple[str, ...]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    text = OrganizationText(name="", kind=kind, text=" ".join(sentence.split()[:40]), fields=about)
    for guess in reader.guesses(text):
        if guess.confidence >= _OF_WEBSITES:
            yield guess.stage, guess.words


def quoted(sentence: str, words: Iterable[str]) -> str:
    """At most `MOST_QUOTED` words of a sentence around the first that was matched."""
    said = sentence.split()
    if len(said) <= MOST_QUOTED:
        return sentence
    keys = [word.casefold() for word in words]
    place = next((n for n, word in enumerate(said) if any(key in word.casefold() for key in keys)), 0)
    first = max(min(place - MOST_QUOTED // 2, len(said) - MOST_QUOTED), 0)
    part = " ".join(said[first : first + MOST_QUOTED])
    return f"{'… ' if first else ''}{part}{' …' if first + MOST_QUOTED < len(said) else ''}"
