"""Roles in clusters: who is a member, who was, who never was one, and how many are known of how many."""

import pytest

from graphsvc.answers.catalog import Catalog
from graphsvc.answers.catalog.memberships import member_count
from graphsvc.domain import Fact
from graphsvc.snapshot import links
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.snapshot_tables import tables


@pytest.fixture(scope="module")
def catalog(seeds: CurrentGraph) -> Catalog:
    return Catalog(seeds)


def test_a_few_known_members_do_not_look_like_the_whole(catalog: Catalog) -> None:
    shown = catalog.cluster("cluster:foodregio")
    assert (shown.members_known.known, shown.members_known.total) == (7, 80)
    assert str(shown.members_known.told) == "7 known of about 80 (as of 2019)."
    assert all(one.fact.words and one.fact.citation.startswith("http") for one in shown.members)


def test_old_memberships_are_told_in_the_past(catalog: Catalog) -> None:
    told = {str(one.ref.name): str(one.told) for one in catalog.cluster("cluster:foodregio").members}
    assert told["Niederegger"] == "was a member in 2018"
    assert told["Nordgetreide GmbH & Co. KG"] == "a member, by a page without a date"
    recent = {str(one.told) for one in catalog.cluster("cluster:afbw").members}
    assert "a member, known of 2023" in recent


def test_partners_of_a_consortium_and_hosts_are_no_members(seeds: CurrentGraph, catalog: Catalog) -> None:
    shown = catalog.cluster("cluster:forumoe")
    assert {one.role for one in shown.partners} == {"consortium-partner"}
    assert {one.ref.id for one in shown.hosts} == {"organization:pic-996235203"}
    assert not {one.ref.id for one in shown.members} & {one.ref.id for one in shown.partners}
    snapshot = seeds.snapshot()
    members = links.members(snapshot)[[snapshot.cluster("cluster:forumoe")]].indices
    assert snapshot.organization("organization:pic-999829926") not in members
    basf = catalog.organization("organization:pic-999829926")
    assert "was a partner of the funded consortium in 2008" in {str(one.told) for one in basf.clusters}


def test_the_projects_of_a_public_carrier_are_not_those_of_the_cluster(seeds: CurrentGraph) -> None:
    snapshot, known = seeds.snapshot(), tables(seeds)
    agency = snapshot.organization("organization:pic-998776991")
    cluster = snapshot.cluster("cluster:lc-ooe")
    assert known.projects_of(agency)
    assert known.attached.all[cluster, agency] == 1
    assert known.attached.own[cluster, agency] == 0
    runs = snapshot.organization("organization:pic-984236206")
    assert known.attached.own[snapshot.cluster("cluster:fbcd"), runs] == 1


@pytest.mark.parametrize(
    ("values", "total"),
    [
        ([("80", "2019"), ("47", "2014")], 80),
        ([("about 3,400 companies in the sector", "")], None),
        ([("180 medtech firms", "2010")], None),
        ([("more than 1,300", "2022")], 1300),
        ([("100 partners", "")], 100),
    ],
)
def test_the_newest_stated_number_of_members_counts(values: list[tuple[str, str]], total: int | None) -> None:
    facts = [Fact(what="members", value=value, known=known or None) for value, known in values]
    assert member_count(3, facts).total == total
