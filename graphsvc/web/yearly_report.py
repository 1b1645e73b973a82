"""The yearly report of a programme in words: from answers to a document in the language of the page."""

from collections import Counter
from collections.abc import Iterator
from importlib.metadata import version

from flask_babel import gettext as _

from graphsvc.answers.yearly_report import YearlyReport
from graphsvc.messages import msg
from graphsvc.report import Block, Cell, Frozen, ReportColumn, ReportDocument, Section, Table
from graphsvc.taxonomy.labels import label_kinds
from graphsvc.web import yearly_trends
from graphsvc.web.label_words import STATES, title
from graphsvc.web.language import MISSING, country, day, label, language, tell

INPUTS = {
    "clusters": msg("what the data says of clusters"),
    "members": msg("who is a member of which cluster"),
    "organizations": msg("which organizations there are, and where"),
    "projects": msg("projects and who takes part in them"),
    "label_rules": msg("the rules of labels"),
    "stages": msg("which stages of value chains the clusters hold"),
    "measures": msg("the register of policy measures"),
}
"""What figures rest on, in words; the names are those of `YearlyReport.inputs`."""
_LANDSCAPE = ("clusters", "members", "organizations", "projects")
_LABELS = ("clusters", "label_rules")
_TIES = ("clusters", "members", "organizations", "projects")
_TRENDS = (*_TIES, "stages")


def frozen(report: YearlyReport) -> Frozen:
    """The report with what it takes to make it again."""
    return Frozen(
        question=report.question | {"day": report.day},
        digest=report.digest,
        taxonomy="",
        version=version("graphsvc"),
        document=document(report),
        inputs=dict(report.inputs),
    )


def document(report: YearlyReport) -> ReportDocument:
    """The report as title, facts, sections and foot."""
    year, on = report.question["year"], report.question["on"]
    sections = (
        Section(_("In short"), tuple(_short(report)), tuple(INPUTS)),
        Section(_("The clusters"), tuple(_clusters(report)), _LANDSCAPE),
        Section(_("Labels and their states"), tuple(_states(report)), _LABELS),
        Section(_("Entries and exits in %(year)s", year=year), tuple(_moves(report)), (*_LABELS, "members")),
        Section(_("Trends"), tuple(yearly_trends.trends(report)), _TRENDS),
        Section(_("Ties between the clusters"), tuple(yearly_trends.ties(report)), _TIES),
        Section(
            _("Policy measures in %(year)s", year=year), tuple(yearly_trends.measures(report)), ("measures",)
        ),
        Section(_("Topics of projects"), tuple(yearly_trends.topics(report)), _TIES),
        Section(_("All labels with their dates"), tuple(_labels(report)), _LABELS),
        Section(_("Sources of the data"), tuple(_sources(report)), ()),
        Section(_("What is not known"), (tuple(_unknown(report)),), tuple(INPUTS)),
    )
    return ReportDocument(
        language=language(),
        title=_("Yearly report %(year)s: %(whom)s", year=year, whom=_whom(report)),
        day=report.day,
        facts=(
            (_("Date"), day(report.day)),
            (_("Asked about"), _whom(report)),
            (_("States of labels on"), day(on)),
            (_("Digest of the data"), report.digest),
        ),
        sections=tuple(section for section in sections if section.blocks),
        foot=f"graphsvc {version('graphsvc')} · {_('Data')} {report.digest[:12]} · {day(report.day)} · "
        + _("check with: graphsvc report verify FILE"),
    )


def _whom(report: YearlyReport) -> str:
    kind, place = report.question["label"], report.question["country"]
    named = next((label(one.title) for one in report.labels if one.kind == kind), kind)
    if kind in label_kinds():
        named = label(label_kinds()[kind].title)
    if kind and place:
        return str(_("clusters with %(label)s in %(country)s", label=named, country=country(place)))
    if kind:
        return str(_("clusters with %(label)s", label=named))
    return str(_("clusters in %(country)s", country=country(place)) if place else _("all clusters"))


def _short(report: YearlyReport) -> Iterator[Block]:
    held = sum(1 for row in report.rows if row.labels)
    counted = Counter(one.state for one in report.labels)
    states = ", ".join(f"{counted[state]} {tell(word)}" for state, word in STATES.items() if counted[state])
    points = [
        _("%(n)s of %(total)s clusters in the data; sources name a label of %(held)s.", n=len(report.rows),
          total=report.total, held=held),
    ]  # fmt: skip
    if states:
        points.append(_("Labels on %(date)s: %(states)s.", date=day(report.question["on"]), states=states))
    begun, ended = len(report.begun), len(report.ended)
    points.append(
        _("%(year)s: awards of labels that are known: %(begun)s; ends that are known: %(ended)s.",
          year=report.question["year"], begun=begun, ended=ended)
    )  # fmt: skip
    points += [
        f"{label(one.title)}: {tell(change)}"
        for one in report.trends
        for change in one.changes
        if change.values.get("slope") is not None and "unit" in change.values
    ]
    yield tuple(points)


