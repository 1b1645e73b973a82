"""`graphsvc register`: policy measures, funding calls and events from tables."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from graphsvc.cli.common import json_option, print_json, services_for, store_option

if TYPE_CHECKING:
    from graphsvc.programme.registers import RegisterKind

_KIND = click.argument("kind", type=click.Choice(["policies", "calls", "events"]))


@click.group()
def register() -> None:
    """Load and list the registers of a programme: policies, calls, events."""


@register.command()
@_KIND
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@store_option
def load(kind: "RegisterKind", file: Path, store: str | None) -> None:
    """Take a table (CSV, XLSX) instead of what the register held; with any fault nothing is taken.

    The page of the register has an empty table to fill in.
    """
    with services_for(store) as services:
        taken = services.registers.load(kind, file)
    click.echo(f"{kind}: {taken} entries")


@register.command(name="list")
@_KIND
@json_option
@store_option
def list_(kind: "RegisterKind", store: str | None, *, as_json: bool) -> None:
    """List what a register holds."""
    with services_for(store) as services:
        entries = services.registers.entries(kind)
    if as_json:
        print_json([one.model_dump() for one in entries])
        return
    for one in entries:
        click.echo(f"{one.title} ({one.source})")
