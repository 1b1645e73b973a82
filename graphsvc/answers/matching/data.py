"""Input of matching, built from a snapshot: the collaboration history and the clusters."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from graphsvc.coverage.chain_index import ChainIndex, build_index
from graphsvc.coverage.complement import supply_of_clusters
from graphsvc.coverage.inference import StageClassifier
from graphsvc.domain import RelationKind
from graphsvc.domain.names import has_title
from graphsvc.matching.cluster_data import ClusterData
from graphsvc.matching.history import KINDS, History
from graphsvc.matching.index import MatchingIndex, build_matching_index
from graphsvc.matching.relevance.index import TextVectors
from graphsvc.matching.tfidf import tfidf_index
from graphsvc.snapshot import NO_DAY, ORGANIZATION_KINDS, Snapshot, links
from graphsvc.state.derived import kept
from graphsvc.state.english_encoder import ENCODER as ENGLISH_ENCODER
from graphsvc.state.inference_cache import inferred
from graphsvc.state.sentence_encoder import ENCODER
from graphsvc.state.snapshot_tables import SnapshotTables
from graphsvc.state.vector_cache import ENGLISH, vectors
from graphsvc.taxonomy import ChainStage, chains

ENCODED = 100_000
"""Projects up to which sentence vectors are made; beyond, words alone carry the meaning."""

_FORMAT = "6"
"""Goes up when the same data would give other matrices, so that nobody opens old ones."""

_KIND = np.array([KINDS.index(kind) for kind in ORGANIZATION_KINDS], dtype=np.int16)


@dataclass(frozen=True, eq=False)
class MatchingData:
    """The engine over all organizations, the clusters, who belongs to which cluster, topics of projects."""

    index: MatchingIndex
    clusters: ClusterData
    belongs: sp.csr_array
    topics: Sequence[str]


def world(snapshot: Snapshot, home: Path) -> MatchingData:
    """Everything matching needs of a snapshot, kept in `home` with the sentence vectors."""
    key = " ".join(
        [_FORMAT, snapshot.digest, ENCODER, ENGLISH_ENCODER, *(chain.fingerprint() for chain in chains())]
    )
    return kept(home / "matching", key, MatchingData, lambda: _world(snapshot, home))


def _world(snapshot: Snapshot, home: Path) -> MatchingData:
    known = SnapshotTables(snapshot, home)
    belongs = sp.csr_array(known.attached.all.T.tocsr())
    return MatchingData(
        build_matching_index(history(snapshot, home)),
        _clusters(snapshot, known, home),
        belongs,
        snapshot.projects.topics,
    )


def history(snapshot: Snapshot, home: Path) -> History:
    """The collaborations of a snapshot; hidden organizations take part and are never suggested."""
    organizations, projects = snapshot.organizations, snapshot.projects
    titles = [
        title if title != acronym and has_title(title, identifier) else ""
        for title, acronym, identifier in zip(projects.titles, projects.acronyms, projects.ids, strict=True)
    ]
    texts = [f"{title} {topic}".strip() for title, topic in zip(titles, projects.topics, strict=True)]
    known = projects.start[projects.start != NO_DAY]
    count = len(projects.ids)
    encoded = 0 < count <= ENCODED
    return History(
        organizations=list(organizations.ids),
        projects=list(projects.ids),
        incidence=snapshot.participation,
        start=projects.start,
        end=projects.end,
        as_of=int(known.max()) + 1 if len(known) else 0,
        texts=texts,
        programmes=list(projects.programmes),
        calls=[""] * count,
        countries=snapshot.countries,
        country=organizations.country,
        kind=_KIND[organizations.kind],
        hidden=organizations.hidden,
        names=organizations.names,
        titles=projects.titles,
        vectors=vectors(texts, home) if encoded else None,
        english=vectors(titles, home, ENGLISH) if encoded else None,
    )


def _clusters(snapshot: Snapshot, known: SnapshotTables, home: Path) -> ClusterData:
    table = snapshot.clusters
    records = table.records
    sectors = ["; ".join(record.sectors) for record in records]
    said = [
        " ".join([sector, *(statement.words for statement in record.statements)])
        for sector, record in zip(sectors, records, strict=True)
    ]
    indexes = [
        build_index(
            snapshot, chain, inferred=inferred(snapshot, chain, home), regions=known.places.organizations
        )
        for chain in chains()
    ]
    stages = [(index.chain.ref(stage), _name(stage), stage.required) for index, stage in _columns(indexes)]
    performed = [index.holdings(strict=False).organizations for index in indexes]
    held = stages_of_clusters(indexes, sectors)
    cooperations, partners = _cooperations(snapshot)
    return ClusterData(
        ids=list(table.ids),
        names=list(table.names),
        sectors=sectors,
        vectors=by_both_encoders(sectors, home),
        content=by_both_encoders(held.content, home),
        words=tfidf_index(said),
        chains=np.array(
            [[bool(reader.subject_words(sector)) for reader in chain_readers()] for sector in sectors],
            dtype=bool,
        ).reshape(len(sectors), len(chain_readers())),
        country=[record.country or "" for record in records],
        lat=np.asarray(table.lat),
        lng=np.asarray(table.lng),
        stages=held.supply,
        stage_ids=[identifier for identifier, _, _ in stages],
        stage_names=[name for _, name, _ in stages],
        required=np.array([required for _, _, required in stages], dtype=bool),
        members=known.attached.members,
        performs=sp.csr_array(sp.hstack(performed, format="csr")),
        organization_ids=snapshot.organizations.ids,
        organization_names=snapshot.organizations.names,
        projects=known.in_projects,
        project_ids=list(snapshot.projects.ids),
        project_titles=list(snapshot.projects.titles),
        project_sizes=snapshot.projects.size.astype(np.float64),
        cooperations=cooperations,
        partner_ids=[identifier for identifier, _ in partners],
        partner_names=[name for _, name in partners],
        alliances=links.adjacency(
            links.tied_clusters(snapshot, RelationKind.PART_OF, RelationKind.SUCCEEDS), len(table.ids)
        ),
    )


def by_both_encoders(texts: list[str], home: Path) -> TextVectors:
    """Sentence vectors of texts."""
    return TextVectors(vectors(texts, home), vectors(texts, home, ENGLISH))


@cache
def chain_readers() -> tuple[StageClassifier, ...]:
    """What tells whether a text is on the subject of a value chain, for each chain."""
    return tuple(StageClassifier(chain) for chain in chains())


class ClusterStages(NamedTuple):
    """`supply` is clusters × stages of all chains, the number of suppliers; `content` a text for each cluster
    of its sectors and the names of its stages.
    """

    supply: sp.csr_array
    content: list[str]


def stages_of_clusters(
    indexes: Sequence[ChainIndex], sectors: Sequence[str], *, own: Collection[int] = ()
) -> ClusterStages:
    """The stages of all clusters; private memberships count in the clusters (rows) of `own`."""
    supply = np.concatenate(
        [supply_of_clusters(index, as_of=index.snapshot.retrieved, own=own) for index in indexes], axis=1
    )
    names = [_name(stage) for _, stage in _columns(indexes)]
    content = []
    for sector, row in zip(sectors, supply, strict=True):
        held = ", ".join(names[place] for place in np.flatnonzero(row).tolist())
        content.append("; ".join(part for part in (sector, held) if part))
    return ClusterStages(sp.csr_array(supply), content)


def _columns(indexes: Iterable[ChainIndex]) -> list[tuple[ChainIndex, ChainStage]]:
    return [(index, stage) for index in indexes for stage in index.chain.stages]


def _name(stage: ChainStage) -> str:
    return stage.label.get("en", stage.id)


def _cooperations(snapshot: Snapshot) -> tuple[sp.csr_array, list[tuple[str, str]]]:
    """Cooperations on record as a symmetric matrix of ones, and the id and name of each of its rows.

    The rows are all clusters and, after them, the organizations that cooperate with one.
    """
    organizations, clusters = snapshot.organizations, snapshot.clusters
    found = links.cooperations(snapshot)
    start = len(organizations.ids)
    ends = np.stack([found.first, found.second])
    ends = ends[:, (ends < start + len(clusters.ids)).all(axis=0)]
    others = np.unique(ends[ends < start])
    others = others[~organizations.hidden[others]]
    ends = ends[:, (np.isin(ends, others) | (ends >= start)).all(axis=0)]
    places = np.where(ends >= start, ends - start, len(clusters.ids) + np.searchsorted(others, ends))
    rows = [*zip(clusters.ids, clusters.names, strict=True)]
    rows += [(organizations.ids[row], organizations.names[row]) for row in others.tolist()]
    matrix = links.adjacency(links.Pairs(places[0], places[1], places[0]), len(rows))
    return matrix, rows
