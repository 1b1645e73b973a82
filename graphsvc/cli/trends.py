"""`graphsvc trends`: an indicator by year, with intervals."""

import click

from graphsvc.cli.common import print_json, services_for, store_option


@click.command()
@click.option("--indicator", required=True, metavar="NAME", help="which one; a wrong name lists all")
@click.option("--from", "first", type=click.IntRange(1900, 2100), default=1900, help="the first year")
@click.option("--to", "last", type=click.IntRange(1900, 2100), default=2100, help="the last year")
@click.option("--of", "of", metavar="ID", help="count the projects of a cluster or region, by id or name")
@click.option("--json", "as_json", is_flag=True, help="print everything as JSON")
@store_option
def trends(
    indicator: str, first: int, last: int, of: str | None, store: str | None, *, as_json: bool
) -> None:
    """Print an indicator by the year in which projects began, with 95 % intervals.

    Nothing is printed across a gap of the data or where other datasets begin; the reason is.
    """
    if first > last:
        raise click.UsageError(f"--from {first} is after --to {last}")
    from graphsvc.answers.network.trends import TRENDS

    if indicator not in TRENDS:
        raise click.UsageError(f"there is no indicator {indicator}; there are {', '.join(TRENDS)}")
    with services_for(store) as services:
        whose = services.catalog.identify(of, ("cluster", "region")) if of else None
        found = services.network.trend_range(indicator, first, last, of=whose)
    if as_json:
        print_json(
            {
                "indicator": found.indicator,
                "definition": found.definition["en"],
                "period_of_data": found.period_of_data,
                "cut": found.cut,
                "points": found.points,
                "refused": None if found.refused is None else str(found.refused),
            }
        )
        return
    click.echo(found.definition["en"])
    if found.refused:
        click.echo(str(found.refused))
    for point in found.points:
        click.echo(f"{point.year}{point.value:10.3f}  {point.low:.3f} to {point.high:.3f}  n = {point.n}")
    if found.cut:
        click.echo("left out, since the data covers them in part: " + ", ".join(map(str, found.cut)))
