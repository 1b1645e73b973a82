"""Awards and their states, at the borders of every rule, on set days."""

import pytest

from graphsvc.domain import Basis, Cluster, Evidence, Fact
from graphsvc.programme import Award, LabelState, awards, ends_between, state_on
from graphsvc.state.graph import CurrentGraph
from graphsvc.taxonomy.labels import label_kinds

STATED = Evidence(basis=Basis.STATED, dataset="trial")


def held(value: str, since: str = "", until: str = "", known: str = "", more: tuple[Fact, ...] = ()) -> Award:
    """The last award of a cluster with such a fact."""
    fact = Fact(what="label", value=value, since=since or None, until=until or None, known=known or None)
    return awards([Cluster(id="cluster:a", facts=(*more, fact), evidence=STATED)])[-1]


SILVER_DAY = held("ECEI Silver", "2020-02-29")
SILVER_YEAR = held("ECEI Silver", "2020", known="2020")


@pytest.mark.parametrize(
    ("award", "on", "state"),
    [
        (SILVER_DAY, "2020-02-28", LabelState.NOT_YET),
        (SILVER_DAY, "2020-02-29", LabelState.VALID),
        (SILVER_DAY, "2021-02-27", LabelState.VALID),
        (SILVER_DAY, "2021-02-28", LabelState.ENDS_WITHIN),
        (SILVER_DAY, "2022-02-28", LabelState.ENDS_WITHIN),
        (SILVER_DAY, "2022-03-01", LabelState.RENEWABLE),
        (SILVER_DAY, "2023-02-28", LabelState.RENEWABLE),
        (SILVER_DAY, "2023-03-01", LabelState.UNKNOWN),
        (SILVER_YEAR, "2019-12-31", LabelState.NOT_YET),
        (SILVER_YEAR, "2020-12-30", LabelState.UNKNOWN),
        (SILVER_YEAR, "2020-12-31", LabelState.VALID),
        (SILVER_YEAR, "2022-01-31", LabelState.ENDS_WITHIN),
        (SILVER_YEAR, "2022-02-01", LabelState.UNKNOWN),
        (SILVER_YEAR, "2022-12-31", LabelState.UNKNOWN),
        (SILVER_YEAR, "2023-01-01", LabelState.RENEWABLE),
        (SILVER_YEAR, "2023-01-31", LabelState.RENEWABLE),
        (SILVER_YEAR, "2023-02-01", LabelState.UNKNOWN),
    ],
)
def test_an_end_by_rule_never_says_that_a_label_ended(award: Award, on: str, state: LabelState) -> None:
    assert state_on(award, on) is state


@pytest.mark.parametrize(
    ("award", "on", "state"),
    [
        (held("ECEI Gold", "2024-03-01", "2024-12-31"), "2024-12-31", LabelState.ENDS_WITHIN),
        (held("ECEI Gold", "2024-03-01", "2024-12-31"), "2025-12-31", LabelState.RENEWABLE),
        (held("ECEI Gold", "2024-03-01", "2024-12-31"), "2026-01-01", LabelState.ENDED),
        (held("ECEI Gold", "2019", "2020-12-31", "2019-02-12"), "2022-01-01", LabelState.UNKNOWN),
        (held("ECEI Gold", "2019", "2020-12-31", "2021"), "2022-01-01", LabelState.ENDED),
        (held("Spitzencluster", "2008", "2013"), "2013-12-31", LabelState.UNKNOWN),
        (held("Spitzencluster", "2008", "2013"), "2014-01-01", LabelState.ENDED),
        (held("Spitzencluster", "", "2013", "2012-06-01"), "2012-05-31", LabelState.UNKNOWN),
        (held("Spitzencluster", "", "2013", "2012-06-01"), "2012-06-01", LabelState.ENDS_WITHIN),
    ],
)
def test_only_an_end_that_a_source_looks_back_on_is_an_end(award: Award, on: str, state: LabelState) -> None:
    assert state_on(award, on) is state


@pytest.mark.parametrize(
    ("award", "on", "state"),
    [
        (held("go-cluster", known="2018"), "2018-06-30", LabelState.UNKNOWN),
        (held("go-cluster"), "2018-06-30", LabelState.UNKNOWN),
        (held("ECEI Gold", "2019-04", known="2024-01-31"), "2019-04-30", LabelState.VALID),
        (held("ECEI Gold", "2019-04", known="2024-01-31"), "2024-01-31", LabelState.VALID),
        (held("ECEI Gold", "2019-04", known="2024-01-31"), "2024-02-01", LabelState.UNKNOWN),
        (held("ECEI Gold", "2019-04", known="2024-01-31"), "2019-03-31", LabelState.NOT_YET),
    ],
)
def test_without_an_end_a_label_holds_as_long_as_a_source_says(
    award: Award, on: str, state: LabelState
) -> None:
    assert award.end is None
    assert state_on(award, on) is state


def test_the_months_that_count_as_soon() -> None:
    assert state_on(SILVER_DAY, "2022-01-30", within=1) is LabelState.ENDS_WITHIN
    assert state_on(SILVER_DAY, "2022-01-27", within=1) is LabelState.VALID


def test_a_renewed_bronze_label_lasts_three_years_from_its_former_end() -> None:
    first = Fact(what="label", value="ECEI Bronze", since="2020-02-29")
    for since in ("2021-12-01", "2023-02-28"):
        renewed = held("ECEI Bronze", since, more=(first,))
        assert renewed.end
        assert (renewed.end.date, renewed.end.by) == ("2025-02-28", "rule")
    anew = held("ECEI Bronze", "2023-03-01", more=(first,))
    assert anew.end
    assert anew.end.date == "2025-03-31"


