import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.domain import Basis, Claim, Cluster, Evidence, Fact, Organization, Statement
from graphsvc.domain.rows import EntityRow, LinkRow, Row, sort_key, to_row
from graphsvc.store.neo4j_rows import (
    begins,
    claim_of,
    described,
    kept,
    label_of,
    link_of,
    links_of,
    links_written,
    row_of,
    run_of,
    undo_of,
    undone,
)
from tests.support.claims import activity, evidence, membership, organization, participation, relation

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@given(
    citation=TEXT,
    words=st.none() | TEXT,
    by=TEXT,
    text=st.none() | TEXT.filter(bool),
    run=st.integers(1, 10**9),
)
def test_a_claim_comes_back_as_it_was(
    citation: str, words: str | None, by: str, text: str | None, run: int
) -> None:
    says = Evidence(basis=Basis.CONFIRMED, dataset="a-1", citation=citation, words=words, by=by)
    row = to_row(Organization(id="organization:x", text=text, evidence=says))
    assert isinstance(row, EntityRow)
    claim = claim_of(row, run)
    assert row_of("organization:x", claim) == row
    assert run_of(claim) == run
    assert claim.startswith(f'{begins("a-1", run)}"basis":"confirmed"')
    assert json.loads(claim)["run"] == run


def test_what_is_not_a_claim_is_said_so() -> None:
    with pytest.raises(ValueError, match="not a claim"):
        run_of('{"something": "else"}')


@pytest.mark.parametrize(
    "claim",
    [
        participation("a", "p", role="coordinator", contribution=0.5, kind_then="company"),
        participation("a", "p", basis="inferred"),
        membership("a", "c", start="2010", end="2012-01"),
        relation("organization:a", "organization:b", "hosts", basis="confirmed"),
        activity("organization:a", "food/milling", basis="refused"),
    ],
)
def test_a_link_is_written_and_read_as_lists(claim: Claim) -> None:
    row = to_row(claim)
    assert isinstance(row, LinkRow)
    written = links_written([row])
    source, target, place, *fields = written["rows"][0]
    qualifier, basis, *evidence = written["says"][place]
    read = [target, qualifier, row.dataset, basis, *evidence, *fields]
    assert list(links_of(row.kind, source, [read])) == [row]


def test_what_several_links_say_is_sent_once() -> None:
    links = [participation("a", "p"), participation("b", "p"), participation("c", "p", basis="inferred")]
    written = links_written(row for row in map(to_row, links) if isinstance(row, LinkRow))
    assert [place for _, _, place, *_ in written["rows"]] == [0, 0, 1]
    assert [basis for _, basis, *_ in written["says"]] == ["stated", "inferred"]


def test_the_last_field_of_a_link_is_its_canonical_json() -> None:
    values = ["organization:a", "cluster:c", "member_of", "", "alpha", "stated", "", None, None, None, None]
    assert (
        link_of([*values, None, None, "2010", "2011", None, None]).fields == '{"end":"2011","start":"2010"}'
    )
    assert link_of([*values, *[None] * 6]).fields == "{}"


def test_labels_come_from_the_table() -> None:
    assert label_of("organization:a") == "Organization"
    assert label_of("search:1") == "SavedSearch"
    assert label_of("food/milling") == "Stage"
    for nothing in ("region:DE", "Organization:a", "", "x", "organization) DETACH DELETE (n:"):
        assert label_of(nothing) is None


def test_a_node_has_the_fields_that_win_among_its_shown_claims() -> None:
    def claim(run: int, name: str, dataset: str) -> str:
        row = to_row(
            Cluster(
                id="cluster:c",
                name=name,
                facts=(Fact(what="seat", value=name),),
                statements=(Statement(words="w"),),
                evidence=evidence(dataset),
            )
        )
        assert isinstance(row, EntityRow)
        return claim_of(row, run)

    claims = [claim(3, "Unseen", "gamma"), claim(2, "Second", "beta"), claim(1, "First", "alpha")]
    node = described("cluster:c", claims, {1, 2}, {"beta": 5})
    assert node["name"] == "Second"
    assert node["facts"] == ['{"value":"Second","what":"seat"}', '{"value":"First","what":"seat"}']
    assert node["claims"] == sorted(claims)
    assert node["runs"] == [1, 2, 3]
    assert described("cluster:c", claims, {3}, {})["name"] == "Unseen"
    assert described("cluster:c", claims, set(), {}) == kept("cluster:c", claims)


def test_the_oldest_of_several_changes_is_what_stood() -> None:
    first, second = to_row(organization("a", name="First")), to_row(organization("a", name="Second"))
    link = to_row(participation("a", "p"))
    before: dict[tuple[str, ...], Row | None] = {sort_key(first): first, sort_key(link): None}
    later: dict[tuple[str, ...], Row | None] = {sort_key(second): second, sort_key(link): link}
    run = dict.fromkeys(before, 1)
    assert undone([undo_of(before, run), undo_of(later, run)], {1}) == before
    assert undone([], {1}) == {}


def test_what_was_changed_in_a_run_that_came_later_never_stood() -> None:
    row = to_row(organization("a"))
    text = undo_of({sort_key(row): row}, {sort_key(row): 2})
    assert undone([text], {1}) == {}
    assert undone([text], {2}) == {sort_key(row): row}
