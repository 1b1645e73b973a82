"""`graphsvc labels` and `labels due`: which cluster holds which label on a day, and what ends when."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

import click

from graphsvc.cli.common import day_or_today, json_option, plain, print_json, services_for, store_option

if TYPE_CHECKING:
    from graphsvc.answers.programme import LabelRow

_DAY = click.DateTime(["%Y-%m-%d"])
_FIELDS = ("kind", "level", "issuer", "awarded", "precision", "ends", "ends_by", "state")
_MORE = ("renewable_until", "last_known", "source")


@click.group(invoke_without_command=True)
@click.option("--on", type=_DAY, default=None, help="day on which the state is told; default: today")
@click.option("--of", default=None, metavar="ID", help="one cluster alone, by id or name")
@click.option("--kind", default=None, help="labels of this kind alone, such as european-label")
@click.option(
    "--within", type=click.IntRange(1, 120), default=12, show_default=True, help="months that count as soon"
)
@json_option
@store_option
@click.pass_context
def labels(
    ctx: click.Context,
    on: datetime | None,
    of: str | None,
    kind: str | None,
    within: int,
    store: str | None,
    *,
    as_json: bool,
) -> None:
    """Say which cluster holds which label on a day, since when, until when, and by what source."""
    if ctx.invoked_subcommand:
        return

    with services_for(store) as services:
        cluster = services.catalog.identify(of, ("cluster",)) if of else None
        rows = services.programme.labels(day_or_today(on), of=cluster, within=within, kind=kind)
    _print(rows, as_json=as_json)


@labels.command()
@click.option("--from", "first", type=_DAY, required=True, help="first day")
@click.option("--to", "last", type=_DAY, required=True, help="last day")
@json_option
@store_option
def due(first: datetime, last: datetime, store: str | None, *, as_json: bool) -> None:
    """List the labels that end, or may end, from one day to another; their state is that of the first day."""
    if last < first:
        raise click.UsageError(f"--to {last:%Y-%m-%d} lies before --from {first:%Y-%m-%d}")
    with services_for(store) as services:
        rows = services.programme.due(first.date().isoformat(), last.date().isoformat())
    _print(rows, as_json=as_json)


@labels.command()
@click.option("--on", type=_DAY, default=None, help="day; default: today")
@click.option("--all", "everything", is_flag=True, help="list what was given before too, and give nothing")
@json_option
@store_option
def remind(on: datetime | None, store: str | None, *, everything: bool, as_json: bool) -> None:
    """Remind of labels that end within 12, 6 and 3 months, of each step once; made for a daily job.

    What was given is written down in the instance folder before it is printed; --all lists it again.
    """
    from graphsvc.state.reminders import ReminderLog

    day = day_or_today(on)
    with services_for(store) as services:
        log = ReminderLog(services.settings.home)
        given = log.given() if everything else [(day, one) for one in services.programme.remind(log, day)]
        names = {one.cluster: services.catalog.ref(one.cluster).english for _, one in given}
    if as_json:
        print_json([{"on": when, **plain(one)} for when, one in given])
        return
    for when, one in given:
        what = f"{one.kind} {one.level}".strip()
        click.echo(
            f"{when}  {names[one.cluster]}: {what} ends on {one.ends} or later, within {one.months} months"
        )


def _print(rows: "Iterable[LabelRow]", *, as_json: bool) -> None:
    if as_json:
        print_json(
            [
                {"cluster": row.ref.id} | {name: getattr(row, name) for name in (*_FIELDS, *_MORE)}
                for row in rows
            ]
        )
        return
    for row in rows:
        level = f" {row.level_title['en']}" if row.level_title else ""
        click.echo(f"{row.ref.english}: {row.title['en']}{level}, {row.told}")
