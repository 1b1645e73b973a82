"""`graphsvc chain …`: value chains as files."""

from pathlib import Path

import click

from graphsvc.cli.common import Output, load_checked, print_json


@click.group()
def chain() -> None:
    """Check and make value chain files."""


@chain.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="print every finding as JSON")
def check(file: Path, *, as_json: bool) -> None:
    """Check a value chain file; say everything that is wrong with it, with line and path.

    Exit code 0 means the file can be used.
    """
    from graphsvc.taxonomy import load_chain

    made = load_checked(load_chain, file, as_json=as_json)
    if as_json:
        print_json(
            {"ok": True, "id": made.id, "version": made.version, "seal": made.fingerprint(), "issues": []}
        )
        return
    required = len(made.required)
    click.echo(
        f"{file.name}: {made.id} {made.version}, {len(made.stages)} stages, {required} of them required"
    )
    click.echo(f"seal: {made.fingerprint()}" + ("" if made.seal else " (not in the file; optional)"))


@chain.command(name="import")
@click.argument("table", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--id", "chain_id", required=True, help="name of the chain, such as food-processing")
@click.option("--version", default="1.0", show_default=True)
@click.option("--title-en", required=True)
@click.option("--title-de", required=True)
@click.option("--out", type=Output(), default=None, help="file to write")
def import_(
    table: Path, *, chain_id: str, version: str, title_en: str, title_de: str, out: Path | None
) -> None:
    """Make a value chain file from a CSV table with one stage a row."""
    from graphsvc.taxonomy.table import chain_from_table

    title = {"en": title_en, "de": title_de}
    text = chain_from_table(table, chain_id=chain_id, version=version, title=title)
    if out is None:
        click.echo(text, nl=False)
    else:
        out.write_text(text, encoding="utf-8")
        click.echo(f"{out} written")
