"""Load a folder into a store: plan, walk, write in batches within one run, report."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from graphsvc.domain.ports import GraphStore
from graphsvc.errors import InvalidData, Issue
from graphsvc.ingest.bundle import is_bundle
from graphsvc.ingest.diff import DatasetDiff, diff_dataset
from graphsvc.ingest.list_sheet import ReadingChoice
from graphsvc.ingest.plan import ImportPlan, plan
from graphsvc.ingest.prescan import Prescan, prescan
from graphsvc.ingest.report import Report
from graphsvc.ingest.row_pipeline import Progress, RowOutcome, RowPipeline
from graphsvc.ingest.staging import staged
from graphsvc.ingest.unbundle import Around, alone, load_bundle
from graphsvc.messages import msg


def load(
    folder: Path,
    store: GraphStore,
    *,
    until: date | None = None,
    dry_run: bool = False,
    progress: Callable[[int, int], None] | None = None,
    dataset: str | None = None,
    mapping: Path | None = None,
    own_columns: ReadingChoice | None = None,
    around: Around = alone,
) -> Report:
    """Load a file or folder completely: what its dataset has no longer is retired; again it changes nothing.

    Parameters
    ----------
    folder : tables with `dataset.yml` and `mapping.yml`, a bundle of `export`, or a file or folder of a known
        layout (tables, workbooks, JSON, GraphML, GEXF, archives of them)
    until : leave out projects that begin on or after this day, and what hangs on them
    dry_run : write nothing; the report counts what would be new, changed, the same and gone
    progress : called with rows done and rows in all
    dataset : id for a folder that does not name its dataset
    mapping : how to read the tables, instead of the `mapping.yml` beside them
    own_columns : how a person chose to read a single table of organizations, instead of a known layout
    around : called with the id of each dataset; the block within which it is written and then shown

    Raises
    ------
    InvalidData
        When the folder is not understood, or an assertion of the dataset fails; nothing is changed then.
    """
    with staged(folder) as tables:
        if is_bundle(tables):
            return load_bundle(tables, store, until=until, dry_run=dry_run, progress=progress, around=around)
        made = plan(tables, dataset, mapping, own_columns)
        return _taken(made, store, until, progress, around, dry_run=dry_run)


def _taken(
    made: ImportPlan,
    store: GraphStore,
    until: date | None,
    progress: Progress | None,
    around: Around,
    *,
    dry_run: bool,
) -> Report:
    found = prescan(made, until)
    made = _with_period(made, found, until)
    fills = [str(rule["fill"]) for rule in made.assertions if "fill" in rule]
    walk = RowPipeline(made, _unknown_in(store, made.info.id), found.cut, progress, fills)
    if dry_run:
        changes = diff_dataset(store, made.info.id, (row for batch in walk for row in batch))
        warnings = checked(made, walk.outcome, until)
        return _report(made, walk.outcome, until, warnings, changes)
    with around(made.info.id), store.run(made.info) as run:
        for batch in walk:
            run.write_rows(batch)
        if not walk.outcome.claims.total():
            raise InvalidData(
                msg("%(folder)s: no row could be taken", folder=made.info.id), walk.outcome.refused[:100]
            )
        warnings = checked(made, walk.outcome, until)
    return _report(made, walk.outcome, until, warnings, None)


def checked(made: ImportPlan, outcome: RowOutcome, until: date | None) -> tuple[str, ...]:
    """Hold a load against the assertions of its dataset: falling short is an error, exceeding is a warning.

    With `until` a load is a part on purpose, and only upper bounds are looked at.
    """
    short: list[Issue] = []
    warnings: list[str] = []
    for rule in made.assertions:
        what = rule.get("count") or rule["fill"]
        value = _measured(rule, outcome)
        if value < rule.get("min", 0) and not until:
            short.append(
                Issue(
                    "dataset.yml",
                    0,
                    what,
                    f"{value:g}",
                    msg("less than %(least)s: %(reason)s", least=f"{rule['min']:g}", reason=rule["reason"]),
                )
            )
        if "max" in rule and value > rule["max"]:
            warnings.append(f"{what} is {value:g}, more than {rule['max']:g}: {rule['reason']}")
    if short:
        raise InvalidData(msg("dataset %(id)s is not what it says", id=made.info.id), short)
    return tuple(warnings)


def _measured(rule: dict[str, Any], outcome: RowOutcome) -> float:
    if "fill" in rule:
        fill = str(rule["fill"])
        total = outcome.claims[fill.partition(".")[0]]
        return outcome.filled[fill] / total if total else 0.0
    what = str(rule["count"])
    lists: dict[str, Sequence[object]] = {
        "refused": outcome.refused,
        "corrected": outcome.corrected,
        "persons": outcome.persons,
    }
    return float(len(lists[what])) if what in lists else float(outcome.claims[what])


def _with_period(made: ImportPlan, found: Prescan, until: date | None) -> ImportPlan:
    """The plan with the period its projects cover, where the dataset does not state it or `until` ends it."""
    info = made.info
    last = info.period_to or found.last
    if until and last and last >= until.isoformat():
        last = found.last
    period = {"period_from": info.period_from or found.first, "period_to": last}
    return replace(made, info=info.model_copy(update=period))


def _unknown_in(store: GraphStore, dataset: str) -> Callable[[set[str]], set[str]]:
    def unknown(ids: set[str]) -> set[str]:
        if not ids:
            return set()
        with store.read() as reader:
            known = {row.id for row in reader.entities(ids=sorted(ids)) if row.dataset != dataset}
        return ids - known

    return unknown


def _report(
    made: ImportPlan,
    outcome: RowOutcome,
    until: date | None,
    warnings: tuple[str, ...],
    changes: DatasetDiff | None,
) -> Report:
    new, changed, same, gone = changes or (None, None, None, None)
    return Report(
        datasets=(made.info,),
        dry_run=changes is not None,
        until=until,
        files=tuple(outcome.files),
        claims=dict(+outcome.claims),
        refused=tuple(sorted(outcome.refused)),
        corrected=tuple(outcome.corrected),
        persons=tuple(outcome.persons),
        warnings=warnings,
        new=new,
        changed=changed,
        same=same,
        gone=gone,
    )


__all__ = ["Progress", "checked", "diff_dataset", "load"]
