"""`graphsvc outcomes`: what became of suggestions."""

from typing import TYPE_CHECKING

import click

from graphsvc.cli.common import print_json, services_for, store_option

if TYPE_CHECKING:
    from graphsvc.answers.user_content.outcomes import OutcomesOfRanks

_COLUMNS = ("shown", "declined", "pinned", "answered", "outcomes")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="print the counts as JSON")
@store_option
def outcomes(*, as_json: bool, store: str | None) -> None:
    """Print what became of suggestions: shown, declined, pinned, answered, led to something, by rank."""
    with services_for(store) as services:
        found = services.people.outcomes()
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


def _line(name: str, one: "OutcomesOfRanks", least: int) -> str:
    if one.shown is None:
        return f"{name:10}{f'< {least}':>10}"
    counts = (one.shown, one.declined, one.pinned, one.answered, one.outcomes)
    return f"{name:10}" + "".join(f"{count:>10}" for count in counts)
