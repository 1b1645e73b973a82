"""`graphsvc criteria …` and `graphsvc assess`: criteria sets as files, and clusters held against them."""

from datetime import datetime
from pathlib import Path

import click

from graphsvc.cli.common import day_or_today, load_checked, print_json, services_for, store_option


@click.group()
def criteria() -> None:
    """Check criteria set files, and list those that are here."""


@criteria.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="print every finding as JSON")
def check(file: Path, *, as_json: bool) -> None:
    """Check a criteria set file; say everything that is wrong with it, with line and path.

    Exit code 0 means the file can be used.
    """
    from graphsvc.taxonomy.criteria import load_criteria

    made = load_checked(load_criteria, file, as_json=as_json)
    if as_json:
        print_json({"ok": True, "id": made.id, "version": made.version, "issues": []})
        return
    without = sum(one.threshold is None for one in made.criteria)
    counted = f"{len(made.criteria)} criteria, {without} of them without a threshold"
    click.echo(f"{file.name}: {made.id} {made.version}, {counted}")


@criteria.command(name="list")
def list_() -> None:
    """List the criteria sets that are here, with version and issuer."""
    from graphsvc.taxonomy.criteria import criteria_sets

    for one in criteria_sets():
        click.echo(f"{one.id} {one.version}  {one.title['en']} ({one.issuer})")


@criteria.command()
@click.argument("name", metavar="SET|FILE")
@click.argument("other", metavar="[FILE]", required=False)
@click.option("--before", default=None, help="version of the set; default: the newest")
@click.option("--after", default=None, help="version of the set; default: the newest")
@click.option(
    "--threshold",
    "thresholds",
    multiple=True,
    metavar="CRITERION=NUMBER",
    help="another number in the later version",
)
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), default=None, help="day; default: today")
@click.option("--json", "as_json", is_flag=True, help="print everything as JSON")
@store_option
def compare(
    name: str,
    other: str | None,
    before: str | None,
    after: str | None,
    thresholds: tuple[str, ...],
    on: datetime | None,
    store: str | None,
    *,
    as_json: bool,
) -> None:
    """Say which clusters a change of criteria touches: two versions of a set, or a set and a YAML file.

    Unknown stays unknown: such clusters are listed by themselves.
    """
    from graphsvc.answers.programme.assessments import named_set
    from graphsvc.answers.programme.comparison import with_thresholds

    old, new = named_set(name, before), with_thresholds(named_set(other or name, after), thresholds)
    with services_for(store) as services:
        found = services.programme.compare(old, new, day_or_today(on))
    if as_json:
        print_json(found)
        return
    click.echo(f"{found.set} {found.before} and {found.after}, on {found.on}, {found.n} clusters")
    click.echo(f"  what is asked differs in: {', '.join(found.changed) or 'nothing'}")
    for one in found.touched:
        click.echo(f"  {one.ref.english}")
        for change in one.criteria:
            click.echo(f"    {change.id}: {change.before or 'not asked'}, then {change.after or 'not asked'}")
    click.echo(f"  touched: {len(found.touched)}, cannot be said: {len(found.open)}")


@click.command()
@click.argument("cluster", metavar="ID")
@click.option(
    "--set", "name", required=True, metavar="SET", help="id of a criteria set, or a YAML file of one"
)
@click.option("--version", default=None, help="version of the set; default: the newest")
@click.option(
    "--answers", type=click.Path(path_type=Path), default=None, help="JSON file of answers by criterion"
)
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), default=None, help="day; default: today")
@click.option("--json", "as_json", is_flag=True, help="print everything as JSON")
@store_option
def assess(
    cluster: str,
    name: str,
    version: str | None,
    answers: Path | None,
    on: datetime | None,
    store: str | None,
    *,
    as_json: bool,
) -> None:
    """Hold a cluster against a criteria set: met, not met, unknown, no threshold or waived."""
    from graphsvc.answers.programme.assessments import named_set, read_answers

    asked = named_set(name, version)
    given = read_answers(answers, asked) if answers else {}
    with services_for(store) as services:
        (identifier,) = services.catalog.identify_all([cluster], ("cluster",))
        found = services.programme.assess(identifier, asked, given, day_or_today(on))
    if as_json:
        print_json(found.as_json())
        return
    click.echo(f"{found.cluster.english}, {asked.title['en']}, version {asked.version}, on {found.on}")
    for one in found.criteria:
        value = "no value" if one.value is None else f"{'at least ' if one.least else ''}{one.value:g}"
        asked_for = "" if one.criterion.threshold is None else f", asked for {one.criterion.threshold:g}"
        click.echo(f"  {one.criterion.title['en']}: {one.state} ({value}{asked_for})")
