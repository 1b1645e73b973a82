"""Awards of labels to clusters, read from the facts of their records, with their ends where known."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, NamedTuple

from graphsvc.domain import Cluster, Fact
from graphsvc.domain.evidence import PARTIAL_DATE
from graphsvc.snapshot import day, iso
from graphsvc.snapshot.dates import last_of_month
from graphsvc.taxonomy.labels import LabelDefinition, label_of

_WRITTEN = re.compile(rf"([^(]+?)\s*(?:\(([^()]*)\))?(?:, last known ({PARTIAL_DATE[1:-1]}))?")
"""A label as a list of clusters words it: its name, a date or remark in brackets, when it was last known."""
_DATE = re.compile(PARTIAL_DATE)
_PRECISION = {0: "unknown", 1: "year", 2: "month", 3: "day"}


class Days(NamedTuple):
    """A day that is known no better than from `first` to `last` (day numbers)."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class AwardEnd:
    """The last day on which an award holds.

    `by` says whether a source states it or a rule of validity gives it. `told_before` marks a stated end
    that its source foretold: the award may have been renewed since.
    """

    days: Days
    by: Literal["stated", "rule"]
    told_before: bool = False

    @property
    def date(self) -> str:
        """The day in ISO form, else the month or year that it lies in."""
        first, last = iso(self.days.first), iso(self.days.last)
        return next(first[:size] for size in (10, 7, 4) if first[:size] == last[:size])


@dataclass(frozen=True, slots=True)
class Award:
    """A label that a source says a cluster was given or has.

    Attributes
    ----------
    cluster : id of the cluster
    label : what was awarded, with its rule
    awarded : partial ISO date of the award, empty where no source tells it
    known : partial ISO date of the source, empty where it has none
    end : None where neither a source nor a rule tells it
    citation : address of the source
    """

    cluster: str
    label: LabelDefinition
    awarded: str
    known: str
    end: AwardEnd | None
    citation: str

    @property
    def precision(self) -> str:
        """How exactly the date of the award is known: day, month, year or unknown."""
        return _PRECISION[len(self.awarded.split("-")) if self.awarded else 0]

    @property
    def issuer(self) -> str:
        """Who awarded it, empty where the date does not tell or nobody is named."""
        if not self.awarded:
            return ""
        begun = span(self.awarded)
        return self.label.kind.issuer(iso(begun.first)[:7], iso(begun.last)[:7])

    @property
    def last_known(self) -> str:
        """The latest partial date of which a source says that it was held, empty where there is none."""
        return max(self.known, self.awarded)

    @property
    def renewable(self) -> Days | None:
        """The last day of renewal, where label and end tell it."""
        years = self.label.rule.renewable_years
        if self.end is None or years is None:
            return None
        return _later(self.end.days, years)


def awards(records: Iterable[Cluster]) -> tuple[Award, ...]:
    """Every award of the clusters, sorted by cluster, label and date; those without a date come first."""
    return tuple(award for record in sorted(records, key=lambda one: one.id) for award in _of(record))


def span(partial: str) -> Days:
    """The days that a year, a month or a day covers."""
    return Days(day(partial), day(partial, last=True))


def _of(record: Cluster) -> Iterator[Award]:
    facts = [fact for fact in record.facts if fact.what == "label"]
    if not facts and record.label:
        facts = [_written(part.strip()) for part in record.label.split(";") if part.strip()]
    found = [_award(record.id, fact) for fact in facts]
    before: Award | None = None
    for award in sorted(found, key=lambda one: (one.label.kind.id, one.label.level, one.awarded, one.known)):
        before = _renewed(award, before)
        yield before


def _written(words: str) -> Fact:
    """A label of the field `label`: "go-cluster", "ECEI Gold (2019)" or "ECEI Silver, last known 2018".

    A year in brackets is that of the award; other words in brackets are a remark and say nothing of it.
    """
    said = _WRITTEN.fullmatch(words)
    if said is None:
        return Fact(what="label", value=words)
    since = said[2] if said[2] and _DATE.fullmatch(said[2]) else None
    return Fact(what="label", value=said[1], since=since, known=said[3] or since)


def _award(cluster: str, fact: Fact) -> Award:
    label, known = label_of(fact.value), fact.known or ""
    award = Award(cluster, label, fact.since or "", known, None, fact.citation)
    if fact.until:
        end = span(fact.until)
        return replace(award, end=AwardEnd(end, "stated", bool(known) and day(known, last=True) < end.first))
    if label.rule.years is None or not award.awarded:
        return award
    return replace(award, end=_by_rule(award, _later(span(award.awarded), label.rule.years)))


def _by_rule(award: Award, days: Days) -> AwardEnd | None:
    """An end by rule, unless the source still knows the label later: it was renewed, nobody says when."""
    return None if award.known and day(award.known) > days.last else AwardEnd(days, "rule")


def _renewed(award: Award, before: Award | None) -> Award:
    """`award` with the end of a renewal where it renews the one `before`."""
    if before is None or award.label != before.label or not award.awarded or not before.end:
        return award
    until = before.renewable
    if until is None or span(award.awarded).first > until.last or (award.end and award.end.by == "stated"):
        return award
    years = award.label.rule.renewed_years
    if years is None:
        return replace(award, end=None)
    return replace(award, end=_by_rule(award, _later(before.end.days, years)))


def _later(days: Days, years: int) -> Days:
    """The last days of the same months `years` later."""
    then = [date.fromisoformat(iso(number)) for number in days]
    return Days(*(last_of_month(one.year + years, one.month) for one in then))
