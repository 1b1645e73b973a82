"""Reminders of labels that end: twelve, six and three months before the first day that can be the last."""

from collections.abc import Iterable
from dataclasses import dataclass

from graphsvc.programme.awards import Award
from graphsvc.programme.validity import months_later
from graphsvc.snapshot import day, iso

MONTHS = (3, 6, 12)
"""Months before the end of a label at which somebody is reminded, the nearest first."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """The label of a cluster that ends on an ISO day, or may end from then on, within so many `months`.

    `level` and `awarded` are empty where there is none and where the date is not known.
    """

    cluster: str
    kind: str
    level: str
    awarded: str
    ends: str
    months: int


def reminders(awards: Iterable[Award], on: str) -> tuple[Reminder, ...]:
    """The reminders of an ISO day, by end and cluster: one a label, the nearest of those that were reached.

    A label that ends in two months has the reminder of three; those of six and twelve are past.
    """
    today, found = day(on), []
    for award in awards:
        if award.end is None or award.end.days.first < today:
            continue
        ends = award.end.days.first
        months = next((one for one in MONTHS if ends <= months_later(today, one)), None)
        if months:
            label = award.label
            found.append(
                Reminder(award.cluster, label.kind.id, label.level, award.awarded, iso(ends), months)
            )
    return tuple(sorted(found, key=lambda one: (one.ends, one.cluster, one.kind, one.level)))