def test_a_renewal_without_a_rule_has_no_end() -> None:
    first = Fact(what="label", value="ECEI Silver", since="2015-09")
    assert held("ECEI Silver", "2018-03", more=(first,)).end is None
    to_the_day = Fact(what="label", value="ECEI Silver", since="2020-02-29")
    assert held("ECEI Silver", "2023-02-28", more=(to_the_day,)).end is None, "the last day of renewal"
    assert held("ECEI Silver", "2023-03-01", more=(to_the_day,)).end
    again = held("ECEI Silver", "2019", more=(first,)).end
    assert again
    assert again.date == "2021"


def test_a_source_that_knows_a_label_after_its_end_takes_the_end_away() -> None:
    assert held("ECEI Silver", "2015-09", known="2018").end is None
    kept = held("ECEI Silver", "2015-09", known="2017-09").end
    assert kept
    assert kept.date == "2017-09-30"


@pytest.mark.parametrize(
    ("since", "issuer"), [("2020-11-30", "ESCA"), ("2020-12", "EUCLES"), ("2020", ""), ("", "")]
)
def test_the_issuer_depends_on_the_date(since: str, issuer: str) -> None:
    named = held("EUCLES Gold", since).issuer
    assert issuer in named
    assert bool(named) == bool(issuer)


def test_a_label_that_stands_in_the_label_column_alone_counts() -> None:
    records = [Cluster(id="cluster:a", label="ECEI Silver, last known 2018-09", evidence=STATED)]
    (award,) = awards(records)
    assert (award.label.kind.id, award.label.level, award.known) == ("european-label", "silver", "2018-09")
    (other,) = awards([Cluster(id="cluster:a", label="Clúster de Excelencia", evidence=STATED)])
    assert other.label.title == {"de": "Clúster de Excelencia", "en": "Clúster de Excelencia"}


def test_ends_between_two_days_count_what_may_end_then() -> None:
    found = [SILVER_DAY, SILVER_YEAR, held("ECEI Gold", "2020")]
    assert ends_between(found, "2022-02-28", "2022-02-28") == (SILVER_YEAR, SILVER_DAY)
    assert ends_between(found, "2022-03-01", "2022-03-31") == (SILVER_YEAR,)
    assert ends_between(found, "2023-01-01", "2030-01-01") == ()


EUROPEAN = {
    "afbw", "agrisud", "biopark", "bydgoszcz", "cna", "cvc", "cyberlago", "deenet", "ecd", "fbcd", "ff",
    "foodactive", "foodnetz", "forstholz", "fpi", "geokomm", "ham-av", "lc-ooe", "lihh", "packbridge",
    "packcluster", "sil-sax", "techtera", "trec", "valorial", "vdc", "wab",
}  # fmt: skip
GO_CLUSTER = {
    "auto-by", "biocon", "bioeconomy", "biopark", "cna", "cvc", "cyberlago", "deenet", "foodactive",
    "foodregio", "forstholz", "fpi", "geokomm", "giqs", "ham-av", "kern", "lihh", "nieke", "olec", "optence",
    "sil-sax", "vdc", "wab",
}  # fmt: skip
WITHOUT_YEAR = {"agrisud", "bydgoszcz", "ff", "packbridge", "valorial"}


def test_the_seeds_have_these_labels_and_none_is_told_to_hold_or_to_be_lost(
    seeds: CurrentGraph,
) -> None:
    found = awards(seeds.snapshot().clusters.records)
    european = [one for one in found if one.label.kind.id == "european-label"]
    assert {one.cluster.partition(":")[2] for one in european} == EUROPEAN
    assert len(european) == len(EUROPEAN) + 1  # FPI has two
    assert {one.cluster.partition(":")[2] for one in european if not one.last_known} == WITHOUT_YEAR
    members = [one.cluster.partition(":")[2] for one in found if one.label.kind.id == "go-cluster"]
    assert sorted(members) == sorted(GO_CLUSTER)
    assert all(one.citation for one in found)
    states = {one.cluster: state_on(one, "2026-11-29") for one in european}
    assert {name for name, state in states.items() if state is not LabelState.UNKNOWN} == {"cluster:foodnetz"}
    assert states["cluster:foodnetz"] is LabelState.ENDS_WITHIN  # Bronze of 2025: until January 2027 at least


def test_the_words_of_the_seeds_are_all_described(seeds: CurrentGraph) -> None:
    found = awards(seeds.snapshot().clusters.records)
    assert {one.label.kind.id for one in found} == set(label_kinds())


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("go-cluster; German Food Clusters", [("german-food-clusters", "", ""), ("go-cluster", "", "")]),
        ("go-cluster; ECEI Gold (2019)", [("european-label", "gold", "2019"), ("go-cluster", "", "")]),
        ("go-cluster (100th member)", [("go-cluster", "", "")]),
        ("ECEI Silver, last known 2018-05", [("european-label", "silver", "")]),
        ("A (b) (c);", [("a-b-c", "", "")]),
    ],
)
def test_a_list_of_clusters_names_labels_in_one_column(
    words: str, expected: list[tuple[str, str, str]]
) -> None:
    record = Cluster(id="cluster:a", label=words, evidence=STATED)
    found = [(one.label.kind.id, one.label.level, one.awarded) for one in awards([record])]
    assert found == expected


def test_a_year_in_brackets_is_that_of_the_award_and_of_what_is_known() -> None:
    (award,) = awards([Cluster(id="cluster:a", label="ECEI Silver (2018)", evidence=STATED)])
    assert (award.awarded, award.precision, award.last_known) == ("2018", "year", "2018")
    assert state_on(award, "2026-11-29") is LabelState.UNKNOWN
