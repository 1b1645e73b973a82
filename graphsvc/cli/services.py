"""`graphsvc services`: who offers which service, and what comparable clusters offer and one does not."""

from datetime import datetime
from typing import Any

import click

from graphsvc.cli.common import day_or_today, json_option, print_json, services_for, store_option

_ON = click.option("--on", type=click.DateTime(["%Y-%m-%d"]), default=None, help="day; default: today")


@click.group()
def services() -> None:
    """List services of clusters by what sources tell, and those that a cluster lacks beside others."""


@services.command(name="list")
@_ON
@json_option
@store_option
def list_(on: datetime | None, store: str | None, *, as_json: bool) -> None:
    """List the kinds of services, and which clusters offer them."""
    with services_for(store) as opened:
        rows = opened.programme.services(day_or_today(on))
    if as_json:
        print_json([_plain(row) for row in rows])
        return
    for row in rows:
        click.echo(f"{row.title['en']}: {_names(row)}")


@services.command()
@click.option("--of", required=True, metavar="ID", help="the cluster, by id or name")
@_ON
@json_option
@store_option
def missing(of: str, on: datetime | None, store: str | None, *, as_json: bool) -> None:
    """Say which services comparable clusters offer and this one does not, and who offers them."""
    with services_for(store) as opened:
        (cluster,) = opened.catalog.identify_all([of], ("cluster",))
        found = opened.programme.missing_services(cluster, day_or_today(on))
    if as_json:
        told = {"cluster": found.cluster.id, "on": found.on, "n": found.n, "least": found.least}
        rows = [_plain(row) for row in found.missing]
        print_json({**told, "own": found.own, "missing": rows, "refused": found.refused})
        return
    if found.refused:
        click.echo(str(found.refused))
        return
    click.echo(f"{found.cluster.english} beside {found.n} clusters with known services, on {found.on}")
    for row in found.missing:
        click.echo(f"  {row.title['en']}: {_names(row)}")


def _names(row: Any) -> str:
    return ", ".join(one.ref.english for one in row.offered_by) or "no source names anybody"


def _plain(row: Any) -> dict[str, Any]:
    offered = [
        {
            "cluster": one.ref.id,
            "since": one.since,
            "until": one.until,
            "known": one.known,
            "source": one.source,
        }
        for one in row.offered_by
    ]
    return {"service": row.id, "title": row.title, "n": len(offered), "offered_by": offered}