def _clusters(report: YearlyReport) -> Iterator[Block]:
    if not report.rows:
        yield _("No cluster fits.")
        return
    places = Counter(row.country for row in report.rows)
    yield Table(
        (
            ReportColumn(_("Country"), 6),
            ReportColumn(_("Clusters"), 2, number=True),
            ReportColumn(_("with a label"), 2, number=True),
            ReportColumn(_("Members known"), 2, number=True),
            ReportColumn(_("Members stated"), 2, number=True),
        ),
        tuple(_place(report, place) for place in sorted(places, key=lambda one: (-places[one], one))),
    )
    yield _(
        "Members known are those that sources name, as the data has them today; members stated are the "
        "numbers that sources give, of the clusters of which one does."
    )


def _place(report: YearlyReport, place: str) -> tuple[Cell, ...]:
    rows = [row for row in report.rows if row.country == place]
    return (
        country(place) or _("not known"),
        len(rows),
        sum(1 for row in rows if row.labels),
        sum(row.members.known for row in rows),
        sum(row.members.stated or 0 for row in rows) or MISSING,
    )


def _states(report: YearlyReport) -> Iterator[Block]:
    kinds = sorted({(label(one.title), label(one.level_title)) for one in report.labels})
    if not kinds:
        yield _("No source names a label.")
        return
    counted = Counter((label(one.title), label(one.level_title), one.state) for one in report.labels)
    shown = [state for state in STATES if any(one.state == state for one in report.labels)]
    yield Table(
        (
            ReportColumn(_("Label"), 6),
            *(ReportColumn(tell(STATES[state]), 4, number=True) for state in shown),
        ),
        tuple(
            (" ".join(filter(None, kind)), *(counted[(*kind, state)] for state in shown)) for kind in kinds
        ),
    )


def _moves(report: YearlyReport) -> Iterator[Block]:
    if report.begun:
        yield _("Awarded:")
        yield tuple(f"{tell(one.ref.name)}: {title(one)}, {day(one.awarded)}" for one in report.begun)
    if report.ended:
        yield _("Ended, unless renewed:")
        yield tuple(
            f"{tell(one.ref.name)}: {title(one)}, {day(one.ends)} "
            f"({_('by rule') if one.ends_by == 'rule' else _('stated')})"
            for one in report.ended
        )
    if report.moved:
        yield Table(
            (
                ReportColumn(_("Cluster"), 8),
                ReportColumn(_("Members joined"), 2, number=True),
                ReportColumn(_("Members left"), 2, number=True),
            ),
            tuple((tell(one.ref.name), one.joined, one.left) for one in report.moved),
        )
    if not (report.begun or report.ended or report.moved):
        yield _("Of %(year)s no source tells an award, an end or a member that came or went.",
                year=report.question["year"])  # fmt: skip


def _labels(report: YearlyReport) -> Iterator[Block]:
    if not report.labels:
        return
    yield Table(
        (
            ReportColumn(_("Cluster"), 6),
            ReportColumn(_("Label"), 5),
            ReportColumn(_("Since"), 3),
            ReportColumn(_("Until"), 3),
            ReportColumn(_("State on %(date)s", date=day(report.question["on"])), 6),
            ReportColumn(_("Source"), 5),
        ),
        tuple(
            (
                tell(one.ref.name),
                title(one),
                day(one.awarded),
                day(one.ends),
                tell(one.told),
                yearly_trends.host(one.source),
            )
            for one in report.labels
        ),
    )


def _sources(report: YearlyReport) -> Iterator[Block]:
    if report.sources:
        yield tuple(
            f"{label(one.title)} ({one.licence}, {_('retrieved %(date)s', date=day(one.retrieved))}). "
            f"{one.attribution}"
            for one in report.sources
        )


def _unknown(report: YearlyReport) -> Iterator[str]:
    year = report.question["year"]
    yield _("Of %(n)s clusters no source names a label; that does not mean that they have none.",
            n=sum(1 for row in report.rows if not row.labels))  # fmt: skip
    yield _("Of %(all)s labels, %(undated)s have no date of award and %(endless)s no known end.",
            all=len(report.labels), undated=sum(1 for one in report.labels if not one.awarded),
            endless=sum(1 for one in report.labels if not one.ends))  # fmt: skip
    yield _("Of %(n)s clusters no member is known by name.",
            n=sum(1 for row in report.rows if not row.members.known))  # fmt: skip
    last = max((point.year for one in report.trends for point in one.points), default=None)
    if last is None:
        yield _("The data holds no projects of these clusters with a value: nothing is said of trends.")
    elif last < year:
        yield _("The last full year of projects in the data is %(last)s: trends say nothing of later years.",
                last=str(last))  # fmt: skip
    yield from dict.fromkeys(tell(cut) for one in report.trends for cut in one.cut)
