"""Search results, grouped by kind."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from graphsvc.answers.search.documents import TOPIC, index, topics
from graphsvc.domain.ids import PRIVATE, is_id, kind_of
from graphsvc.messages import Message, msg, say_n
from graphsvc.snapshot import Snapshot
from graphsvc.snapshot.regions import country_of
from graphsvc.state.chain_info import chain, stages
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.labels import awards_by_cluster
from graphsvc.state.profiles import profiles_with
from graphsvc.state.refs import Ref, project_ref, ref
from graphsvc.state.region_names import region_name
from graphsvc.state.search import KINDS, NearHits, SearchHits
from graphsvc.state.snapshot_tables import tables
from graphsvc.taxonomy.labels import LabelDefinition, labels_named
from graphsvc.taxonomy.sectors import sector_label

SEARCHED = (*KINDS, "profile")


@dataclass(frozen=True, slots=True)
class SearchHit:
    """Something found, with one line about it."""

    ref: Ref
    detail: Message | None


@dataclass(frozen=True, slots=True)
class HitGroup:
    """What was found of one kind: how many in all, and the best."""

    kind: str
    total: int
    hits: tuple[SearchHit, ...]


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What was found for a query, by kind.

    `note` says how it was read where it names a label or its own words find nothing; `label` is the kind of
    label that it names, whose holders are then the clusters found.
    """

    query: str
    groups: tuple[HitGroup, ...]
    note: Message | None = None
    label: str | None = None


def find(graph: CurrentGraph, query: str, kinds: Iterable[str] = (), limit: int = 8) -> SearchResult:
    """What a query finds, grouped by kind in a fixed order.

    Args:
        query: words; an id finds exactly that entity, the id of a topic what belongs to it.
        kinds: kinds wanted, all by default.
        limit: hits of each kind.
    """
    wanted = tuple(kind for kind in SEARCHED if kind in set(kinds)) or SEARCHED
    query = query.strip()
    found: Mapping[str, SearchHits] = {}
    if query.startswith(TOPIC):
        found = _of_topic(graph, query, limit)
    elif is_id(query):
        found = _of_id(graph.snapshot(), query)
    named = labels_named(query)
    note: Message | None = None
    profiles = profiles_with(graph, query) if "profile" in wanted else ()
    if not found and not (found := index(graph).find(query, wanted, limit)) and not (profiles or named):
        near = index(graph).find_near(query, wanted, limit)
        found, note = near.hits, _reading(near)
    if named:
        found = {**found, "cluster": _holders(graph, named, limit)}
        note = msg("Clusters are those that a source names as holders of: %(label)s.", label=_title(named))
    groups = [
        HitGroup(kind, found[kind].total, tuple(_hit(graph, kind, one) for one in found[kind].ids))
        for kind in wanted
        if kind in found and found[kind].total
    ]
    if profiles:
        hits = [SearchHit(Ref(one.id, "profile", one.title or ""), None) for one in profiles[:limit]]
        groups.append(HitGroup("profile", len(profiles), tuple(hits)))
    label = named[0].kind.id if named else None
    return SearchResult(query, tuple(groups), note if groups else None, label)


def _holders(graph: CurrentGraph, named: tuple[LabelDefinition, ...], limit: int) -> SearchHits:
    """The clusters that a source names as holders of a label, by name."""
    wanted = {(one.kind.id, one.level) for one in named}
    found = [
        cluster
        for cluster, held in awards_by_cluster(graph).items()
        if wanted & {(one.label.kind.id, one.label.level) for one in held}
    ]
    found.sort(key=lambda one: (ref(graph.snapshot(), one).english.casefold(), one))
    return SearchHits(len(found), tuple(found[:limit]))


def _title(named: tuple[LabelDefinition, ...]) -> Mapping[str, str]:
    return named[0].title if len(named) == 1 else named[0].kind.title


def _reading(near: NearHits) -> Message:
    """How a query was read that finds nothing as it was typed."""
    read = tuple(dict.fromkeys(word for words in near.corrected.values() for word in words))
    if near.any_word and read:
        return msg(
            "Nothing has all of these words. Shown is what has any of them, or one spelt alike: %(words)s.",
            words=read,
        )
    if near.any_word and near.left_out:
        return msg(
            "Nothing has all of these words. Shown is what has any of them; not looked for: %(words)s.",
            words=near.left_out,
        )
    if near.any_word:
        return msg("Nothing has all of these words. Shown is what has any of them.")
    if read:
        return msg("Nothing is written exactly so. Shown is what is spelt alike: %(words)s.", words=read)
    return msg("Nothing is written exactly so. Shown is what is written as one word.")


