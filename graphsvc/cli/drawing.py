"""`graphsvc map`, `draw` and `indicators`: the network as pages to hand on and as numbers."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from graphsvc.cli.common import Output, about, only, print_json, services_for, store_option

if TYPE_CHECKING:
    from graphsvc.answers.network.indicators import Indicator
    from graphsvc.bootstrap import Services

_NETWORK = "network"


@click.command("map")
@about()
@click.option("--radius", type=click.IntRange(1, 3), default=1, show_default=True, help="steps around it")
@click.option("--out", type=Output(), required=True, help="the HTML file to write")
@click.option("--language", type=click.Choice(["de", "en"]), default=None, help="default: the settings'")
@store_option
def map_(of: tuple[str, ...], radius: int, out: Path, language: str | None, store: str | None) -> None:
    """Write the surroundings of an organization or cluster as one page that needs no network."""
    from graphsvc.answers.network import Network

    with services_for(store) as services:
        identifier = services.catalog.identify(only(of), ("cluster", "organization"))
        chosen = language or services.settings.language
        page = Network(services.graph).page_around(identifier, radius=radius, language=chosen)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(page, encoding="utf-8")
    click.echo(f"written: {out}", err=True)


@click.command()
@click.argument("views", nargs=-1, metavar="[VIEW]...")
@click.option("--all", "everything", is_flag=True, help="every view in visualizations/")
@click.option(
    "--out",
    type=Output(folder=True),
    default=None,
    help="folder (default: visualizations/gallery)",
)
@store_option
def draw(views: tuple[str, ...], everything: bool, out: Path | None, store: str | None) -> None:
    """Write views as stand-alone pages in both languages, with an index; an empty store is filled first."""
    if not views and not everything:
        raise click.UsageError("name the views to draw, or say --all")
    from graphsvc.answers.network import Network
    from graphsvc.settings import packaged

    folder = out or packaged("visualizations") / "gallery"
    with services_for(store) as services:
        _filled(services)
        files = Network(services.graph).gallery(folder, () if everything else views)
    for file in files:
        click.echo(f"written: {file}", err=True)


@click.command()
@about(default=_NETWORK)
@click.option("--json", "as_json", is_flag=True, help="print everything as JSON")
@store_option
def indicators(of: tuple[str, ...], as_json: bool, store: str | None) -> None:
    """Print the indicators of an organization, a cluster, a region or the whole network."""
    from graphsvc.answers.network import Network

    with services_for(store) as services:
        name = only(of)
        if name != _NETWORK:
            name = services.catalog.identify(name, ("cluster", "organization", "region"))
        found = Network(services.graph).indicators(name)
        digest = services.graph.snapshot().digest
    if as_json:
        print_json({"of": name, "digest": digest, "indicators": list(found)})
        return
    for one in found:
        click.echo(_line(one))


def _line(one: "Indicator") -> str:
    from graphsvc.network import descriptions

    about = descriptions()[one.id]
    figure = "–" if one.value is None else f"{100 * one.value:.3g} %" if about.share else f"{one.value:.6g}"
    value = f"{figure} {about.unit['en']}".rstrip()
    rank = f"  ({one.rank:,} of {one.n:,})" if one.rank else ""
    note = f" {one.note}" if one.note else ""
    return f"{one.label['en'] + ':':44} {value}{rank}\n    {one.sentence['en']}{note}"


def _filled(services: "Services") -> None:
    if services.graph.snapshot().empty:
        from graphsvc.cli.data import load_shown
        from graphsvc.settings import packaged

        load_shown(services.graph.store, packaged("seeds"), services.settings.home)
        services.graph.refresh()
