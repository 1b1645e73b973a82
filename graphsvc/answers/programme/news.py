"""Dated facts of a cluster as news: labels, services, numbers of members, by the date of a source."""

from dataclasses import dataclass

from graphsvc.domain import Fact
from graphsvc.messages import Message, msg
from graphsvc.snapshot import day, iso
from graphsvc.state.graph import CurrentGraph
from graphsvc.taxonomy.labels import label_of
from graphsvc.taxonomy.services import service_of

MOST = 30


@dataclass(frozen=True, slots=True)
class ClusterNews:
    """What a source tells with a date; `date` is partial, `day` the first ISO day it can mean."""

    date: str
    day: str
    sentence: Message
    source: str


def cluster_news(graph: CurrentGraph, cluster: str) -> tuple[ClusterNews, ...]:
    """The last thirty of a cluster, the newest first. Raises `UnknownId`."""
    snapshot = graph.snapshot()
    facts = snapshot.clusters.records[snapshot.cluster(cluster)].facts
    found = [
        ClusterNews(date, iso(day(date)), sentence, fact.citation)
        for fact in facts
        if (date := fact.since or fact.known) and (sentence := _sentence(fact))
    ]
    found.sort(key=lambda one: (one.day, str(one.sentence), one.source), reverse=True)
    return tuple(found[:MOST])


def _sentence(fact: Fact) -> Message | None:
    match fact.what:
        case "label":
            return msg("Label: %(name)s", name=label_of(fact.value).title)
        case "service":
            return msg("Service: %(name)s", name=service_of(fact.value).title)
        case "members":
            return msg("Members: %(number)s", number=fact.value)
        case _:
            return None
