"""`graphsvc fetch`: known sources, downloaded and loaded."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from graphsvc.cli.common import settings_for, store_option

if TYPE_CHECKING:
    from datetime import date

    from click._termui_impl import ProgressBar

    from graphsvc.ingest.archives import Downloaded


@click.command()
@click.argument("names", nargs=-1, metavar="[SOURCE]...")
@click.option("--list", "listed", is_flag=True, help="list the sources; the same without SOURCE")
@click.option(
    "--base",
    metavar="URL",
    default=None,
    help="ask this server for the same paths (default: GRAPHSVC_MIRROR)",
)
@store_option
def fetch(names: tuple[str, ...], listed: bool, base: str | None, store: str | None) -> None:
    """Download known sources and load them; what was cut goes on.

    What is here and was not changed at its source is not downloaded again.
    """
    from datetime import UTC, datetime

    from graphsvc.answers.fetching import unpacked
    from graphsvc.bootstrap import open_store, prepare_instance
    from graphsvc.cli.data import load_shown
    from graphsvc.domain.ports import opened
    from graphsvc.ingest.sources import source_named

    settings = settings_for(store)
    if listed or not names:
        _list(settings.home)
        return
    for name in names:
        source_named(name)
    prepare_instance(settings)
    day = datetime.now(UTC).date()
    with opened(open_store(settings.store_url)) as target:
        for name in names:
            server = settings.mirror if base is None else base
            archive, found = _download(name, settings.home, server, day)
            click.echo(f"{archive} ({found.size:,} bytes, SHA-256 {found.sha256})", err=True)
            with unpacked(name, archive, found.retrieved) as folder:
                load_shown(target, folder, settings.home)


def _download(name: str, home: Path, server: str, day: "date") -> tuple[Path, "Downloaded"]:
    """Download with a progress bar in bytes on standard error."""
    from graphsvc.answers.fetching import brought

    told: list[str] = []
    shown: ProgressBar[int] = click.progressbar(
        length=1, label=f"Downloading {name}", file=sys.stderr, item_show_func=lambda _: "".join(told)
    )
    with shown as bar:

        def progress(done: int, total: int) -> None:
            told[:] = [f"{done / 1e6:,.1f} of {f'{total / 1e6:,.1f}' if total else '?'} MB"]
            bar.length = max(total, done, 1)
            bar.update(done - bar.pos)

        return brought(
            name,
            home,
            base=server,
            day=day,
            progress=progress,
            say=lambda text: click.echo(f"\n{name}: {text}", err=True),
        )


def _list(home: Path) -> None:
    """The sources with their licences, and which are here."""
    from graphsvc.answers.fetching import kept_of
    from graphsvc.ingest.sources import sources

    for name, source in sources().items():
        found = kept_of(name, home)
        here = (
            f"here since {found[1].retrieved}, {found[1].size / 1e6:,.1f} MB" if found else "not downloaded"
        )
        click.echo(f"{name:15} {source.dataset.title} ({source.dataset.licence}): {here}")
