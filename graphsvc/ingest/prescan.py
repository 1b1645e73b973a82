"""A first look over the tables of a plan: which period they cover, and what `--until` leaves out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from graphsvc.ingest.cleaning import Refuse
from graphsvc.ingest.plan import ImportPlan
from graphsvc.ingest.readers import SourceTable
from graphsvc.ingest.record_builders import RecordBuilder
from graphsvc.ingest.row_pipeline import UntilCut


@dataclass(frozen=True)
class Prescan:
    """First and last start of the projects that are kept, as far as the tables tell, and what is cut."""

    first: str | None
    last: str | None
    cut: UntilCut


def prescan(plan: ImportPlan, until: date | None) -> Prescan:
    """Look over a plan once, at its projects and, with `until`, at who takes part in them.

    A project without a known start counts as later than `until`, unless the dataset's period ends before.
    """
    starts: dict[str, str | None] = {}
    seen: list[tuple[str, str]] = []
    for table, makers in plan.tables:
        chosen = [maker for maker in makers if _tells(maker, until)]
        if chosen:
            _look(table, chosen, starts, seen)
    if not until:
        known = [start for start in starts.values() if start]
        return Prescan(min(known, default=None), max(known, default=None), UntilCut())
    limit = until.isoformat()
    undated = plan.info.period_to or "9999"
    later = frozenset(project for project, start in starts.items() if _latest(start or undated) >= limit)
    kept = {organization for organization, project in seen if project not in later}
    known = [start for project, start in starts.items() if start and project not in later]
    cut = UntilCut(later, frozenset({organization for organization, _ in seen} - kept))
    return Prescan(min(known, default=None), max(known, default=None), cut)


def _tells(maker: RecordBuilder, until: date | None) -> bool:
    return maker.reads_start or (until is not None and maker.record in ("project", "participation"))


def _look(
    table: SourceTable,
    makers: Sequence[RecordBuilder],
    starts: dict[str, str | None],
    seen: list[tuple[str, str]],
) -> None:
    for _, raw in table.rows([]):
        cells = [*map(str.strip, raw)]
        for maker in makers:
            try:
                key = maker.key(cells) if maker.applies(cells) else ()
            except Refuse:
                continue
            if key and maker.record == "project":
                starts[key[0]] = starts.get(key[0]) or maker.start(cells)
            elif key:
                seen.append((key[0], key[1]))


def _latest(start: str) -> str:
    """The last day a start of that precision can mean."""
    return (start + "-12-31")[:10] if len(start) == 4 else (start + "-31")[:10]
