"""Contract: what is written is kept exactly, at once or not at all."""

import threading

import pytest

from graphsvc.domain import (
    Claim,
    Fact,
    Feedback,
    OrganizationKind,
    Profile,
    SavedSearch,
    Statement,
)
from graphsvc.domain.ports import BATCH, GraphStore
from graphsvc.errors import StillUsed, StoreError, UnknownEnd
from tests.contract.store_base import StoreTests, load, rows_of, shown
from tests.support.claims import (
    activity,
    cluster,
    evidence,
    info,
    membership,
    once,
    organization,
    participation,
    project,
    relation,
)

HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "=cmd()",
    'Ärzte & "Söhne"',
    "'}) DETACH DELETE n //",
    '","run":1,"basis":"stated","fields":{"name":"x"}}',
    "\\u0000 \\ $rows {id: 1} ? :name %s",
    "\u2028\u2029\U0001f9c0 e\u0301 \u00e9 \ufeff",
    "A" * 1000,
)

ONE_OF_EACH: tuple[Claim, ...] = (
    organization(
        "pic-1",
        name="DIL e.V.",
        organization_kind=OrganizationKind.RESEARCH,
        country="DE",
        nuts="DE949",
        city="Quakenbrück",
        lat=52.6777777777,
        lng=-0.1,
        website="https://dil.example",
        sme=False,
        aliases=("Institut", "DIL"),
        identifiers=("pic:1", "ror:02x"),
        text="line\nline\ttab",
        person=False,
    ),
    organization("pic-2"),
    cluster(
        "foodregio",
        name="foodRegio",
        sectors=("food", "machinery"),
        founded="2005-04",
        facts=(Fact(what="members", value="80", known="2020"),),
        statements=(Statement(words="from farm to retail", citation="page", language="en"),),
    ),
    project("grant-1", title="A", acronym="B", start="2015", end="2018-03-01", participants=0),
    Profile(id="profile:1", title="Offer", trl=9, evidence=evidence("alpha", "confirmed")),
    Feedback(id="feedback:1", query="cluster:foodregio", reason="too far", evidence=evidence()),
    SavedSearch(id="search:1", seen=("organization:pic-1",), evidence=evidence()),
    participation("pic-1", "grant-1", contribution=0.1, kind_then=OrganizationKind.COMPANY),
    membership("pic-2", "foodregio", start="2010", end="2011-01"),
    relation("organization:pic-1", "cluster:foodregio", "hosts", start="1999"),
    activity("cluster:foodregio", "food-processing/processing", basis="inferred"),
)


