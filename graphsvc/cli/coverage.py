"""`graphsvc coverage`: what a set covers, and who proves it."""

from typing import Any

import click

from graphsvc.cli.common import print_json, services_for, store_option
from graphsvc.service.coverage import Coverage


@click.command()
@click.option("--chain", default="food-processing", show_default=True, help="id of the value chain")
@click.option("--of", "of", multiple=True, required=True, help="cluster, organization or region; repeat it")
@click.option("--basis", type=click.Choice(["all", "stated"]), default="all", show_default=True)
@click.option("--as-of", default=None, help="ISO day on which memberships must be valid")
@click.option("--json", "as_json", is_flag=True, help="print everything, with proof, as JSON")
@store_option
def coverage(
    chain: str, of: tuple[str, ...], basis: str, as_of: str | None, as_json: bool, store: str | None
) -> None:
    """Say which stages a set of clusters, organizations and regions covers."""
    with services_for(store) as services:
        answers = Coverage(services.graph)
        strict = basis == "stated"
        if as_json:
            print_json(answers.report(chain, of, strict=strict, as_of=as_of))
            return
        board = answers.board(chain, of, strict=strict, as_of=as_of)
    for sentence in board.sentences:
        click.echo(str(sentence))
    for row in board.rows:
        click.echo(_line(row))


def _line(row: Any) -> str:
    optional = "" if row.stage.required else " (optional)"
    cells = " ".join(f"{cell.n:>3}" for cell in row.cells)
    return f"  {row.stage.label['en'] + optional:45} {row.state:8} {row.n:>4}  |{cells}"
