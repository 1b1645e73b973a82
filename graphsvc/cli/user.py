"""`graphsvc user invite` and `user list`: who may sign in, with which roles."""

from datetime import datetime

import click

from graphsvc.cli.common import json_option, print_json, services_for, store_option


@click.group()
def user() -> None:
    """Invite people to a service with accounts, and list who has one."""


@user.command()
@click.argument("mail")
@click.option("--role", required=True, help="role, as `graphsvc rights show` names them")
@click.option("--scope", default="", metavar="ID", help="organization or cluster that the role is for")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), default=None, help="last day of the role")
@store_option
def invite(mail: str, role: str, scope: str, until: datetime | None, store: str | None) -> None:
    """Print a link by which MAIL makes an account, once within 14 days; who has one gets the role at once."""
    with services_for(store) as services:
        found = services.catalog.identify(scope, ("organization", "cluster")) if scope else ""
        last = until.date().isoformat() if until else None
        secret = services.accounts.invite(mail, role, found, last)
        if not services.settings.accounts:
            click.echo("Accounts are off: the link works where GRAPHSVC_ACCOUNTS=1 is set.", err=True)
        if secret is None:
            click.echo(f"{mail} has an account; the role counts from now on.", err=True)
        else:
            click.echo(f"{services.settings.address}/account/invitation/{secret}")


@user.command(name="list")
@json_option
@store_option
def list_(*, as_json: bool, store: str | None) -> None:
    """List who has an account, with roles, scopes and until when."""
    with services_for(store) as services:
        found = services.accounts.all()
    if as_json:
        print_json(found)
        return
    for one in found:
        roles = (f"{it.role} {it.scope}" + (f" until {it.until}" if it.until else "") for it in one.roles)
        click.echo(f"{one.number}\t{one.mail}\t{one.name}\t{'; '.join(roles)}")
    if not found:
        click.echo("Nobody has an account; `graphsvc user invite MAIL --role operator` makes a link.")
