"""What newer versions of datasets changed about an organization, as its page tells it."""

from dataclasses import dataclass

from graphsvc.answers.catalog.facts import FIELDS, Shown, shown
from graphsvc.messages import Message, msg
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.record_changes import RecordChange, RecordChanges
from graphsvc.state.refs import Label


@dataclass(frozen=True, slots=True)
class ToldChange:
    """One change: the day of the load, the title of the dataset, and what changed."""

    day: str
    dataset: Label
    told: Message


def changes(graph: CurrentGraph, identifier: str) -> tuple[ToldChange, ...]:
    """What loads changed about an organization under all its ids, the newest first. Raises `UnknownId`."""
    kept = RecordChanges(graph.home).of(graph.snapshot().ids_of(identifier))
    titles = {
        info.id: {"en": info.title, "de": info.title_de or info.title} for info in graph.snapshot().datasets
    }
    return tuple(ToldChange(one.day, titles.get(one.dataset, one.dataset), _told(one)) for one in kept)


def _told(one: RecordChange) -> Message:
    if one.came:
        return msg("came in as %(name)s", name=one.after)
    if one.left:
        return msg("is no longer there as %(name)s", name=one.before)
    label, before, after = FIELDS[one.field], _value(one.field, one.before), _value(one.field, one.after)
    if one.before is None:
        return msg("%(field)s: %(after)s, unknown before", field=label, after=after)
    if one.after is None:
        return msg("%(field)s: no longer said, before %(before)s", field=label, before=before)
    return msg("%(field)s: %(before)s became %(after)s", field=label, before=before, after=after)


def _value(field: str, value: object) -> Shown:
    return "" if value is None else shown(field, value)
