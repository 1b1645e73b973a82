"""`graphsvc resolve`: which organizations of two tables are the same."""

from pathlib import Path

import click

from graphsvc.cli.common import Output


@click.command()
@click.argument("left", type=click.Path(path_type=Path))
@click.argument("right", type=click.Path(path_type=Path))
@click.option("--out", type=Output(), required=True, help="the CSV file of pairs to write")
@click.option("--explain", is_flag=True, help="add which fields agreed and which differed")
def resolve(left: Path, right: Path, out: Path, *, explain: bool) -> None:
    """Find the organizations of LEFT that are organizations of RIGHT.

    Both are CSV or XLSX with the columns id and name; short_name, country, city, post_code, website,
    activity_type, pic, ror, vat, lei, grid and isni help and may be missing or empty. The decision on a pair
    is `automatic`, or `review` where a person has to look; what is in no pair is another organization.
    """
    from graphsvc.ingest.identity.tables import resolve_tables

    done = resolve_tables(left, right, out, explain=explain)
    for note in done.notes:
        click.echo(f"note: {note}", err=True)
    click.echo(f"written: {out} ({done.automatic:,} automatic, {done.review:,} to review)", err=True)
