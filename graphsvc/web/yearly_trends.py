"""What a yearly report says of trends, ties, policy measures and topics, in the language of the page."""

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _

from graphsvc.answers.yearly_report import YearlyReport
from graphsvc.report import Block, ReportColumn, Table
from graphsvc.web.language import MISSING, country, day, label, number, share, tell


def trends(report: YearlyReport) -> Iterator[Block]:
    """Each curve: definition, where it goes, breaks, and its values by year."""
    for one in report.trends:
        yield f"{label(one.title)}: {label(one.definition)}"
        said = (*one.changes, *one.breaks, *((one.caveat,) if one.caveat else ()))
        if said:
            yield tuple(tell(sentence) for sentence in said)
        if one.points:
            yield Table(
                (
                    ReportColumn(_("Year"), 2),
                    ReportColumn(_("Value"), 2, number=True),
                    ReportColumn(_("Interval, low"), 2, number=True),
                    ReportColumn(_("Interval, high"), 2, number=True),
                    ReportColumn("n", 2, number=True),
                ),
                tuple(
                    (
                        str(point.year),
                        *(_told(one, end) for end in (point.value, point.low, point.high)),
                        point.n,
                    )
                    for point in one.points
                ),
            )
    yield _(
        "Years are those in which projects began; n are the projects with a value. The interval (95 percent) "
        "comes from resampling the projects of a year."
    )


def _told(trend: Any, value: float) -> str:
    return share(value, 1) if trend.share else number(value, 2)


def ties(report: YearlyReport) -> Iterator[Block]:
    """Pairs of clusters with joint projects by year."""
    if not report.ties:
        return
    yield Table(
        (
            ReportColumn(_("Year"), 2),
            ReportColumn(_("Pairs with a joint project"), 3, number=True),
            ReportColumn(_("New pairs"), 3, number=True),
            ReportColumn(_("Pairs whose last project ended"), 3, number=True),
        ),
        tuple((str(one.year), one.tied, one.begun, one.ended) for one in report.ties),
    )
    yield _(
        "Counted, not estimated. A pair is new with its first joint project in the data, so that the first "
        "years count too many; joint work outside of the projects in the data is unknown."
    )


def measures(report: YearlyReport) -> Iterator[Block]:
    """Policy measures on record that held in the year."""
    if not report.measures:
        yield _("The register holds no measure of this year; it holds what was brought into it alone.")
        return
    yield Table(
        (
            ReportColumn(_("Measure"), 8),
            ReportColumn(_("Country"), 3),
            ReportColumn(_("Instrument"), 4),
            ReportColumn(_("Begin"), 3),
            ReportColumn(_("End"), 3),
            ReportColumn(_("Budget (euros)"), 3, number=True),
            ReportColumn(_("Label required"), 3),
            ReportColumn(_("Source"), 4),
        ),
        tuple(
            (
                one.title,
                _("European Union") if one.country == "EU" else country(one.country),
                one.instrument or MISSING,
                day(one.begins),
                day(one.ends),
                MISSING if one.budget is None else number(one.budget, 0),
                one.label_required or MISSING,
                host(one.source),
            )
            for one in report.measures
        ),
    )
    yield _(
        "Measures are observations beside the curves of their years: nothing here says that they caused "
        "anything, and nothing is recommended."
    )


def topics(report: YearlyReport) -> Iterator[Block]:
    """Topics of the calls of projects."""
    if not report.topics:
        return
    yield Table(
        (ReportColumn(_("Topic of the call"), 10), ReportColumn(_("Projects"), 2, number=True)),
        tuple((one.title, one.projects) for one in report.topics),
    )
    yield _("Of %(n)s projects of the clusters; of %(untitled)s the data has no topic.",
            n=report.projects, untitled=report.untitled)  # fmt: skip


def host(source: str) -> str:
    """The site of a source's address, to be named in a table."""
    return source.split("/")[2].removeprefix("www.") if source.startswith(("http://", "https://")) else source
