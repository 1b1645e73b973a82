"""`graphsvc person`, `privacy` and `audit`: what is kept of people, and how it goes."""

import click

from graphsvc.cli.common import json_option, print_json, services_for, settings_for, store_option


@click.group()
def person() -> None:
    """Copy or erase what is kept of a person."""


@person.command()
@click.argument("mail")
@store_option
def export(mail: str, store: str | None) -> None:
    """Print everything that is kept of a person as JSON, but for the hashes of secrets."""
    with services_for(store) as services:
        print_json(services.personal_data.export(mail))


@person.command()
@click.argument("mail")
@store_option
def erase(mail: str, store: str | None) -> None:
    """Erase a person: account, words, sessions and mail; what they asked for and is open is withdrawn."""
    with services_for(store) as services:
        number = services.personal_data.erase(mail)
    led = f" The audit log names person:{number}, which leads to nobody any more." if number else ""
    click.echo(f"Erased.{led}", err=True)


@click.group()
def privacy() -> None:
    """Say what is done with personal data."""


@privacy.command()
@click.option("--language", type=click.Choice(["de", "en"]), default="en", show_default=True)
@json_option
@store_option
def record(language: str, *, as_json: bool, store: str | None) -> None:
    """Print the record of processing: purposes, fields, recipients, retention, legal bases."""
    from graphsvc.collaboration.privacy import processing_record

    found = processing_record(settings_for(store).texts)
    if as_json:
        print_json(found)
        return
    unnamed = {
        "de": "Rechtsgrundlage: vom Betreiber zu nennen",
        "en": "legal basis: not named by the operator",
    }
    for one in found:
        click.echo(f"{one['purpose'][language]}")
        for field in ("fields", "recipients", "retention"):
            click.echo(f"  {one[field][language]}")
        click.echo(f"  {one['legal_basis'] or unnamed[language]}")


@click.command()
@click.option("--of", "about", required=True, metavar="ID", help="person:N, or the id of something")
@json_option
@store_option
def audit(about: str, *, as_json: bool, store: str | None) -> None:
    """Print who did what to an object, and when; never the content."""
    with services_for(store) as services:
        found = services.personal_data.audit(about)
    if as_json:
        print_json(found)
        return
    for one in found:
        click.echo(f"{one.at}  person:{one.person or '-'}  {one.what}  {one.object}")
