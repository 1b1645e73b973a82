"""`graphsvc outcomes`: what became of suggestions."""

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

import click

from graphsvc.cli.common import Output, print_json, services_for, store_option
from graphsvc.files import replacing_output

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graphsvc.answers.user_content.outcomes import OutcomesOfRanks
    from graphsvc.state.feedback import Judgement

_COLUMNS = ("shown", "declined", "pinned", "answered", "outcomes")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="print the counts as JSON")
@click.option(
    "--out", type=Output(), default=None, help="also write each judged suggestion as a row of a CSV file"
)
@store_option
def outcomes(*, as_json: bool, out: Path | None, store: str | None) -> None:
    """Print what became of suggestions: shown, declined, pinned, answered, led to something, by rank.

    With accounts, introductions count: asked for (pinned), both agreed (answered), declined by the other
    side, confirmed by both sides (outcomes).
    """
    with services_for(store) as services:
        more = services.collaboration.judgements() if services.settings.accounts else ()
        found = services.people.outcomes(more)
        if out:
            _write(out, services.people.judgements(more))
    if as_json:
        print_json(found)
        return
    if not found.kinds:
        click.echo("No suggestion has been judged here yet.")
    for kind in found.kinds:
        click.echo(f"{kind.label}, {kind.profile}, lists: {kind.lists}")
        click.echo(f"{'rank':10}" + "".join(f"{column:>10}" for column in _COLUMNS))
        for one in kind.ranks:
            click.echo(_line(f"{one.first}–{one.last}", one, found.least))
        click.echo(_line("all", kind.all, found.least))
        if kind.reasons:
            click.echo("declined: " + ", ".join(f"{one.label} {one.n}" for one in kind.reasons))
    if found.unplaced:
        click.echo(f"not counted, since no rank was kept: {found.unplaced}")


def _write(out: Path, judgements: "Sequence[Judgement]") -> None:
    with replacing_output(out) as file, io.TextIOWrapper(file, encoding="utf-8", newline="") as text:
        table = csv.writer(text)
        table.writerow(("asking", "suggested", "profile", "rank", "shown", "verdict", "reason", "date"))
        for one in judgements:
            seen = (one.profile, one.rank, one.shown)
            table.writerow((one.query, one.candidate, *seen, one.verdict, one.reason, one.date))


def _line(name: str, one: "OutcomesOfRanks", least: int) -> str:
    if one.shown is None:
        return f"{name:10}{f'< {least}':>10}"
    counts = (one.shown, one.declined, one.pinned, one.answered, one.outcomes)
    return f"{name:10}" + "".join(f"{count:>10}" for count in counts)
