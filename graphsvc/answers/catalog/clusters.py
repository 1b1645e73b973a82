"""List of clusters, and preset sets of clusters that publish the same statement."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from graphsvc.domain import Statement
from graphsvc.snapshot import Snapshot
from graphsvc.state.chain_info import chains
from graphsvc.state.refs import Ref, cluster_ref


@dataclass(frozen=True, slots=True)
class ClusterRow:
    """A cluster in a list."""

    ref: Ref
    country: str
    city: str
    sectors: tuple[str, ...]
    label: str
    founded: str


@dataclass(frozen=True, slots=True)
class NetworkStatement:
    """What a network says of itself, in its words; shown as a claim, it counts nowhere."""

    words: str
    language: str
    citation: str
    date: str | None
    ref: Ref | None = None


@dataclass(frozen=True, slots=True)
class Preset:
    """Clusters that make the same claim together; `chain` is the value chain they are active in."""

    id: str
    chain: str
    label: Mapping[str, str]
    clusters: tuple[str, ...]
    claim: NetworkStatement


def cluster_rows(snapshot: Snapshot) -> tuple[ClusterRow, ...]:
    """Every cluster, by name."""
    rows = [
        ClusterRow(
            ref=cluster_ref(snapshot, row),
            country=record.country or "",
            city=record.city or "",
            sectors=record.sectors,
            label=record.label or "",
            founded=record.founded or "",
        )
        for row, record in enumerate(snapshot.clusters.records)
    ]
    return tuple(sorted(rows, key=lambda row: row.ref.order))


def presets(snapshot: Snapshot) -> tuple[Preset, ...]:
    """Sets of clusters of which each makes the same statement with the same source, larger ones first.

    A set is named by the label that exactly its members bear, else by the statement.
    """
    together: dict[tuple[str, str], set[int]] = defaultdict(set)
    labels: dict[str, set[int]] = defaultdict(set)
    said: dict[tuple[str, str], Statement] = {}
    for row, record in enumerate(snapshot.clusters.records):
        for statement in record.statements:
            key = statement.words, statement.citation
            together[key].add(row)
            said.setdefault(key, statement)
        for fact in record.facts:
            if fact.what == "label":
                labels[fact.value].add(row)
    found = [
        _preset(snapshot, rows, said[key], labels) for key, rows in sorted(together.items()) if len(rows) > 1
    ]
    return tuple(sorted(found, key=lambda preset: (-len(preset.clusters), preset.id)))


def claim(statement: Statement, ref: Ref | None = None) -> NetworkStatement:
    """A statement as a claim of `ref`."""
    return NetworkStatement(statement.words, statement.language, statement.citation, statement.date, ref)


def _preset(snapshot: Snapshot, members: set[int], said: Statement, labels: Mapping[str, set[int]]) -> Preset:
    names = sorted(label for label, bearers in labels.items() if bearers == members)
    name = names[0] if names else said.words
    return Preset(
        id="-".join(name.casefold().split())[:60],
        chain=_chain(snapshot, members),
        label={"de": name, "en": name},
        clusters=tuple(snapshot.clusters.ids[row] for row in sorted(members)),
        claim=claim(said),
    )


def _chain(snapshot: Snapshot, rows: set[int]) -> str:
    """The chain in which these clusters hold most stages; the first chain when they hold none."""
    first = len(snapshot.organizations.ids)
    counted: Counter[str] = Counter()
    for performer, stage in zip(
        snapshot.activities.performer.tolist(), snapshot.activities.stage.tolist(), strict=True
    ):
        if performer - first in rows:
            counted[snapshot.stages[stage].partition("/")[0]] += 1
    known = [info.id for info in chains()]
    return min(known, key=lambda name: -counted[name])
