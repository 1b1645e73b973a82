"""`graphsvc retire` and `reinstate`: an organization counts nowhere, and counts again."""

import click

from graphsvc.cli.common import services_for, store_option


@click.command()
@click.argument("organization")
@click.option("--reason", required=True, help="why; everybody who asks for its id is told")
@store_option
def retire(organization: str, reason: str, store: str | None) -> None:
    """Let an organization count nowhere, and print its id; all that is known of it is kept.

    ORGANIZATION is an id or an unambiguous name. `reinstate` takes it back.
    """
    from graphsvc.state.own_words import LOCAL, today
    from graphsvc.state.retirements import retire as leave

    with services_for(store) as services:
        named = services.catalog.identify(organization, ("organization",))
        click.echo(leave(services.graph, named, reason, by=LOCAL, date=today()))


@click.command()
@click.argument("identifier", metavar="ID")
@store_option
def reinstate(identifier: str, store: str | None) -> None:
    """Let an organization that was retired count again, as before, and print its id."""
    from graphsvc.state.own_words import today
    from graphsvc.state.retirements import reinstate as back

    with services_for(store) as services:
        click.echo(back(services.graph, identifier.strip(), date=today()))