def _of_id(snapshot: Snapshot, identifier: str) -> Mapping[str, SearchHits]:
    kind, identifier = kind_of(identifier), snapshot.merged.get(identifier, identifier)
    places = {
        "organization": snapshot.organizations.ids,
        "cluster": snapshot.clusters.ids,
        "project": snapshot.projects.ids,
    }
    row = places[kind].find(identifier) if kind in places else -1
    if row < 0 or (kind == "organization" and snapshot.organizations.hidden[row]):
        return {}
    return {kind: SearchHits(1, (identifier,))}


def _of_topic(graph: CurrentGraph, identifier: str, limit: int) -> Mapping[str, SearchHits]:
    known, snapshot = topics(graph), graph.snapshot()
    if identifier not in known.names:
        return {}
    rows, of = known.projects.get(identifier, ()), known.clusters.get(identifier, ())
    partners = tables(graph).projects.partners[list(rows)].indices
    active, times = np.unique(partners, return_counts=True)
    best = active[np.lexsort((active, -times))][:limit]
    groups = {
        "organization": SearchHits(len(active), tuple(snapshot.organizations.ids.take(best.tolist()))),
        "cluster": SearchHits(len(of), tuple(snapshot.clusters.ids.take(of[:limit]))),
        "project": SearchHits(len(rows), tuple(snapshot.projects.ids.take(rows[:limit]))),
        "topic": SearchHits(1, (identifier,)),
    }
    return {kind: group for kind, group in groups.items() if group.total}


def _hit(graph: CurrentGraph, kind: str, identifier: str) -> SearchHit:
    snapshot, projects = graph.snapshot(), tables(graph).projects
    match kind:
        case "stage":
            stage = stages()[identifier]
            return SearchHit(stage.ref, msg("in the value chain %(name)s", name=chain(stage.chain).label))
        case "topic":
            n = len(topics(graph).projects.get(identifier, ()))
            detail = say_n("%(n)s project", "%(n)s projects", n=n) if n else None
            return SearchHit(Ref(identifier, "topic", topics(graph).names[identifier]), detail)
        case "region":
            code = identifier.partition(":")[2]
            n = tables(graph).places.counted.get(code, 0)
            return SearchHit(region_ref(code), say_n("%(n)s organization", "%(n)s organizations", n=n))
        case "cluster":
            return SearchHit(ref(snapshot, identifier), _of_cluster(graph, identifier))
        case "project":
            row = snapshot.project(identifier)
            return SearchHit(project_ref(snapshot, row), _of_project(snapshot, row, int(projects.year[row])))
        case _:
            return SearchHit(ref(snapshot, identifier), _of_organization(graph, identifier))


def labels_told(graph: CurrentGraph, identifier: str) -> tuple[Message, ...]:
    """The labels that sources name of a cluster, each with the date of which it is known."""
    return tuple(
        msg("%(label)s (last known %(known_date)s)", label=one.label.title, known_date=one.last_known)
        if one.last_known
        else msg("%(label)s (no date)", label=one.label.title)
        for one in awards_by_cluster(graph).get(identifier, ())
    )


def _of_cluster(graph: CurrentGraph, identifier: str) -> Message | None:
    """Sectors of a cluster and the labels that sources name, each with the date of which it is known."""
    snapshot = graph.snapshot()
    names = tuple(map(sector_label, snapshot.clusters.records[snapshot.cluster(identifier)].sectors))
    held = labels_told(graph, identifier)
    match bool(names), bool(held):
        case True, True:
            return msg("sectors: %(names)s; labels: %(labels)s", names=names, labels=held)
        case True, False:
            return msg("sectors: %(names)s", names=names)
        case False, True:
            return msg("labels: %(labels)s", labels=held)
        case _:
            return None


def _of_organization(graph: CurrentGraph, identifier: str) -> Message | None:
    row = graph.snapshot().organization(identifier)
    if identifier.startswith(PRIVATE):
        if graph.snapshot().organizations.hidden[row]:
            return msg("on your own member list; only you see it")
        return msg("on a member list that is not public")
    n = int(tables(graph).projects.of[row])
    return say_n("%(n)s project", "%(n)s projects", n=n) if n else None


def _of_project(snapshot: Snapshot, row: int, year: int) -> Message:
    n = int(snapshot.projects.size[row])
    if not year:
        return say_n("%(n)s partner", "%(n)s partners", n=n)
    return say_n("began %(year)s, %(n)s partner", "began %(year)s, %(n)s partners", n=n, year=str(year))


def region_ref(code: str) -> Ref:
    """A region to link to."""
    return Ref(f"region:{code}", "region", region_name(code), "" if len(code) <= 2 else country_of(code))
