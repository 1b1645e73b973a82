"""`graphsvc report`: the paper for a board as a file, and whether a file still says what the data says."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from graphsvc.cli.common import Output, day_or_today, question, services_for, store_option

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from graphsvc.bootstrap import Services
    from graphsvc.report import Difference, Frozen

_MOST = 40


@click.group(invoke_without_command=True)
@click.option("--chain", default="food-processing", show_default=True, help="id of the value chain")
@click.option("--of", multiple=True, metavar="ID", help="cluster, organization or region, by id or name")
@click.option("--basis", type=click.Choice(["all", "stated"]), default="all", show_default=True)
@click.option("--out", type=Output(), default=None, help="FILE.pdf, .docx, .xlsx or .html")
@click.option("--language", type=click.Choice(["de", "en"]), default="en", show_default=True)
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), default=None, help="day it states (today)")
@store_option
@click.pass_context
def report(context: click.Context, /, out: Path | None, language: str, **given: Any) -> None:
    """Write a paper for the board: coverage, gaps, risks, allies, proof and what is not known."""
    if context.invoked_subcommand:
        return
    if not given["of"] or out is None:
        raise click.UsageError("say what it is about and where it goes: --of ID … --out FILE.pdf")
    from graphsvc.answers.questions import ChainQuery

    form = _form(out)
    stated = day_or_today(given["day"])
    with services_for(given["store"]) as services:
        parts = services.catalog.identify_all(given["of"], ("cluster", "organization", "region"))
        asked = question(ChainQuery, chain=given["chain"], of=parts, basis=given["basis"])
        arguments = asked.arguments
        frozen = _made(services, language, {"chain": arguments.pop("chain_id"), **arguments, "day": stated})
    _write(frozen, form, out)


@report.command()
@click.option("--year", type=click.IntRange(1990, 2100), required=True)
@click.option("--country", default=None, metavar="CC", help="clusters of a country alone")
@click.option("--label", default=None, metavar="KIND", help="clusters with a label alone, as go-cluster")
@click.option("--out", type=Output(), required=True, help="FILE.pdf, .docx, .xlsx or .html")
@click.option("--language", type=click.Choice(["de", "en"]), default="en", show_default=True)
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), default=None, help="day it states (today)")
@store_option
def yearly(
    year: int,
    country: str | None,
    label: str | None,
    out: Path,
    language: str,
    day: "datetime | None",
    store: str | None,
) -> None:
    """Write the yearly report of a programme: clusters, labels, entries and exits, trends."""
    from graphsvc.answers.questions import YearlyQuery

    form, stated = _form(out), day_or_today(day)
    if str(year) > stated[:4]:
        raise click.UsageError(f"{year} has not begun on {stated}")
    asked = question(YearlyQuery, year=year, country=country, label=label)
    with services_for(store) as services:
        frozen = _made(services, language, {"report": "yearly", **asked.arguments(stated)})
    _write(frozen, form, out)


@report.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@store_option
def verify(file: Path, store: str | None) -> None:
    """Say whether a report is as it was written, and whether its figures are those of the data now."""
    from graphsvc.report import altered, changed, frozen_in
    from graphsvc.web.remade import why_changed

    form, content = _form(file), file.read_bytes()
    frozen = frozen_in(form, content)
    wrong = altered(frozen, form, content)
    _tell(wrong, "The text is the one that was written.", "The text of the file was changed afterwards:")
    with services_for(store) as services:
        now = _made(services, frozen.document.language, frozen.question)
    moved = changed(frozen.document, now.document)
    if (frozen.digest, frozen.taxonomy) == (now.digest, now.taxonomy):
        click.echo(f"The data is the same: {now.digest}.")
    else:
        click.echo(f"The data has changed: {frozen.digest} then, {now.digest} now.")
    if frozen.version != now.version:
        click.echo(f"Written by graphsvc {frozen.version}, computed again by {now.version}.")
    _tell(moved, "All figures are the same when computed again.", "Computed again, these lines differ:")
    for section in dict.fromkeys(one.section for one in moved):
        if why := why_changed(section, frozen, now):
            click.echo(f"  {section}: {why}")
    if wrong or moved:
        raise click.exceptions.Exit(1)


def _made(services: "Services", language: str, asked: dict[str, Any]) -> "Frozen":
    from graphsvc.web.language import speaking
    from graphsvc.web.remade import remade

    with speaking(language):
        return remade(services, asked)


def _write(frozen: "Frozen", form: str, out: Path) -> None:
    from graphsvc.files import replacing_output
    from graphsvc.report import write

    with replacing_output(out) as file:
        file.write(write(frozen, form))
    click.echo(f"{out}: {frozen.document.title}")


def _tell(found: "Sequence[Difference]", none: str, some: str) -> None:
    click.echo(some if found else none)
    for one in found[:_MOST]:
        where = f"{one.section}: " if one.section else ""
        click.echo(f"  {where}“{one.before}” is now “{one.now}”")
    if len(found) > _MOST:
        click.echo(f"  and {len(found) - _MOST} more")


def _form(path: Path) -> str:
    from graphsvc.report import FORMATS

    form = path.suffix.lower().removeprefix(".")
    if form not in FORMATS:
        raise click.UsageError(f"{path.name}: the name ends in none of .{', .'.join(FORMATS)}")
    return form
