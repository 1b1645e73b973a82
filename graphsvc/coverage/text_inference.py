"""Inferred stages of all organizations and clusters of a snapshot."""

from collections.abc import Hashable, Iterator, Mapping, MutableMapping
from functools import partial
from itertools import chain as chain_of

import numpy as np

from graphsvc.arrays import Bools, Int64s
from graphsvc.coverage.chain_index import Inferred
from graphsvc.coverage.cluster_inference import cluster_guesses, cluster_texts
from graphsvc.coverage.inference import OrganizationText, ProjectText, StageClassifier, StagePrediction
from graphsvc.coverage.known_texts import only_new
from graphsvc.coverage.stage_words import NACE, StageWords, own_projects
from graphsvc.snapshot import ORGANIZATION_KINDS, Snapshot, Strings, links
from graphsvc.taxonomy import Chain

Guess = tuple[StagePrediction, ...]
Guesses = MutableMapping[Hashable, Guess]
"""What a classifier said of texts of organizations and clusters, for one chain."""

LEAST = 0.3


def infer(
    snapshot: Snapshot,
    chain: Chain,
    *,
    least: float = LEAST,
    known: Guesses | None = None,
    words: StageWords | None = None,
) -> Inferred:
    """Stages concluded for every node, those with a confidence of at least `least`, sorted by node.

    Texts that are `known` are not classified again; afterwards it holds those of this snapshot alone. `words`
    has looked at the texts of this snapshot for the words of `chain` already.
    """
    reader = StageClassifier(chain)
    fields = _fields(snapshot, reader)
    looked = words or StageWords(snapshot, [chain])
    rows, telling = looked.rows(snapshot, chain, fields), looked.telling(chain)
    texts = _texts(snapshot, chain, rows, fields, telling)
    node, stage, confidence, said = [], [], [], []
    with only_new(known) as remembered:
        of_organizations = (remembered(text, partial(reader.guesses, text)) for text in texts)
        of_clusters = (
            remembered(text.key, partial(cluster_guesses, reader, text)) for text in cluster_texts(snapshot)
        )
        organizations = zip(rows.tolist(), of_organizations, strict=True)
        clusters = enumerate(of_clusters, len(snapshot.organizations.ids))
        for number, guesses in chain_of(organizations, clusters):
            for guess in guesses:
                if guess.confidence >= least:
                    node.append(number)
                    stage.append(chain.position[guess.stage])
                    confidence.append(guess.confidence)
                    said.append(", ".join(guess.words))
    return Inferred(
        np.array(node, dtype=np.int64),
        np.array(stage, dtype=np.int64),
        np.array(confidence, dtype=np.float64),
        Strings.of(said),
    )


def _texts(
    snapshot: Snapshot, chain: Chain, rows: Int64s, fields: Mapping[int, tuple[str, ...]], telling: Bools
) -> Iterator[OrganizationText]:
    """What is read of the organizations in `rows`, in that order, with those of their projects that tell.

    Projects that are not their own tell only where a stage is of their kind.
    """
    table, parts, known = snapshot.organizations, snapshot.participation, _Projects(snapshot)
    kinds, own = {kind for stage in chain.stages for kind in stage.kinds}, telling & own_projects(snapshot)
    for row in rows.tolist():
        kind, identifiers = ORGANIZATION_KINDS[int(table.kind[row])], table.identifiers[row].split("\n")
        projects = parts.indices[parts.indptr[row] : parts.indptr[row + 1]]
        told = projects[(telling if kind in kinds else own)[projects]]
        yield OrganizationText(
            name=table.names[row],
            kind=kind,
            projects=tuple(map(known.__getitem__, told.tolist())),
            nace=tuple(one.removeprefix(NACE) for one in identifiers if one.startswith(NACE)),
            text=table.text[row],
            fields=fields.get(row, ()),
        )


class _Projects(dict[int, ProjectText]):
    """The texts of projects by row, each made when it is first asked for."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._projects = snapshot.projects

    def __missing__(self, row: int) -> ProjectText:
        table = self._projects
        self[row] = made = ProjectText(table.titles[row], table.topics[row], int(table.size[row]))
        return made


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
