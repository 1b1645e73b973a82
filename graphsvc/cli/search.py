"""`graphsvc search`: the ids of what one knows by name."""

import click

from graphsvc.cli.common import print_json, services_for, store_option

_KINDS = ("organization", "cluster", "project", "stage", "region", "topic", "profile")


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--kind", "kinds", type=click.Choice(_KINDS), multiple=True, help="only these; repeat it")
@click.option(
    "--top", type=click.IntRange(1, 100), default=8, show_default=True, help="how many of each kind"
)
@click.option("--json", "as_json", is_flag=True, help="print id, name, kind and place as JSON")
@store_option
def search(
    words: tuple[str, ...], kinds: tuple[str, ...], top: int, as_json: bool, store: str | None
) -> None:
    """Find organizations, clusters, projects, stages, regions, topics and profiles by words, with ids."""
    with services_for(store) as services:
        query = " ".join(words)
        found = services.catalog.search(query, kinds, top)
        hits = [hit.ref for group in found.groups for hit in group.hits]
    rows = [{"id": one.id, "name": one.english, "kind": one.kind, "place": one.place} for one in hits]
    if as_json:
        print_json(rows)
        return
    if found.note:
        click.echo(str(found.note), err=True)
    if not rows:
        click.echo(f"Nothing is found for {query!r}.", err=True)
    width = max((len(row["id"]) for row in rows), default=0)
    for row in rows:
        place = f"  ({row['place']})" if row["place"] else ""
        click.echo(f"{row['id']:{width}}  {row['name']}{place}")
    for group in found.groups:
        if group.total > len(group.hits):
            click.echo(
                f"… {len(group.hits)} of {group.total:,} {group.kind} hits shown; --top says how many",
                err=True,
            )
