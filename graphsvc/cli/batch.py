"""`graphsvc batch`: suggestions for every organization at once."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from graphsvc.cli.common import Output, services_for, store_option
from graphsvc.errors import InvalidData

if TYPE_CHECKING:
    from graphsvc.bootstrap import Services
    from graphsvc.state.jobs import Progress
    from graphsvc.taxonomy.matching import MatchingProfile

_LINES = 20


@click.command()
@click.option("--top", type=click.IntRange(1, 1000), default=50, show_default=True, help="how many for each")
@click.option(
    "--workers", type=click.IntRange(1, 256), help="processes on this machine (default: one a processor)"
)
@click.option("--dask", metavar="ADDRESS", help="a running Dask scheduler (tcp://host:port) to use instead")
@click.option(
    "--profile", "own", type=click.Path(exists=True, path_type=Path), help="a matching profile of one's own"
)
@click.option("--out", type=Output(), help="also write a CSV file (.csv or .csv.gz)")
@click.option(
    "--show", metavar="ID", help="compute nothing, print what was computed for an organization (id or name)"
)
@store_option
def batch(
    top: int,
    workers: int | None,
    dask: str | None,
    own: Path | None,
    out: Path | None,
    show: str | None,
    store: str | None,
) -> None:
    """Compute the best partners of every organization and keep them; goes on where it broke off."""
    if workers and dask:
        raise click.UsageError("--workers is for this machine, --dask for the workers of a scheduler.")
    from graphsvc.taxonomy.profiles import load_profile

    profile = load_profile(own) if own else None
    with services_for(store) as services:
        if show:
            _show(services, show, top, profile)
            return
        with _told() as progress:
            done = services.batch.run(
                top=top,
                profile=profile,
                workers=workers or os.cpu_count() or 1,
                dask=dask,
                out=out,
                progress=progress,
            )
    blocks = "1 block" if done.blocks == 1 else f"{done.blocks:,} blocks"
    line = f"{done.organizations:,} organizations in {blocks}, {done.kept:,} of them done before"
    click.echo(f"{line}; matching profile {done.profile}", err=True)
    if out:
        click.echo(f"{done.rows:,} suggestions written: {out}", err=True)


def _show(services: "Services", name: str, top: int, profile: "MatchingProfile | None") -> None:
    identifier = services.catalog.identify(name, ("organization",))
    kept = services.batch.of(identifier, top=top, profile=profile)
    if kept is None:
        raise InvalidData(f"not computed yet for these data: graphsvc batch --top {top}")
    for rank, one in enumerate(kept, 1):
        click.echo(f"{rank:3} {one.score:8.3f}  {one.id}")


@contextmanager
def _told() -> "Iterator[Progress]":
    """Progress on standard error: a bar on a terminal, else a line for every twentieth."""
    if not sys.stderr.isatty():
        yield _lines()
        return
    with click.progressbar(length=1, label="Organizations", show_pos=True, file=sys.stderr) as bar:
        kept: list[int] = []

        def drawn(done: int, total: int) -> None:
            if not kept:
                kept.append(done)
                bar.length = max(total - done, 1)
                bar.label = f"Organizations ({done:,} done before)" if done else bar.label
            bar.update(done - kept[0] - bar.pos)

        yield drawn


def _lines() -> "Progress":
    begun, kept, last = time.monotonic(), -1, -1

    def said(done: int, total: int) -> None:
        nonlocal kept, last
        kept = done if kept < 0 else kept
        if done < total and done * _LINES // total == last:
            return
        last = done * _LINES // max(total, 1)
        left = ""
        if kept < done < total:
            seconds = (time.monotonic() - begun) / (done - kept) * (total - done)
            left = f", about {seconds:.0f} s left"
        click.echo(f"{done:,} of {total:,} organizations{left}", err=True)

    return said