class WritingContract(StoreTests):
    @pytest.mark.parametrize("way", ["write", "run"])
    def test_every_record_is_kept_as_it_was_stated(self, store: GraphStore, way: str) -> None:
        if way == "write":
            assert store.write(info(), once(ONE_OF_EACH)) == len(ONE_OF_EACH)
        else:
            load(store, info(), once(ONE_OF_EACH))
        expected = rows_of(ONE_OF_EACH)
        assert self.raw(store) == expected
        assert shown(store) == expected

    def test_hostile_text_stays_text(self, store: GraphStore) -> None:
        claims = [organization(f"n{number}", name=name) for number, name in enumerate(HOSTILE)]
        says = evidence(words="\x00\n\x1b[0m" + HOSTILE[4], citation=HOSTILE[3] * 50, date="2020-02")
        claims.append(organization("long", text="ü\x00" * 50_000, evidence=says))
        links = [participation("n0", "p", evidence=says), relation("organization:n1", "project:p", "hosts")]
        load(store, info(), [*claims, project("p", title=HOSTILE[4]), *links])
        expected = rows_of([*claims, project("p", title=HOSTILE[4]), *links])
        assert self.raw(store) == expected
        assert shown(store) == expected

    @pytest.mark.parametrize("value", [0.0, 0.1, 5e-324, 1.7976931348623157e308, 123456789.987654321, 1e22])
    def test_numbers_come_back_bit_for_bit(self, store: GraphStore, value: float) -> None:
        says = evidence(basis="inferred", confidence=min(value, 1.0))
        claims = [organization("a", lat=value % 90), project("p")]
        store.write(info(), [*claims, participation("a", "p", contribution=value, evidence=says)])
        assert shown(store) == rows_of([*claims, participation("a", "p", contribution=value, evidence=says)])

    def test_parallel_links_survive_side_by_side(self, store: GraphStore) -> None:
        entities = [organization("a"), organization("b"), project("p"), cluster("c")]
        pair = ("organization:a", "organization:b")
        links: list[Claim] = [
            *(relation(*pair, kind) for kind in ("hosts", "cooperates", "succeeds")),
            *(relation(*pair, "hosts", basis=basis) for basis in ("inferred", "confirmed", "refused")),
            relation(pair[1], pair[0], "hosts"),
            relation("organization:a", "organization:a", "cooperates"),
            participation("a", "p", role="coordinator"),
            participation("a", "p", role="participant"),
            membership("a", "c"),
            relation("organization:a", "cluster:c", "part_of"),
        ]
        store.write(info(), [*entities, *links])
        store.write(info("beta"), [relation(*pair, "hosts", dataset="beta")])
        expected = rows_of([*entities, *links, relation(*pair, "hosts", dataset="beta")])
        assert shown(store) == expected
        assert self.raw(store) == expected

    def test_the_same_claim_twice_is_one_and_the_last_wins(self, store: GraphStore) -> None:
        old, new = organization("a", name="Old"), organization("a", name="New")
        for _ in range(2):
            store.write(info(), [old, project("p"), new, participation("a", "p", contribution=1.0)])
        store.write(info(), [participation("a", "p", contribution=2.0), participation("a", "p")])
        expected = rows_of([new, project("p"), participation("a", "p")])
        assert self.raw(store) == expected
        assert shown(store) == expected

    def test_the_last_of_several_batches_of_a_run_wins(self, store: GraphStore) -> None:
        with store.run(info()) as run:
            run.write(
                [organization("a", name="Old"), project("p"), participation("a", "p", contribution=1.0)]
            )
            run.write([organization("a", name="New"), participation("a", "p", contribution=2.0)])
        expected = rows_of(
            [organization("a", name="New"), project("p"), participation("a", "p", contribution=2.0)]
        )
        assert self.raw(store) == expected

    def test_none_is_absent_when_a_claim_is_replaced(self, store: GraphStore) -> None:
        store.write(info(), [organization("a", name="A", city="Lübeck", evidence=evidence(date="2020"))])
        store.write(info(), [organization("a", name="A")])
        assert shown(store) == rows_of([organization("a", name="A")])

    def test_each_dataset_and_basis_has_its_own_claim(self, store: GraphStore) -> None:
        claims = [organization("a", basis=basis) for basis in ("stated", "confirmed", "inferred", "refused")]
        store.write(info(), claims)
        store.write(info("beta"), [organization("a", "beta")])
        assert shown(store) == rows_of([*claims, organization("a", "beta")])

    def test_an_unknown_end_is_named_and_nothing_of_the_batch_is_written(self, store: GraphStore) -> None:
        store.write(info(), [organization("a")])
        before = self.raw(store)
        batch = [organization("b"), project("p"), participation("b", "p"), participation("b", "missing")]
        with pytest.raises(UnknownEnd, match="project:missing"):
            store.write(info(), batch)
        with pytest.raises(UnknownEnd, match="organization:nobody"):
            store.write(info("beta"), [relation("organization:nobody", "organization:a", "hosts", "beta")])
        with pytest.raises(UnknownEnd, match="region:DE"):
            store.write(info(), [relation("organization:a", "region:DE", "part_of")])
        assert self.raw(store) == before
        with store.read() as reader:
            assert [item.id for item in reader.datasets()] == ["alpha"]

    def test_a_batch_that_is_too_large_is_refused_whole(self, store: GraphStore) -> None:
        claims = [organization(f"n{number}") for number in range(BATCH + 1)]
        with pytest.raises(StoreError, match="5001"):
            store.write(info(), claims)
        with pytest.raises(StoreError, match="5001"):
            store.delete(claims)
        with store.run(info()) as run, pytest.raises(StoreError, match="5001"):
            run.write_rows(rows_of(claims))
        assert self.raw(store) == []

    def test_a_claim_of_another_dataset_is_refused(self, store: GraphStore) -> None:
        with pytest.raises(StoreError, match="beta"):
            store.write(info(), [organization("a", "beta")])
        with store.run(info()) as run, pytest.raises(StoreError, match="beta"):
            run.write([organization("a", "beta")])
        assert self.raw(store) == []

    def test_deleting_by_key_counts_what_there_was(self, store: GraphStore) -> None:
        store.write(info(), ONE_OF_EACH)
        gone = [participation("pic-1", "grant-1"), membership("pic-2", "foodregio", basis="inferred")]
        assert store.delete(once(gone)) == 1
        assert store.delete(gone) == 0
        assert store.delete([]) == 0
        assert store.delete([organization("never")]) == 0
        expected = [row for row in rows_of(ONE_OF_EACH) if row.kind != "participates"]
        assert self.raw(store) == expected
        assert shown(store) == expected

    def test_an_entity_takes_its_links_along(self, store: GraphStore) -> None:
        kept = [organization("b"), project("p"), participation("b", "p")]
        going = [participation("a", "p"), relation("organization:b", "organization:a", "hosts")]
        store.write(info(), [organization("a"), *kept, *going, activity("organization:a", "food/milling")])
        assert store.delete([organization("a")]) == 1
        assert self.raw(store) == rows_of(kept)
        assert shown(store) == rows_of(kept)

    def test_an_entity_stays_while_another_dataset_knows_it(self, store: GraphStore) -> None:
        links = [participation("a", "p")]
        store.write(info(), [organization("a"), project("p"), *links])
        store.write(info("beta"), [organization("a", "beta")])
        assert store.delete([organization("a")]) == 1
        assert shown(store) == rows_of([organization("a", "beta"), project("p"), *links])

    def test_an_entity_that_others_link_to_cannot_be_deleted(self, store: GraphStore) -> None:
        store.write(info(), [organization("a"), organization("b"), project("p"), participation("a", "p")])
        foreign = relation("organization:b", "organization:a", "hosts", "beta")
        store.write(info("beta"), [foreign])
        before = self.raw(store)
        with pytest.raises(StillUsed, match=r"organization:a.*beta"):
            store.delete([organization("b"), organization("a")])
        assert self.raw(store) == before
        assert store.delete([foreign, organization("a")]) == 2
        assert shown(store) == rows_of([organization("b"), project("p")])

    def test_two_writers_lose_nothing_of_each_other(self, store: GraphStore, other: GraphStore) -> None:
        def write(to: GraphStore, dataset: str) -> None:
            for number in range(8):
                claims = [organization(f"n{one}", dataset, name=f"{dataset} {number}") for one in range(20)]
                to.write(info(dataset), claims)

        threads = [
            threading.Thread(target=write, args=(to, dataset))
            for to, dataset in ((store, "alpha"), (other, "beta"), (other, "gamma"))
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        claims = [
            organization(f"n{one}", dataset, name=f"{dataset} 7")
            for dataset in ("alpha", "beta", "gamma")
            for one in range(20)
        ]
        assert self.raw(store) == rows_of(claims)
