"""A label of a cluster as it is shown: what, by whom, since when, until when, and its state on a day."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from graphsvc.messages import Message, msg
from graphsvc.programme import Award, LabelState, state_on
from graphsvc.snapshot import Snapshot, iso
from graphsvc.state.refs import Ref, cluster_ref


@dataclass(frozen=True, slots=True)
class LabelRow:
    """An award of a label with its state on a day.

    What nothing tells is None; dates are as precise as they are known, `ends_first` is the first day that can
    be the last one. `told` says the state in a sentence.
    """

    ref: Ref
    kind: str
    title: Mapping[str, str]
    level: str | None
    level_title: Mapping[str, str] | None
    issuer: str | None
    awarded: str | None
    precision: str
    ends: str | None
    ends_first: str | None
    ends_by: str | None
    renewable_until: str | None
    last_known: str | None
    state: str
    told: Message
    source: str


def label_row(snapshot: Snapshot, award: Award, on: str, within: int) -> LabelRow:
    """An award as it stands on an ISO day."""
    state, renewable = state_on(award, on, within=within), award.renewable
    return LabelRow(
        ref=cluster_ref(snapshot, snapshot.cluster(award.cluster)),
        kind=award.label.kind.id,
        title=award.label.kind.title,
        level=award.label.level or None,
        level_title=award.label.level_title or None,
        issuer=award.issuer or None,
        awarded=award.awarded or None,
        precision=award.precision,
        ends=award.end.date if award.end else None,
        ends_first=iso(award.end.days.first) if award.end else None,
        ends_by=award.end.by if award.end else None,
        renewable_until=iso(renewable.first) if renewable else None,
        last_known=award.last_known or None,
        state=state.value,
        told=_told(award, state),
        source=award.citation,
    )


_TOLD: Mapping[LabelState, Message] = {
    LabelState.NOT_YET: msg("not yet awarded"),
    LabelState.VALID: msg("valid until %(end_date)s"),
    LabelState.ENDS_WITHIN: msg("ends soon: %(end_date)s"),
    LabelState.RENEWABLE: msg("ended %(end_date)s unless renewed; can be renewed until %(renewal_date)s"),
    LabelState.ENDED: msg("ended %(end_date)s"),
    LabelState.UNKNOWN: msg("last known %(last_known_date)s, validity on this day unknown"),
}


def _told(award: Award, state: LabelState) -> Message:
    if state is LabelState.VALID and not award.end:
        return msg("valid")
    if state is LabelState.UNKNOWN and not award.last_known:
        return msg("named by a source without a date, validity on this day unknown")
    return replace(
        _TOLD[state],
        values={
            "last_known_date": award.last_known,
            "end_date": award.end.date if award.end else "",
            "renewal_date": iso(award.renewable.first) if award.renewable else "",
        },
    )
