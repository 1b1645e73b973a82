"""`graphsvc publish` and `query`: the graph for people who ask in SQL or Cypher."""

import sys

import click

from graphsvc.cli.common import print_json, services_for, store_option
from graphsvc.errors import InvalidData


@click.command()
@click.argument("place", metavar="FILE.db|URL")
@store_option
def publish(place: str, store: str | None) -> None:
    """Write the public graph for people who query it: into a SQLite file, or into Neo4j.

    It holds each entity once with the fields that win, links of all kinds, indicators, communities and
    stages, and replaces what was published there before as soon as it is whole. URL is
    neo4j://user:password@host:port.
    """
    from graphsvc.bootstrap import publisher

    target = publisher(place)
    with services_for(store, public=True) as services:
        graph = services.published()
    shown = place.rpartition("@")[2]
    done = target.publish(graph)
    click.echo(f"{'published' if done else 'unchanged'}: {shown}", err=True)
    click.echo(graph.digest)


@click.command()
@click.argument("statement", metavar="SELECT")
@click.option("--json", "as_json", is_flag=True, help="print objects as JSON instead of columns with tabs")
@click.option(
    "--seconds", type=click.FloatRange(0.1, 3600), default=10.0, show_default=True, help="stop it after"
)
@store_option
def query(statement: str, as_json: bool, seconds: float, store: str | None) -> None:
    """Answer a SELECT over the public graph in SQLite; docs/queries.md names tables and examples.

    Nothing can be written. Private data is not in it.
    """
    with services_for(store, public=True) as services:
        found = services.query(statement, seconds=seconds)
        digest = services.graph.snapshot().digest
    if as_json:
        twice = sorted(name for name in set(found.columns) if found.columns.count(name) > 1)
        if twice:
            raise InvalidData(f"two columns are called {twice[0]}; name one of them with AS")
        rows = [dict(zip(found.columns, row, strict=True)) for row in found.rows]
        print_json({"digest": digest, "columns": found.columns, "rows": rows})
        return
    for row in (found.columns, *found.rows):
        sys.stdout.write("\t".join("" if cell is None else str(cell) for cell in row) + "\n")
