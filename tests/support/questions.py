"""The documented questions to the published graph, and what the pages answer to them."""

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from graphsvc.bootstrap import Services
from graphsvc.snapshot import links
from tests.support.addresses import DIL

FILE = Path(__file__).resolve().parents[2] / "docs" / "queries.md"
PACKAGING = "food-processing/packaging"
INGREDIENTS = "food-processing/ingredients"

Rows = list[tuple[Any, ...]]


def documented(language: str) -> dict[int, str]:
    """The statements in `sql` or `cypher`, by the number of the question."""
    text = FILE.read_text(encoding="utf-8")
    parts = re.split(r"^### (\d+)\. ", text, flags=re.MULTILINE)
    found = {}
    for number, part in zip(parts[1::2], parts[2::2], strict=True):
        statement = re.search(rf"```{language}\n(.*?)```", part, re.DOTALL)
        if statement:
            found[int(number)] = statement[1]
    return found


def _members(services: Services) -> Rows:
    page = services.catalog.cluster("cluster:foodregio", sources=False)
    return sorted((one.ref.name, one.role, one.fact.basis, one.fact.citation) for one in page.members)


def _holders(services: Services) -> Rows:
    page = services.catalog.stage(*PACKAGING.split("/"))
    assert page.total == len(page.organizations)
    return sorted(
        (one.ref.id, one.ref.name, one.fact.basis, one.fact.confidence)
        for one in (*page.organizations, *page.clusters)
    )


def _suppliers(services: Services) -> Rows:
    found = services.coverage.report("food-processing", ("cluster:foodregio", "cluster:nieke"))
    return sorted((f"food-processing/{one['id']}", one["n"]) for one in found["stages"] if one["required"])


def _partners(services: Services) -> Rows:
    page = services.catalog.organization(DIL, sources=False)
    rows = [(one.ref.id, one.ref.name, one.projects, one.first_year, one.last_year) for one in page.partners]
    return sorted(rows, key=lambda row: (-row[2], row[0]))[:10]


def _between(services: Services) -> Rows:
    page = services.open_data.page("organizations", {"country": ["DE"], "kind": ["company"]}, limit=1000)
    rows = []
    for one in page.items:
        (value,) = (
            found.value for found in services.network.indicators(str(one["id"])) if found.id == "betweenness"
        )
        rows.append((one["id"], one["name"], value or 0.0))
    return sorted(rows, key=lambda row: (-row[2], row[0]))[:5]


def _shared(services: Services) -> Rows:
    snapshot = services.graph.snapshot()
    found = links.memberships(snapshot, snapshot.retrieved)
    of: dict[int, list[str]] = {}
    for cluster, organization in zip(found.first.tolist(), found.second.tolist(), strict=True):
        if not snapshot.organizations.hidden[organization]:
            of.setdefault(organization, []).append(snapshot.clusters.ids[cluster])
    counted = Counter(
        (one, other) for clusters in of.values() for one in clusters for other in clusters if one < other
    )
    return sorted(((*pair, n) for pair, n in counted.items()), key=lambda row: (-row[2], row[:2]))[:10]


def _cooperations(services: Services) -> Rows:
    page = services.catalog.cluster("cluster:foodregio", sources=False)
    return sorted((one.ref.id, one.ref.name, one.fact.citation) for one in page.ties if one.fact)


def _years(services: Services) -> Rows:
    page = services.network.trend("partners_per_project", language="en")
    return [(point.year, point.n, round(point.value, 4)) for point in page.points]


def _region(services: Services) -> Rows:
    shown = services.open_data.page("organizations", {"region": "DE9"}, limit=1000).items
    rows: Rows = []
    for one in shown:
        for chain in services.catalog.chains():
            facts = services.catalog.stages_of(str(one["id"]), chain.id)
            rows += [(one["id"], one["name"], fact.stage.ref.id, fact.fact.basis) for fact in facts]
    return sorted(rows)


def _two_steps(services: Services) -> Rows:
    near = {one.ref.id for one in services.catalog.organization(DIL, sources=False).partners}
    rows = []
    for holder in services.catalog.stage(*INGREDIENTS.split("/")).organizations:
        if holder.ref.id not in near and holder.ref.id != DIL:
            others = services.catalog.organization(holder.ref.id, sources=False).partners
            through = len(near & {one.ref.id for one in others})
            rows += [(holder.ref.id, through)] if through else []
    return sorted(rows, key=lambda row: (-row[1], row[0]))[:10]


ANSWERS: dict[int, Callable[[Services], Rows]] = {
    1: _members,
    2: _holders,
    3: _suppliers,
    4: _partners,
    5: _between,
    6: _shared,
    7: _cooperations,
    8: _years,
    9: _region,
    10: _two_steps,
}


def same(number: int, found: Rows, services: Services) -> None:
    """Compare what a statement answers with what the pages say; of years, those that the curve shows."""
    expected = ANSWERS[number](services)
    assert expected
    if number == 8:
        years = {row[0] for row in expected}
        found = [row for row in found if row[0] in years]
    assert [tuple(row) for row in found] == expected
