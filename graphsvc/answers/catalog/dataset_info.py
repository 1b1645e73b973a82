"""Description of the loaded data: period, size and sources."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from graphsvc.domain import is_private
from graphsvc.messages import Message, msg
from graphsvc.plain_yaml import read_yaml
from graphsvc.settings import packaged
from graphsvc.snapshot import NO_DAY, ORGANIZATION_KINDS, Snapshot, day, iso
from graphsvc.state.chain_info import taxonomy_version
from graphsvc.state.refs import OLD_DAYS

_EU = ("project:grant-", "project:rcn-")


@dataclass(frozen=True, slots=True)
class DataNote:
    """The data in one line; `all_old` when every project began more than three years before `as_of`.

    Organizations that carry a person's name are not counted.
    """

    empty: bool
    period_start: date | None
    period_end: date | None
    period: Message
    retrieved: date | None
    as_of: date | None
    revision: int
    digest: str
    all_old: bool
    organizations: int
    clusters: int
    projects: int
    links: int
    taxonomy_version: str


@dataclass(frozen=True, slots=True)
class SizesKnown:
    """How many companies there are, and of how many it is known whether they are small or medium-sized."""

    companies: int
    known: int


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """A dataset or reference table with its licence; `title` by language."""

    dataset: str
    title: Mapping[str, str]
    licence: str
    source: str
    attribution: str
    period: tuple[str, str] | None
    retrieved: str | None


def sizes_known(snapshot: Snapshot) -> SizesKnown:
    """What a snapshot knows about the size of its companies; hidden ones are not counted."""
    table = snapshot.organizations
    companies = (table.kind == ORGANIZATION_KINDS.index("company")) & ~table.hidden
    return SizesKnown(int(companies.sum()), int((companies & (table.sme >= 0)).sum()))


def note(snapshot: Snapshot) -> DataNote:
    """The data of a snapshot in one line."""
    first, last = snapshot.period
    read = _date(snapshot.retrieved)
    links = len(snapshot.memberships.organization) + len(snapshot.relations.source)
    return DataNote(
        empty=snapshot.empty,
        period_start=_date(first),
        period_end=_date(last),
        period=_period(snapshot, first, last),
        retrieved=read,
        as_of=read,
        revision=snapshot.revision,
        digest=snapshot.digest,
        all_old=bool(last) and read is not None and day(snapshot.retrieved, last=True) - day(last) > OLD_DAYS,
        organizations=int((~snapshot.organizations.hidden).sum()),
        clusters=len(snapshot.clusters.ids),
        projects=len(snapshot.projects.ids),
        links=links + int(snapshot.participation.nnz) + len(snapshot.activities.performer),
        taxonomy_version=taxonomy_version(),
    )


def sources(snapshot: Snapshot) -> tuple[SourceInfo, ...]:
    """The public datasets by id, then the reference tables that ship with the product."""
    loaded = [
        SourceInfo(
            dataset=info.id,
            title={"en": info.title, "de": info.title_de or info.title},
            licence=info.licence,
            source=info.source,
            attribution=info.attribution,
            period=(info.period_from or "", info.period_to or "")
            if info.period_from or info.period_to
            else None,
            retrieved=info.retrieved,
        )
        for info in snapshot.datasets
        if not is_private(info.id)
    ]
    return (*loaded, *_reference())


def _reference() -> tuple[SourceInfo, ...]:
    path = packaged("seeds") / "reference" / "reference.yml"
    tables = read_yaml(path.read_text(encoding="utf-8"))
    return tuple(
        SourceInfo(
            dataset=name,
            title={"en": about["title"]},
            licence=about["licence"],
            source=about["source"],
            attribution=about["attribution"],
            period=None,
            retrieved=None,
        )
        for name, about in sorted(tables.items())
    )


def _period(snapshot: Snapshot, first: str, last: str) -> Message:
    if not first:
        if not snapshot.retrieved:
            return msg("Data: undated.")
        return msg("Data: no dated projects; read on %(read_date)s.", read_date=snapshot.retrieved)
    months = {"first_date": first[:7], "last_date": last[:7]}
    if any(info.synthetic for info in snapshot.datasets):
        return msg("Data: synthetic projects that began between %(first_date)s and %(last_date)s.", **months)
    ids = snapshot.projects.ids
    if all(ids[place].startswith(_EU) for place in (0, -1)):
        return msg("Data: EU projects that began between %(first_date)s and %(last_date)s.", **months)
    return msg("Data: projects that began between %(first_date)s and %(last_date)s.", **months)


def _date(text: str) -> date | None:
    number = day(text, last=True)
    return None if number == NO_DAY else date.fromisoformat(iso(number))
