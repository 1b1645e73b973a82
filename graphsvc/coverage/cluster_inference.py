"""Infer stages of clusters from their names, sectors and what sources say of them.

A cluster is read text by text: its name with its sectors, and each statement. A text counts where it, or the
field of the cluster, is on the chain's subject; then the rules for descriptions hold (`StageClassifier`).
Statements of the whole chain or region are never read. Of a cluster of another field, and in words that a
person read for stages of the chain, only key words show a (further) stage; except that research is among the
members of a cluster of this field, and that such a cluster names a stage where a whole item of a list is a
cue or a part of the stage's label ("Zulieferer, Maschinenbau, Service und Betrieb"). A sector that works for
every industry, such as logistics, is on any subject; it shows its own stage, and statements about it speak of
its customers.
"""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np

from graphsvc.coverage.inference import OrganizationText, StageClassifier, StagePrediction
from graphsvc.domain import Basis
from graphsvc.snapshot import BASES, Snapshot
from graphsvc.text_folding import plain

SERVING = frozenset(("logistics", "packaging", "verpackung"))
"""Words of sectors that work for every industry: of themselves they show no subject."""
LIST = 3
"""The fewest items of a list."""
COMPOUND = {"agri-food": ("farms", "food industry")}
"""Sectors whose name stands for several; beside another sector they say less."""
_RESEARCH_AND_DEVELOPMENT = re.compile(
    r"Forschung und Entwicklung|research (?:and|&) development|R ?& ?D|FuE|recherche et développement",
    re.IGNORECASE,
)
_BETWEEN_ITEMS = re.compile(
    r"[,;/()…]|\s[–-]\s|(?<!- )\b(?:und|sowie|oder|and|or|et|ou|y|och|og|oraz)\b|&", re.IGNORECASE
)
_BEFORE_AN_ITEM = re.compile(r"^(?:(?:der|die|das|dem|den|des|the|le|la|les|du|de)\s+)+", re.IGNORECASE)
_AFTER_AN_ITEM = re.compile(r"\s(?:von|für|of|for|de|des|pour)\s.*$", re.IGNORECASE)
_STATED = BASES.index(Basis.STATED.value)


@dataclass(frozen=True, slots=True)
class ClusterText:
    """What is known of a cluster in words.

    `statements` maps what sources say of it to the stages (`chain/stage`) that a person read in these words.
    """

    name: str
    sectors: tuple[str, ...] = ()
    statements: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def key(self) -> Hashable:
        """All of it, to look things up by."""
        return self.name, self.sectors, tuple(self.statements.items())


def cluster_texts(snapshot: Snapshot) -> Iterator[ClusterText]:
    """The texts of each cluster, in row order; the words of its stated stages are statements too."""
    acts, first = snapshot.activities, len(snapshot.organizations.ids)
    said: list[dict[str, set[str]]] = [defaultdict(set) for _ in snapshot.clusters.records]
    for row in np.flatnonzero((acts.evidence.basis == _STATED) & ~acts.private).tolist():
        cluster = int(acts.performer[row]) - first
        if 0 <= cluster < len(said) and acts.evidence.words[row]:
            said[cluster][acts.evidence.words[row]].add(snapshot.stages[int(acts.stage[row])])
    for record, words in zip(snapshot.clusters.records, said, strict=True):
        for one in record.statements:
            if one.scope == "other":
                words[one.words].update()
        read = {text: frozenset(stages) for text, stages in words.items()}
        yield ClusterText(record.name or "", record.sectors, read)


def cluster_guesses(reader: StageClassifier, cluster: ClusterText) -> tuple[StagePrediction, ...]:
    """Predicted stages in chain order, each by the text that is surest of it."""
    best: dict[str, StagePrediction] = {}
    for guess in _guesses(reader, cluster):
        if guess.stage not in best or guess.confidence > best[guess.stage].confidence:
            best[guess.stage] = guess
    return tuple(best[stage.id] for stage in reader.chain.stages if stage.id in best)


def _guesses(reader: StageClassifier, cluster: ClusterText) -> Iterator[StagePrediction]:
    title = "; ".join([cluster.name, *cluster.sectors])
    serving = tuple(one for one in cluster.sectors if SERVING & set(one.split()))
    about = reader.subject_words(title)
    if about or serving:
        yield from reader.guesses(OrganizationText(name=title, fields=about or serving))
    for sector in cluster.sectors if len(cluster.sectors) == 1 and cluster.sectors[0] in COMPOUND else ():
        for guess in reader.guesses(OrganizationText(name="; ".join(COMPOUND[sector]))):
            yield replace(guess, words=(sector,))
    if serving:
        return
    surest = reader.weights.description_keyword
    for words, stages in cluster.statements.items():
        if not about and not set(reader.subject_words(words)) - SERVING:
            continue
        read = any(stage.startswith(f"{reader.chain.id}/") for stage in stages)
        for guess in reader.guesses(OrganizationText(name="", text=words, fields=about)):
            if guess.confidence >= surest or (about and (not read or reader.chain.stage(guess.stage).kinds)):
                yield guess
        if about:
            yield from _listed(reader, words, about)


def _listed(reader: StageClassifier, text: str, about: tuple[str, ...]) -> Iterator[StagePrediction]:
    """What whole items of a list of three or more name: a cue, or a part of the label of a stage."""
    items = _items(text)
    for item in items if len(items) >= LIST else ():
        for guess in reader.guesses(OrganizationText(name="", text=item, fields=about)):
            if plain(item) in map(plain, guess.words):
                yield guess
        for stage in reader.chain.stages:
            if any(plain(item) in _parts_of(label) for label in stage.label.values()):
                yield StagePrediction(stage.id, reader.weights.description_cue, (item,))


@lru_cache(maxsize=4096)
def _parts_of(label: str) -> frozenset[str]:
    """The items of the label of a stage, folded: the same for every cluster."""
    return frozenset(map(plain, _items(label)))


def _items(text: str) -> list[str]:
    """The items of a list, without articles and what they are of; "research and development" is left out."""
    parts = _BETWEEN_ITEMS.split(_RESEARCH_AND_DEVELOPMENT.sub(",", text))
    items = (_AFTER_AN_ITEM.sub("", _BEFORE_AN_ITEM.sub("", part.strip(" .:[]"))) for part in parts)
    return [item for item in items if item]
