"""`graphsvc load`, `export` and `generate`: data in and out."""

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from graphsvc.cli.common import Output, services_for, settings_for, store_option

if TYPE_CHECKING:
    from graphsvc.domain.ports import GraphStore
    from graphsvc.ingest.report import Report

_SHOWN = 20
_FILES = (".csv", ".gexf", ".gz", ".json", ".xlsx", ".xml", ".zip")
_WORDS = {
    "corrected": "corrected",
    "refused": "refused",
    "left_out": "left out on purpose (begin too late, or are counted with another row)",
}


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@store_option
@click.option(
    "--mapping",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="which columns make what, as docs/data.md describes; default: mapping.yml beside the tables",
)
@click.option(
    "--until", type=click.DateTime(["%Y-%m-%d"]), help="leave out projects that begin on this day or later"
)
@click.option("--report", type=Output(), help="write every refused or corrected row as JSON")
@click.option("--dry-run", is_flag=True, help="say what would change and write nothing")
def load(
    path: Path, store: str | None, mapping: Path | None, until: object, report: Path | None, dry_run: bool
) -> None:
    """Load a dataset, or a folder of datasets, completely: what its files no longer hold is retired.

    PATH is a file or a folder of a known source: CSV, XLSX, JSON, GraphML, GEXF, or a ZIP archive of them.
    """
    from graphsvc.bootstrap import open_store, prepare_instance
    from graphsvc.domain.ports import opened

    settings = settings_for(store)
    prepare_instance(settings)
    day = date.fromisoformat(str(until)[:10]) if until else None
    with opened(open_store(settings.store_url)) as target:
        outcome = load_shown(target, path, settings.home, until=day, dry_run=dry_run, mapping=mapping)
    if report:
        text = json.dumps(outcome.as_json(), default=str, ensure_ascii=False, indent=1)
        report.parent.mkdir(parents=True, exist_ok=True)
        report.write_text(text + "\n", encoding="utf-8")


def load_shown(
    store: "GraphStore",
    folder: Path,
    home: Path,
    *,
    until: date | None = None,
    dry_run: bool = False,
    mapping: Path | None = None,
) -> "Report":
    """Load with a progress bar and a summary on standard error."""
    from graphsvc.answers.loading import load_folder

    with click.progressbar(length=1, label="Reading", file=sys.stderr) as bar:

        def progress(done: int, total: int) -> None:
            bar.length = max(total, 1)
            bar.update(done - bar.pos)

        report = load_folder(
            folder, store, home, until=until, dry_run=dry_run, progress=progress, mapping=mapping
        )
    for line in summary(report):
        click.echo(line, err=True)
    return report


def summary(report: "Report") -> list[str]:
    """What a load did, in a few lines."""
    counts = report.counts()
    claims = ", ".join(f"{number:,} × {name}" for name, number in sorted(report.claims.items()))
    lines = [f"{_rows(counts['rows'])} read, {counts['accepted']:,} taken ({claims})"]
    lines += [f"{_rows(counts[name])} {words}" for name, words in _WORDS.items() if counts[name]]
    if report.persons:
        lines.append(f"{len(report.persons):,} organizations marked as named after a person")
    if report.dry_run:
        lines.append(
            f"dry run, nothing written: {report.new} new, {report.changed} changed, {report.same} the same, "
            f"{report.gone} would be retired"
        )
    lines += [str(issue) for issue in report.refused[:_SHOWN]]
    if len(report.refused) > _SHOWN:
        lines.append(f"… and {len(report.refused) - _SHOWN:,} more; --report FILE.json writes all")
    return [*lines, *map(str, report.warnings)]


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "graphml"]),
    default=None,
    help="default: graphml for a path that ends so, else csv",
)
@store_option
def export(path: Path, form: str | None, store: str | None) -> None:
    """Write all public data: a CSV bundle that `load` takes back unchanged, or one GraphML file.

    PATH is a folder for CSV, a file that ends in .graphml for GraphML.
    """
    form = form or ("graphml" if path.suffix.lower() == ".graphml" else "csv")
    if form == "csv" and path.suffix.lower() in (".graphml", *_FILES):
        raise click.UsageError(
            f"{path} is the name of a file, and CSV is a folder of files: name a folder, "
            "or a file that ends in .graphml for GraphML."
        )
    Output(folder=form == "csv").convert(path, None, click.get_current_context())
    with services_for(store) as services:
        if form == "graphml":
            from graphsvc.drawing.graphml import write_graphml

            write_graphml(services.graph.snapshot(), path)
        else:
            from graphsvc.ingest.bundle import write_bundle

            with services.graph.store.read() as reader:
                write_bundle(reader, path)
    click.echo(f"written: {path}", err=True)


@click.command()
@click.argument("folder", type=Output(folder=True))
@click.option("--organizations", type=click.IntRange(10), default=1000, show_default=True)
@click.option(
    "--projects", type=click.IntRange(1), default=None, help="default: half as many as organizations"
)
@click.option(
    "--partners", type=click.FloatRange(2, 40), default=6.0, show_default=True, help="mean of a project"
)
@click.option("--seed", type=int, default=7, show_default=True, help="the same seed makes the same bytes")
def generate(folder: Path, organizations: int, projects: int | None, partners: float, seed: int) -> None:
    """Make a synthetic dataset with planted clusters, stages and collaborations, as a bundle to load."""
    from graphsvc.ingest.synthetic import generate as make

    made = make(folder, organizations=organizations, seed=seed, projects=projects, partners=partners)
    click.echo(
        f"written: {folder} ({made.organizations:,} organizations, {made.clusters:,} clusters, "
        f"{made.projects:,} projects, {made.participations:,} participations)",
        err=True,
    )
