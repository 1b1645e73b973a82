"""`graphsvc rights show`: who may do what on a service with accounts."""

import click

from graphsvc.cli.common import print_json


@click.group()
def rights() -> None:
    """Say who may do what on a service with accounts."""


@rights.command()
@click.option("--role", default=None, help="what one role may do, alone")
@click.option("--json", "as_json", is_flag=True, help="print the rights as JSON")
def show(role: str | None, *, as_json: bool) -> None:
    """Print the rights: which role may do what, for its own scope or everywhere; all else is denied."""
    from graphsvc.taxonomy.rights import PERSON, VISITOR, shipped_rights

    table = shipped_rights()
    implied = {VISITOR: (VISITOR,), PERSON: (VISITOR, PERSON)}
    wanted = (
        implied.get(role, (VISITOR, PERSON, table.role(role).id)) if role else [one.id for one in table.roles]
    )
    rows = [
        {"action": one.id, "role": held, "scope": one.roles[held], "title": one.title["en"]}
        for one in table.actions
        for held in wanted
        if held in one.roles
    ]
    if as_json:
        print_json({"version": table.version, "rights": rows, "fields": table.fields})
        return
    for row in rows:
        click.echo(f"{row['action']:24}{row['role']:12}{row['scope']:6}{row['title']}")
