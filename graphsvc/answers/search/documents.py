"""Documents of the search index: names, alternative names and keywords of every public entity."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from graphsvc import taxonomy
from graphsvc.domain.ids import PRIVATE, slug
from graphsvc.domain.names import country_name
from graphsvc.ingest.names import acronym, name_key
from graphsvc.snapshot import Snapshot
from graphsvc.snapshot.regions import country_of
from graphsvc.state.chain_info import chains, stages, taxonomy_version
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.region_names import places, region_name
from graphsvc.state.search import SearchDocument, SearchIndex, open_index
from graphsvc.taxonomy.keyword_index import WordIndex

TOPIC = "topic:"


@dataclass(frozen=True, eq=False)
class Topics:
    """Topics of projects and sectors of clusters: names by id, rows of the projects and clusters by id."""

    names: Mapping[str, str]
    projects: Mapping[str, tuple[int, ...]]
    clusters: Mapping[str, tuple[int, ...]]


def topics(graph: CurrentGraph) -> Topics:
    """The topics of the current snapshot."""
    return graph.derived("topics", made_topics)


def topic_id(name: str) -> str:
    """The id of a topic or sector: `topic:` and its name in small letters."""
    return f"{TOPIC}{slug(name.casefold())}"


def index(graph: CurrentGraph) -> SearchIndex:
    """The search index of the current snapshot."""
    return graph.derived("search", lambda snapshot: _index(graph, snapshot))


def _index(graph: CurrentGraph, snapshot: Snapshot) -> SearchIndex:
    key = f"{snapshot.digest} {taxonomy_version()}"
    return open_index(graph.home / "search", key, lambda: _entries(snapshot, graph.home))


def _entries(snapshot: Snapshot, home: Path) -> Iterator[SearchDocument]:
    yield from _organizations(snapshot)
    for row, record in enumerate(snapshot.clusters.records):
        former = [fact.value for fact in record.facts if fact.what == "name"]
        does = _stage_labels(" / ".join((record.name or "", *record.sectors)))
        words = [record.city or "", record.region or "", *record.sectors, *does]
        yield SearchDocument(
            "cluster", record.id, [snapshot.clusters.names[row]], [record.id, *former], words
        )
    table = snapshot.projects
    rows = zip(table.ids, table.titles, table.acronyms, table.topics, table.size.tolist(), strict=True)
    for identifier, title, short, topic, size in rows:
        names = [name for name in (short, title) if name]
        yield SearchDocument("project", identifier, names, [identifier], [topic], size)
    for info in chains():
        for stage in info.stages:
            words = [*info.label.values(), *stage.definition.values()]
            yield SearchDocument(
                "stage", stage.ref.id, list(stage.label.values()), [stage.id, *stage.nace], words
            )
    yield from _regions(snapshot, home)
    found = made_topics(snapshot)
    for identifier, name in sorted(found.names.items()):
        weight = len(found.projects.get(identifier, ())) + len(found.clusters.get(identifier, ()))
        yield SearchDocument("topic", identifier, [name], weight=weight)


def _organizations(snapshot: Snapshot) -> Iterator[SearchDocument]:
    table = snapshot.organizations
    weight = np.diff(snapshot.participation.indptr).tolist()
    rows = zip(table.ids, table.names, table.aliases, table.identifiers, table.city, strict=True)
    for row, (identifier, name, aliases, identifiers, city) in enumerate(rows):
        others = aliases.split("\n") if aliases else []
        if table.hidden[row] and not identifier.startswith(PRIVATE):
            yield SearchDocument("organization", identifier, [name, *others], hidden=True)
        else:
            initials = {acronym(name_key(spelling)) for spelling in (name, *others)}
            also = [*others, *sorted(initials), identifier, *identifiers.split("\n")]
            yield SearchDocument("organization", identifier, [name], also, [city], weight[row])


def _stage_labels(text: str) -> list[str]:
    """What a text says that someone does: the labels, in every language, of the stages whose words it has."""
    found = dict.fromkeys(hit.value for hit in _stage_words().find(text))
    return [label for stage in found for label in stages()[stage].label.values()]


@cache
def _stage_words() -> WordIndex[str]:
    return WordIndex(
        {
            chain.ref(stage): [word for words in stage.keywords.values() for word in words]
            for chain in taxonomy.chains()
            for stage in chain.stages
            if chain.ref(stage) in stages()
        }
    )


def _regions(snapshot: Snapshot, home: Path) -> Iterator[SearchDocument]:
    for code, weight in sorted(places(snapshot, home).counted.items()):
        name = region_name(code)
        names = list(dict.fromkeys(name.values())) if isinstance(name, Mapping) else [name]
        country = list(country_name(country_of(code)).values())
        yield SearchDocument("region", f"region:{code}", names, [code], country, weight)


def made_topics(snapshot: Snapshot) -> Topics:
    """The topics of a snapshot."""
    names: dict[str, str] = {}
    projects: dict[str, list[int]] = {}
    clusters: dict[str, list[int]] = {}
    for row, name in enumerate(snapshot.projects.topics):
        if name:
            names.setdefault(topic_id(name), name)
            projects.setdefault(topic_id(name), []).append(row)
    for row, record in enumerate(snapshot.clusters.records):
        for name in record.sectors:
            names.setdefault(topic_id(name), name)
            clusters.setdefault(topic_id(name), []).append(row)
    return Topics(
        names,
        {name: tuple(rows) for name, rows in projects.items()},
        {name: tuple(rows) for name, rows in clusters.items()},
    )
