"""What newer versions of datasets changed about an organization, as its page tells it."""

from dataclasses import dataclass

from graphsvc.answers.catalog.facts import FIELDS, Shown, shown
from graphsvc.messages import Message, msg
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.record_changes import RETIREMENT, RecordChange, RecordChanges
from graphsvc.state.refs import Label
from graphsvc.state.retirements import RETIREMENTS


@dataclass(frozen=True, slots=True)
class ToldChange:
    """One change: the day of the load, the title of the dataset, and what changed."""

    day: str
    dataset: Label
    told: Message


def changes(graph: CurrentGraph, identifier: str) -> tuple[ToldChange, ...]:
    """What loads changed about an organization under all its ids, the newest first. Raises `UnknownId`."""
    kept = RecordChanges(graph.home).of(graph.snapshot().ids_of(identifier))
    infos = {info.id: info for info in (RETIREMENTS, *graph.snapshot().datasets)}
    titles = {name: {"en": info.title, "de": info.title_de or info.title} for name, info in infos.items()}
    return tuple(ToldChange(one.day, titles.get(one.dataset, one.dataset), _told(one)) for one in kept)


def _coming(one: RecordChange) -> Message:
    if one.came:
        return msg("came in as %(name)s", name=one.after)
    return msg("is no longer there as %(name)s", name=one.before)


def _retirement(one: RecordChange) -> Message:
    if one.after is None:
        return msg("counts again; it had been retired because: %(reason)s", reason=one.before)
    return msg("retired because: %(reason)s", reason=one.after)


def _told(one: RecordChange) -> Message:
    if one.field == RETIREMENT:
        return _retirement(one)
    if not one.field:
        return _coming(one)
    label, before, after = FIELDS[one.field], _value(one.field, one.before), _value(one.field, one.after)
    if one.before is None:
        return msg("%(field)s: %(after)s, unknown before", field=label, after=after)
    if one.after is None:
        return msg("%(field)s: no longer said, before %(before)s", field=label, before=before)
    return msg("%(field)s: %(before)s became %(after)s", field=label, before=before, after=after)


def _value(field: str, value: object) -> Shown:
    return "" if value is None else shown(field, value)
