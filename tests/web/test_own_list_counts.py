"""The members of a cluster's own list count alike wherever its stages are counted, and for nobody else."""

import re

import pytest

from graphsvc.answers.matching.meetings import MeetingPair
from graphsvc.bootstrap import Services, bootstrap
from graphsvc.domain.ports import opened
from graphsvc.settings import Settings
from graphsvc.web import create_app

MINE, OTHER, CHAIN = "cluster:fpi", "cluster:nieke", "food-processing"
LIST = """name;city;country;stage
Zwickelmann Kartonagen GmbH;Bielefeld;DE;Verpackung
Spedition Zwickelmann GmbH;Herford;DE;Logistik
"""


@pytest.fixture
def listed(own: Services) -> Services:
    """Services in which the list is in use."""
    token = own.members.upload(MINE, "list.csv", LIST.encode()).token
    own.members.decide(token, {})
    return own


def held(services: Services, cluster: str, own: str | None = None) -> set[str]:
    """The required stages that a cluster holds by the board."""
    rows = services.coverage.board(CHAIN, (cluster,), own=own).rows
    return {row.stage.id for row in rows if row.n and row.stage.required}


def of_mine(services: Services) -> dict[str, MeetingPair]:
    """The pairs of the cluster in its chain, by the other cluster."""
    pairs = [pair for pair in services.matching.meetings_of(MINE, 50) if pair.chain == CHAIN]
    return {pair.b.id if pair.a.id == MINE else pair.a.id: pair for pair in pairs}


def opened_by(pair: MeetingPair, services: Services) -> set[str]:
    """The stages of the chain that one of the pair opens to the other."""
    return {stage.id for stage in services.catalog.chain(CHAIN).stages if stage.label in pair.gain}


def closed(services: Services) -> dict[str, set[str]]:
    """The stages by which suggested clusters close a gap of the cluster."""
    found = services.matching.partners(MINE, top=50)
    return {
        match.ref.id: {one.partition("/")[2] for one in part.ours}
        for match in (*found.matches, *found.known)
        for part in match.parts
        if part.feature == "complement"
    }


def test_the_list_changes_what_is_held(listed: Services) -> None:
    public, mine = held(listed, MINE), held(listed, MINE, own=MINE)
    assert mine - public == {"packaging", "distribution"}
    assert public <= mine


def test_the_same_set_has_the_same_figures_on_every_page(listed: Services) -> None:
    client = create_app(listed).test_client()
    cells = re.compile(r'id="c-([a-z-]+)"[^>]*>(.*?)<span class="unseen">', re.DOTALL)
    pages = {
        "board": f"/chain/{CHAIN}?of={MINE}&own={MINE}",
        "cluster page": f"/clusters/{MINE}",
    }
    shown = {name: cells.findall(client.get(address).text) for name, address in pages.items()}
    assert shown["board"]
    assert shown["cluster page"] == shown["board"]

    board = {row.stage.id: row.n for row in listed.coverage.board(CHAIN, (MINE,), own=MINE).rows}
    desk = listed.desk("management", MINE).board
    assert {row.stage.id: row.n for row in desk.rows} == board
    shown_desk = client.get(f"/desk?of={MINE}").text
    assert "All 2 members have a stage that was stated." in shown_desk
    assert "Bring our own list" not in shown_desk
    assert "JSON" not in client.get(pages["board"]).text, "its figures know nothing of the list"
    assert "JSON" in client.get(f"/chain/{CHAIN}?of={MINE}").text
    compared = listed.coverage.compare(CHAIN, (MINE,), (OTHER,), own=MINE)
    assert {row.stage.id: row.n_a for row in compared.rows} == board
    required = {stage.id for stage in listed.catalog.chain(CHAIN).stages if stage.required}
    mine = held(listed, MINE, own=MINE)
    exchange = listed.coverage.complementarity(CHAIN, (MINE, OTHER), own=MINE)
    assert exchange.gain[0][1] == len((required - mine) & held(listed, OTHER))

    pairs = of_mine(listed)
    assert pairs
    for other, pair in pairs.items():
        assert (
            (required - mine) & held(listed, other) <= opened_by(pair, listed) <= mine ^ held(listed, other)
        )
    suggested = closed(listed)
    assert suggested
    for other, stages in suggested.items():
        assert stages == (required - mine) & held(listed, other)


def test_nothing_of_the_list_counts_for_others(own: Services) -> None:
    public = bootstrap(Settings(home=own.settings.home, public=True))
    with opened(public.graph.store):
        before = of_mine(public), own.matching.meetings(), own.matching.partners(OTHER, top=50).matches
        own.members.decide(own.members.upload(MINE, "list.csv", LIST.encode()).token, {})
        public.graph.refresh()
        after = of_mine(public), own.matching.meetings(), own.matching.partners(OTHER, top=50).matches
        assert after == before
        assert of_mine(own) != before[0]


def test_pairs_say_that_the_list_counts(listed: Services) -> None:
    client = create_app(listed).test_client()
    told = "The members of your own list count here"
    assert told in client.get(f"/meet?of={MINE}").text
    assert f"own={MINE}" in client.get(f"/meet?of={MINE}").text
    assert told not in client.get(f"/meet?of={OTHER}").text
    assert f"own={MINE}" not in client.get("/meet").text
    assert client.get("/meet?of=cluster:none").status_code == 404


def test_who_closes_a_gap_is_shown_with_the_words_that_evidence_the_stage(services: Services) -> None:
    found = services.matching.partners("cluster:foodregio", kind="organization", top=20)
    parts = [(match, part) for match in found.matches for part in match.parts if part.feature == "complement"]
    assert len(parts) == len(found.matches) == 20
    for match, part in parts:
        assert tuple(one.stage.ref.id for one in part.proof) == part.ours
        for one in part.proof:
            assert one.fact.words or one.fact.citation
            if one.fact.basis == "inferred" and str(one.fact.read_in) == "read in its name":
                words = str(one.fact.words).casefold().split(", ")
                assert all(word in str(match.ref.name).casefold() for word in words)
    assert "read in its name" in {str(one.fact.read_in) for _, part in parts for one in part.proof}
    page = create_app(services).test_client().get("/partners/cluster:foodregio?of_kind=organization").text
    (first,) = parts[0][1].proof
    assert f"“{first.fact.words}”" in page
