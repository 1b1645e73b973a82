"""`graphsvc partners`, `implementers` and `members`: suggestions with reasons."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from graphsvc.cli.common import about, only, print_json, question, services_for, store_option

if TYPE_CHECKING:
    from graphsvc.answers.catalog.cluster import ClusterPage
    from graphsvc.answers.catalog.memberships import ClusterRole

_TOP = click.option("--top", type=click.IntRange(1, 50), default=10, show_default=True, help="how many")
_JSON = click.option("--json", "as_json", is_flag=True, help="print everything, with all parts, as JSON")


@click.command()
@about()
@_TOP
@click.option(
    "--kind",
    "of_kind",
    type=click.Choice(["cluster", "organization"]),
    default=None,
    help="for a cluster: of whom",
)
@click.option("--country", default=None, help="ISO country they must be in")
@click.option("--region", default=None, help="NUTS region they must be in")
@click.option(
    "--other-clusters", "other_clusters_only", is_flag=True, help="only organizations of other clusters"
)
@click.option(
    "--profile", type=click.Path(exists=True, path_type=Path), help="a matching profile of one's own"
)
@_JSON
@store_option
def partners(
    of: tuple[str, ...], profile: Path | None, as_json: bool, store: str | None, **given: Any
) -> None:
    """Suggest whom an organization or a cluster should meet, and say why."""
    from graphsvc.answers.questions import PartnersQuery
    from graphsvc.taxonomy.profiles import load_profile

    asked = question(PartnersQuery, **{name: value for name, value in given.items() if value is not None})
    own = load_profile(profile) if profile else None
    with services_for(store) as services:
        identifier = services.catalog.identify(only(of), ("cluster", "organization"))
        found = services.matching.partners(identifier, **asked.arguments, profile_of=own)
    _show(found, as_json=as_json)


@click.command()
@click.option("--title", default="", help="title of the research result")
@click.option("--abstract", default="", help="what it is about, in German or English")
@click.option("--topic", default="")
@click.option(
    "--trl",
    type=click.IntRange(1, 9),
    default=None,
    help="technology readiness level; counts for a joint project",
)
@click.option("--organization", default=None, help="the organization that asks, by id or name")
@click.option(
    "--purpose",
    type=click.Choice(["implement", "project"]),
    default="implement",
    show_default=True,
    help="by the closest thing a company has done, or by who joins such projects",
)
@_TOP
@_JSON
@store_option
def implementers(
    title: str,
    abstract: str,
    topic: str,
    trl: int | None,
    organization: str | None,
    purpose: str,
    top: int,
    as_json: bool,
    store: str | None,
) -> None:
    """Suggest companies that could implement a research result; nothing of the text is kept."""
    with services_for(store) as services:
        asking = services.catalog.identify(organization, ("organization",)) if organization else None
        found = services.matching.implementers(
            title=title,
            abstract=abstract,
            topic=topic,
            trl=trl,
            organization=asking,
            top=top,
            purpose=purpose,
        )
    if not as_json and found.measured:
        click.echo(str(found.measured))
    _show(found, as_json=as_json)
    if not as_json and found.ask:
        click.echo("Ask: " + ", ".join(str(ref.name) for ref in found.ask))


@click.command()
@about()
@click.option("--title", default="", help="topic of the project in question")
@click.option("--topic", default="")
@_TOP
@_JSON
@store_option
def members(of: tuple[str, ...], title: str, topic: str, top: int, as_json: bool, store: str | None) -> None:
    """List who is in a cluster in which role; or suggest who is missing beside organizations, for a topic.

    Partners of a funded consortium and hosts of a cluster are listed in their role; they are no members.
    """
    with services_for(store) as services:
        given = services.catalog.identify_all(of, ("organization", "cluster"))
        if any(one.startswith("cluster:") for one in given):
            shown = services.catalog.cluster(only(given), sources=False)
            _list(shown, as_json=as_json)
            return
        found = services.matching.members(given, title=title, topic=topic, top=top)
    _show(found, as_json=as_json)


def _list(shown: "ClusterPage", *, as_json: bool) -> None:
    roles = (*shown.members, *shown.partners, *shown.hosts)
    if as_json:
        print_json([_role(one) for one in roles])
        return
    click.echo(str(shown.members_known.told))
    for one in roles:
        click.echo(f"{one.ref.name}: {one.told}  ({one.ref.id})")


def _role(one: "ClusterRole") -> dict[str, Any]:
    found = {"id": one.ref.id, "name": one.ref.english, "role": one.role, "date": one.date or None}
    return {**found, "basis": one.fact.basis, "citation": one.fact.citation, "words": one.fact.words}


def _show(found: Any, *, as_json: bool) -> None:
    if as_json:
        print_json(found.as_json())
        return
    for match in found.matches:
        less_sure = ", near, but less sure" if match.fit == "near" else ""
        click.echo(f"{match.rank:3} {match.score:8.3f}  {match.ref.name}  ({match.ref.id}){less_sure}")
        for part in match.parts:
            click.echo(f"    {part.contribution:+8.3f}  {part.detail}")
            for one in part.proof:
                fact = one.fact
                click.echo(f"{'':14}{one.stage.id}: {fact.basis}, “{fact.words or fact.citation}”")
    if found.reason:
        click.echo(str(found.reason))
