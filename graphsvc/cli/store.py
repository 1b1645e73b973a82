"""`graphsvc digest`, `backup` and `restore`: a store as a whole."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from graphsvc.cli.common import Output, settings_for, store_option

if TYPE_CHECKING:
    from graphsvc.state.backup import BackupContent


@click.command()
@store_option
def digest(store: str | None) -> None:
    """Print the digest: equal for equal data, whatever the store."""
    from graphsvc.bootstrap import open_store
    from graphsvc.domain.ports import opened

    with opened(open_store(settings_for(store).store_url)) as target, target.read() as reader:
        click.echo(reader.digest())


@click.command()
@click.argument("path", metavar="FILE", type=Output())
@store_option
def backup(path: Path, store: str | None) -> None:
    """Write all data, private data too, into one file, also while the service runs.

    The file can be restored into a store of either kind. What people left in the instance folder comes along.
    """
    from graphsvc.bootstrap import open_store
    from graphsvc.domain.ports import opened
    from graphsvc.state.backup import write_backup
    from graphsvc.state.own_words import today

    settings = settings_for(store)
    with opened(open_store(settings.store_url)) as source:
        made = write_backup(source, settings.home, path, today())
    _tell(f"written: {path}", made)


@click.command()
@click.argument("path", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="replace everything that the store holds")
@store_option
def restore(path: Path, replace: bool, store: str | None) -> None:
    """Bring back what `backup` wrote, all of it or nothing; a file that was cut or changed is refused."""
    from graphsvc.bootstrap import open_store, prepare_instance
    from graphsvc.domain.ports import opened
    from graphsvc.state.backup import restore_backup

    settings = settings_for(store)
    prepare_instance(settings)
    with opened(open_store(settings.store_url)) as target:
        _tell(f"restored: {path}", restore_backup(path, target, settings.home, replace=replace))


def _tell(what: str, content: "BackupContent") -> None:
    click.echo(
        f"{what} ({content.claims:,} claims, datasets: {len(content.datasets)}, made on {content.made})",
        err=True,
    )
    click.echo(content.digest)
