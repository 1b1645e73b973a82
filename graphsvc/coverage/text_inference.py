"""Inferred stages of all organizations and clusters of a snapshot."""

from collections.abc import Iterator, MutableMapping
from itertools import chain as chain_of

import numpy as np

from graphsvc.coverage.chain_index import Inferred
from graphsvc.coverage.cluster_inference import cluster_guesses, cluster_texts
from graphsvc.coverage.inference import OrganizationText, ProjectText, StageClassifier, StagePrediction
from graphsvc.snapshot import ORGANIZATION_KINDS, Snapshot, Strings, links
from graphsvc.taxonomy import Chain

Guesses = MutableMapping[OrganizationText, tuple[StagePrediction, ...]]
"""What a classifier said of texts, for one chain."""

LEAST = 0.3
_NACE = "nace:"


def infer(
    snapshot: Snapshot, chain: Chain, *, least: float = LEAST, known: Guesses | None = None
) -> Inferred:
    """Stages concluded for every node, those with a confidence of at least `least`, sorted by node.

    Texts that are `known` are not classified again; afterwards it holds those of this snapshot alone.
    """
    reader = StageClassifier(chain)
    now: Guesses = {}

    def guesses_of(text: OrganizationText) -> tuple[StagePrediction, ...]:
        if known is None:
            return reader.guesses(text)
        found = known.get(text)
        now[text] = reader.guesses(text) if found is None else found
        return now[text]

    organization, stage, confidence, words = [], [], [], []
    organizations = (guesses_of(text) for text in organization_texts(snapshot, reader))
    clusters = (cluster_guesses(reader, text) for text in cluster_texts(snapshot))
    for node, guesses in enumerate(chain_of(organizations, clusters)):
        for guess in guesses:
            if guess.confidence >= least:
                organization.append(node)
                stage.append(chain.position[guess.stage])
                confidence.append(guess.confidence)
                words.append(", ".join(guess.words))
    if known is not None:
        known.clear()
        known.update(now)
    return Inferred(
        np.array(organization, dtype=np.int64),
        np.array(stage, dtype=np.int64),
        np.array(confidence, dtype=np.float64),
        Strings.of(words),
    )


def organization_texts(snapshot: Snapshot, reader: StageClassifier) -> Iterator[OrganizationText]:
    """Texts of each organization, in row order."""
    projects = snapshot.projects
    known = [
        ProjectText(title, topic, int(size))
        for title, topic, size in zip(projects.titles, projects.topics, projects.size, strict=True)
    ]
    parts = snapshot.participation
    table = snapshot.organizations
    fields = _fields(snapshot, reader)
    columns = zip(table.names, table.kind.tolist(), table.identifiers, table.text, strict=True)
    for row, (name, kind, identifiers, text) in enumerate(columns):
        mine = slice(int(parts.indptr[row]), int(parts.indptr[row + 1]))
        yield OrganizationText(
            name=name,
            kind=ORGANIZATION_KINDS[kind],
            projects=tuple(known[project] for project in parts.indices[mine].tolist()),
            nace=tuple(one.removeprefix(_NACE) for one in identifiers.split("\n") if one.startswith(_NACE)),
            text=text,
            fields=fields.get(row, ()),
        )


def _fields(snapshot: Snapshot, reader: StageClassifier) -> dict[int, tuple[str, ...]]:
    """By row of a member what shows the field of its clusters to be on the chain's subject.

    A private list says this of those it alone knows, and of nobody else.
    """
    told = [reader.subject_words(" ".join(one.sectors)) for one in snapshot.clusters.records]
    found: dict[int, dict[str, None]] = {}
    for own in ((), range(len(told))):
        pairs = links.memberships(snapshot, own=own)
        for cluster, member in zip(pairs.first.tolist(), pairs.second.tolist(), strict=True):
            if told[cluster] and (not own or snapshot.organizations.hidden[member]):
                found.setdefault(member, {}).update(dict.fromkeys(told[cluster]))
    return {member: tuple(words) for member, words in found.items()}
