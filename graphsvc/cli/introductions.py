"""`graphsvc introductions list` and `graphsvc due`: introductions, and what a day asks for."""

from datetime import UTC, datetime

import click

from graphsvc.cli.common import json_option, print_json, services_for, store_option


@click.group()
def introductions() -> None:
    """List introductions."""


@introductions.command(name="list")
@click.option("--of", required=True, metavar="ID", help="organization or cluster, by id or name")
@json_option
@store_option
def list_(of: str, *, as_json: bool, store: str | None) -> None:
    """List the introductions of an organization or cluster: with whom, when, in which state, no words."""
    with services_for(store) as services:
        scope = services.catalog.identify(of, ("organization", "cluster"))
        found = services.collaboration.introductions.all_of(scope)
    if as_json:
        print_json(found)
        return
    for one in found:
        click.echo(f"{one.id}  {one.state:16}  {one.source} -> {one.target}  {one.asked[:10]}")
    if not found:
        click.echo("No introduction was asked for yet.")


@click.command()
@click.option(
    "--now", type=click.DateTime(["%Y-%m-%d"]), default=None, help="day that counts; default: today"
)
@json_option
@store_option
def due(now: datetime | None, *, as_json: bool, store: str | None) -> None:
    """Do what a day asks for, each once: reminders, expiry, questions about outcomes, digests; send mail.

    Digests are made where accounts are on (GRAPHSVC_ACCOUNTS=1).
    """
    with services_for(store) as services:
        if now:
            services.people_database.clock = lambda: now.replace(hour=12, tzinfo=UTC)
        found = services.collaboration.due(services.digest if services.settings.accounts else None)
    if as_json:
        print_json(found)
        return
    for one in found:
        click.echo(f"{one.introduction or f'person:{one.person}'}  {one.event}")
