"""The page of a community: who is in it, from where, doing what."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from graphsvc.domain.sentence import Sentence, say
from graphsvc.drawing.appearance import stage_label
from graphsvc.drawing.choice import performers
from graphsvc.errors import UnknownId
from graphsvc.network import degree
from graphsvc.service.graph import Graph
from graphsvc.service.network.maps import ground
from graphsvc.service.refs import Ref, node_ref

PREFIX = "community:"
MOST = 20


@dataclass(frozen=True, slots=True)
class Counted:
    """A country code or a stage with the number of members."""

    value: str
    label: str | Mapping[str, str]
    n: int


@dataclass(frozen=True, slots=True)
class CommunityPage:
    """A community named after its best connected member."""

    ref: Ref
    number: int
    size: int
    top: tuple[Ref, ...]
    clusters: tuple[Ref, ...]
    stages: tuple[Counted, ...]
    countries: tuple[Counted, ...]
    sentence: Sentence


def community_page(graph: Graph, identifier: str) -> CommunityPage:
    """The page of `community:<number>`. Raises `UnknownId`."""
    snapshot, base = graph.snapshot(), ground(graph)
    number = identifier.removeprefix(PREFIX)
    if not number.isdecimal() or not int(number) < base.communities.number:
        raise UnknownId("community", identifier)
    inside = (base.communities.of == int(number)) & base.visible
    nodes = np.flatnonzero(inside)
    if not len(nodes):
        raise UnknownId("community", identifier)
    ties = degree(base.network)[nodes]
    order = nodes[np.lexsort((nodes, -ties))]
    organizations = order[order < base.organizations]
    codes = snapshot.organizations.country[organizations]
    countries = Counter(snapshot.countries[code] for code in codes[codes >= 0].tolist())
    stages = {
        stage: int(inside[held[held < base.size]].sum())
        for place, stage in enumerate(snapshot.stages)
        for held in [np.unique(performers(base, [place]))]
    }
    name = base.community_label(int(number))
    return CommunityPage(
        ref=Ref(f"{PREFIX}{number}", "community", name),
        number=int(number),
        size=len(nodes),
        top=tuple(node_ref(snapshot, int(node)) for node in organizations[:MOST]),
        clusters=tuple(node_ref(snapshot, int(node)) for node in order[order >= base.organizations]),
        stages=_most(stages, stage_label),
        countries=_most(countries, str),
        sentence=say(
            "%(size)s organizations and clusters around %(name)s, from %(countries)s countries.",
            size=len(nodes),
            name=name,
            countries=len(countries),
        ),
    )


def _most(counted: Mapping[str, int], label: object) -> tuple[Counted, ...]:
    best = sorted(((value, n) for value, n in counted.items() if n), key=lambda pair: (-pair[1], pair[0]))
    return tuple(Counted(value, label(value) if callable(label) else value, n) for value, n in best[:MOST])
