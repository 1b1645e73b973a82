"""The choices of the map's filter form, each with how many nodes or ties it stands for."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from graphsvc.domain.sentence import Sentence, say
from graphsvc.drawing.appearance import country_name, stage_label
from graphsvc.drawing.choice import performers
from graphsvc.drawing.filters import COLORS, SIZES
from graphsvc.drawing.ground import EDGE_KINDS, Ground
from graphsvc.drawing.messages import both
from graphsvc.errors import Busy
from graphsvc.network import descriptions
from graphsvc.network.sparse import Bools
from graphsvc.service.places import region_name
from graphsvc.service.refs import Label
from graphsvc.snapshot import ORGANIZATION_KINDS

MOST_COMMUNITIES = 30
_LEAST_COMMUNITY = 3
_REGION = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of the filter, its label, and how many nodes or ties it stands for, None where it counts none."""

    value: str
    label: Label
    n: int | None


@dataclass(frozen=True, slots=True)
class Facet:
    """A field of the filter; with `many` several of its values can be chosen together."""

    name: str
    label: Sentence
    many: bool
    choices: tuple[Choice, ...]


def facets(ground: Ground, *, clusters_only: bool = False) -> tuple[Facet, ...]:
    """All fields of the filter with what can be chosen in a view of everything, or of clusters alone."""
    shown = ground.visible.copy()
    if clusters_only:
        shown[: ground.organizations] = False
    found = [
        Facet("kind", say("Kind"), many=True, choices=() if clusters_only else _kinds(ground, shown)),
        Facet("country", say("Country"), many=True, choices=_countries(ground, shown)),
        Facet("region", say("Region"), many=True, choices=_regions(ground, shown)),
        Facet("cluster", say("Cluster"), many=True, choices=() if clusters_only else _clusters(ground, shown)),
        Facet("stage", say("Value-chain stage"), many=True, choices=_stages(ground, shown)),
        Facet("sector", say("Sector"), many=True, choices=_sectors(ground, shown)),
        Facet("community", say("Community"), many=False, choices=_communities(ground, shown)),
        Facet("relation", say("Kind of tie"), many=True, choices=_relations(ground)),
        Facet("color", say("Colors show"), many=False, choices=_looks("color", COLORS)),
        Facet("size", say("Sizes show"), many=False, choices=_looks("size", SIZES)),
    ]
    return tuple(facet for facet in found if facet.choices)


def _kinds(ground: Ground, shown: Bools) -> tuple[Choice, ...]:
    kinds = np.full(ground.size, len(ORGANIZATION_KINDS), dtype=np.int64)
    kinds[: ground.organizations] = ground.snapshot.organizations.kind
    counts = np.bincount(kinds[shown], minlength=len(ORGANIZATION_KINDS) + 1).tolist()
    names = (*ORGANIZATION_KINDS, "cluster")
    return tuple(Choice(name, both(f"kind.{name}"), n) for name, n in zip(names, counts, strict=True) if n)


def _countries(ground: Ground, shown: Bools) -> tuple[Choice, ...]:
    tables = (ground.snapshot.organizations, ground.snapshot.clusters)
    codes = np.concatenate([np.asarray(table.country, dtype=np.int64) for table in tables])[shown]
    counts = np.bincount(codes[codes >= 0], minlength=len(ground.snapshot.countries)).tolist()
    known = zip(ground.snapshot.countries, counts, strict=True)
    return _most_first(Choice(code, country_name(code), n) for code, n in known if n)


def _regions(ground: Ground, shown: Bools) -> tuple[Choice, ...]:
    counts = Counter(
        code[:_REGION] for code, here in zip(ground.regions, shown.tolist(), strict=True) if here
    )
    return tuple(
        Choice(code, _coded(code), n) for code, n in sorted(counts.items()) if len(code) == _REGION
    )


def _coded(code: str) -> Label:
    return f"{code} {region_name(code)}"


def _clusters(ground: Ground, shown: Bools) -> tuple[Choice, ...]:
    clusters = ground.snapshot.clusters
    members = (ground.attached @ shown[: ground.organizations].astype(np.int64)).astype(int).tolist()
    found = [
        Choice(identifier, clusters.names[row], 1 + members[row])
        for row, identifier in enumerate(clusters.ids)
    ]
    return tuple(sorted(found, key=lambda choice: (str(choice.label).casefold(), choice.value)))


def _stages(ground: Ground, shown: Bools) -> tuple[Choice, ...]:
    found = []
    for code, stage in enumerate(ground.snapshot.stages):
        holders = performers(ground, [code])
        n = int(shown[holders[holders < ground.size]].sum())
        if n:
            found.append(Choice(stage, stage_label(stage), n))
    return tuple(found)


def _sectors(ground: Ground, shown: Bools) -> tuple[Choice, ...]:
    records = ground.snapshot.clusters.records
    names = sorted({sector for record in records for sector in record.sectors}, key=str.casefold)
    found = []
    for name in names:
        rows = [row for row, record in enumerate(records) if name in record.sectors]
        members = np.unique(ground.attached[rows].indices)
        found.append(Choice(name, name, len(rows) + int(shown[members].sum())))
    return tuple(found)


def _communities(ground: Ground, shown: Bools) -> tuple[Choice, ...]:
    """The largest communities; none while they are being found."""
    try:
        of = ground.communities.of
    except Busy:
        return ()
    counts = np.bincount(of[shown])[:MOST_COMMUNITIES].tolist()
    return tuple(
        Choice(str(number), both("color.around", name=ground.community_label(number)), n)
        for number, n in enumerate(counts)
        if n >= _LEAST_COMMUNITY
    )


def _relations(ground: Ground) -> tuple[Choice, ...]:
    counts = np.bincount(ground.ties().kind, minlength=len(EDGE_KINDS)).tolist()
    known = zip(EDGE_KINDS, counts, strict=True)
    return tuple(Choice(kind, both(f"relation.{kind}"), n) for kind, n in known if n)


def _looks(what: str, values: tuple[str, ...]) -> tuple[Choice, ...]:
    def label(value: str) -> Label:
        indicator = descriptions().get(value) if what == "size" else None
        return indicator.label if indicator else both(f"{what}.{value}")

    return tuple(Choice(value, label(value), None) for value in values)


def _most_first(found: Iterable[Choice]) -> tuple[Choice, ...]:
    return tuple(sorted(found, key=lambda choice: (-(choice.n or 0), choice.value)))
