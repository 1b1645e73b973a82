"""`graphsvc coverage`, `alliance`, `closers` and `resilience`: what a set covers and what follows."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from graphsvc.cli.common import about, print_json, question, services_for, store_option

if TYPE_CHECKING:
    from graphsvc.bootstrap import Services

_CHAIN = click.option("--chain", default="food-processing", show_default=True, help="id of the value chain")
_BASIS = click.option("--basis", type=click.Choice(["all", "stated"]), default="all", show_default=True)
_JSON = click.option("--json", "as_json", is_flag=True, help="print everything as JSON")
_PARTS = ("cluster", "organization", "region")


@click.command()
@_CHAIN
@_BASIS
@about()
@click.option("--as-of", default=None, help="ISO day on which memberships must be valid")
@click.option("--json", "as_json", is_flag=True, help="print everything, with proof, as JSON")
@store_option
def coverage(
    chain: str, of: tuple[str, ...], basis: str, as_of: str | None, as_json: bool, store: str | None
) -> None:
    """Say which stages a set of clusters, organizations and regions covers."""
    with services_for(store) as services:
        asked = _asked(services, chain, of, basis)
        if as_json:
            print_json(services.coverage.report(**asked, as_of=as_of))
            return
        board = services.coverage.board(**asked, as_of=as_of)
    for sentence in board.sentences:
        click.echo(str(sentence))
    for row in board.rows:
        click.echo(_line(row))


def _asked(services: "Services", chain: str, of: Sequence[str], basis: str) -> dict[str, Any]:
    from graphsvc.answers.questions import ChainQuery

    return question(
        ChainQuery, chain=chain, of=services.catalog.identify_all(of, _PARTS), basis=basis
    ).arguments


def _line(row: Any) -> str:
    optional = "" if row.stage.required else " (optional)"
    cells = " ".join(f"{cell.n:>3}" for cell in row.cells)
    return f"  {row.stage.label['en'] + optional:45} {row.state:8} {row.n:>4}  |{cells}"


@click.command()
@_CHAIN
@_BASIS
@click.option("--k", type=click.IntRange(1, 9), default=1, show_default=True, help="suppliers a stage needs")
@click.option("--must", multiple=True, help="cluster that must be in")
@click.option("--without", multiple=True, help="cluster that must not be in")
@click.option("--at-most", type=click.IntRange(1, 20), default=None, help="most clusters")
@click.option("--within-km", type=click.FloatRange(0, 20_000), default=None, help="most km between two seats")
@click.option("--country", multiple=True, help="ISO country clusters may come from")
@click.option(
    "--stated-share",
    type=click.FloatRange(0, 1),
    default=0.0,
    help="least share of required stages that sources or persons name a supplier of",
)
@click.option("--limit", type=click.IntRange(1, 100), default=10, show_default=True, help="most sets")
@_JSON
@store_option
def alliance(limit: int, as_json: bool, store: str | None, **given: Any) -> None:
    """Find the smallest sets of clusters that are complete together, proven."""
    from graphsvc.answers.questions import AllianceQuery

    with services_for(store) as services:
        for side in ("must", "without"):
            given[side] = services.catalog.identify_all(given[side], ("cluster",))
        asked = question(AllianceQuery, **given)
        found = services.coverage.alliances(asked.chain, **asked.conditions, limit=limit)
    if as_json:
        print_json(found)
        return
    click.echo(str(found.sentence))
    for item in found.impossible:
        click.echo(f"  {item.stage.label['en']}: {item.why}")
    for one in found.sets or found.deepest:
        click.echo("  " + ", ".join(str(ref.name) for ref in one.members))


@click.command()
@_CHAIN
@_BASIS
@about()
@click.option("--kind", type=click.Choice(["cluster", "organization"]), default="cluster", show_default=True)
@click.option("--limit", type=click.IntRange(1, 200), default=20, show_default=True, help="most a stage")
@_JSON
@store_option
def closers(
    chain: str, basis: str, of: tuple[str, ...], kind: str, limit: int, as_json: bool, store: str | None
) -> None:
    """Say which stages are missing or thin, and who elsewhere would close them."""
    with services_for(store) as services:
        asked = _asked(services, chain, of, basis)
        found = services.coverage.closers(**asked, kind=kind, limit=limit)
    if as_json:
        print_json(found)
        return
    for gap in found.gaps:
        click.echo(f"{gap.stage.label['en']}: {gap.state}")
        if gap.none_known:
            click.echo(f"  {gap.none_known}")
        for one in gap.closers:
            adds = ", ".join(label["en"] for label in one.adds)
            click.echo(f"  {one.ref.name} ({adds}): " + "; ".join(str(reason) for reason in one.reasons))


@click.command()
@_CHAIN
@_BASIS
@about()
@click.option("--k", type=click.IntRange(1, 9), default=3, show_default=True, help="most leaving together")
@_JSON
@store_option
def resilience(chain: str, basis: str, of: tuple[str, ...], k: int, as_json: bool, store: str | None) -> None:
    """Say what breaks when one or more of a set leave."""
    with services_for(store) as services:
        found = services.coverage.resilience(**_asked(services, chain, of, basis), k=k)
    if as_json:
        print_json(found)
        return
    click.echo(str(found.sentence))
    for point in found.single_points:
        stages = ", ".join(label["en"] for label in point.stages)
        click.echo(f"  without {point.ref.name}: {stages}")
