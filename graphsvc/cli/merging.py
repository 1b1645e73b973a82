"""`graphsvc merge` and `split`: two organizations become one, and two again."""

from typing import TYPE_CHECKING

import click

from graphsvc.cli.common import services_for, store_option

if TYPE_CHECKING:
    from graphsvc.bootstrap import Services


@click.command()
@click.argument("one", metavar="A")
@click.argument("other", metavar="B")
@store_option
def merge(one: str, other: str, store: str | None) -> None:
    """Say that two organizations are one, and print the id that stands for both; nothing of either is lost.

    A and B are ids or unambiguous names. All records, links and evidence stay, the other id leads to the one
    that stands, and `split` takes it back.
    """
    from graphsvc.state.merges import merge as join
    from graphsvc.state.own_words import LOCAL, today

    with services_for(store) as services:
        first, second = (_named(services, name) for name in (one, other))
        kept = join(services.graph, first, second, by=LOCAL, date=today())
        others = services.graph.snapshot().ids_of(kept)[1:]
    click.echo(f"{', '.join(others)} now {'leads' if len(others) == 1 else 'lead'} to {kept}", err=True)
    click.echo(kept)


@click.command()
@click.argument("one", metavar="A")
@store_option
def split(one: str, store: str | None) -> None:
    """Take back the merges in which an organization was named, and print the ids that were joined by them.

    A is an id, also one that leads to another, or an unambiguous name.
    """
    from graphsvc.state.merges import split as part
    from graphsvc.state.own_words import LOCAL, today

    with services_for(store) as services:
        ids = part(services.graph, _named(services, one), by=LOCAL, date=today())
    click.echo("\n".join(ids))


def _named(services: "Services", name: str) -> str:
    """The id that a name stands for, or a given id as it is, also one that leads to another."""
    from graphsvc.domain.ids import is_id

    found = services.catalog.identify(name, ("organization", "cluster"))
    return name.strip() if is_id(name.strip()) else found
