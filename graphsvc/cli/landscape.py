"""`graphsvc landscape`: all clusters with their labels on a day."""

from datetime import datetime

import click

from graphsvc.cli.common import day_or_today, json_option, print_json, question, services_for, store_option


@click.command()
@click.option(
    "--label", default=None, metavar="KIND", help="only clusters with this kind of label, such as go-cluster"
)
@click.option("--state", default=None, help="only labels in this state, such as valid or unknown")
@click.option("--country", default=None, help="ISO country")
@click.option(
    "--sort", default="name", show_default=True, help="name, label, country, members, stages or ties"
)
@click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    default=None,
    help="day on which states are told; default: today",
)
@json_option
@store_option
def landscape(on: datetime | None, store: str | None, *, as_json: bool, **given: str | None) -> None:
    """List all clusters with labels, members, stages and ties; what is not known is said."""
    from graphsvc.answers.questions import LandscapeQuery

    asked = question(LandscapeQuery, **given)
    with services_for(store) as services:
        rows = services.programme.landscape(asked, day_or_today(on))
    if as_json:
        print_json(rows)
        return
    for row in rows:
        members = row.members
        known = (
            f"{members.known} of {members.stated} members"
            if members.stated
            else f"{members.known} members known"
        )
        click.echo(f"{row.ref.id}  {row.ref.english}: {known}, {row.stages} stages, {row.ties} ties")
        for one in row.labels:
            level = f" {one.level_title['en']}" if one.level_title else ""
            click.echo(f"    {one.title['en']}{level}: {one.told}")
