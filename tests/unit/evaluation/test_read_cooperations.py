"""Cooperations that were read for a check: which pairs count, and which words carry them."""

from graphsvc.evaluation.cluster_pairs import KnownPair
from graphsvc.evaluation.read_cooperations import _entries, read_cooperations


def test_pairs_of_a_consortium_count_where_both_are_there_and_unknown() -> None:
    source = next(entry["source"] for entry in _entries() if entry["name"] == "ELCA 2020")
    rows = {"cluster:plastipolis": 2, "cluster:amz": 0, "cluster:bydgoszcz": 1}
    assert read_cooperations(rows, set()) == {
        "tune": [],
        "report": [[KnownPair(0, 1, source), KnownPair(0, 2, source), KnownPair(1, 2, source)]],
    }
    left = read_cooperations({"cluster:amz": 0, "cluster:bydgoszcz": 1, "cluster:plastipolis": 2}, {(0, 2)})
    assert [(pair.first, pair.second) for pair in left["report"][0]] == [(0, 1), (1, 2)]


def test_a_pair_that_two_consortia_name_counts_once() -> None:
    everybody = sorted({f"cluster:{one}" for entry in _entries() for one in entry["clusters"].split()})
    found = read_cooperations({one: row for row, one in enumerate(everybody)}, set())
    pairs = [(pair.first, pair.second) for groups in found.values() for group in groups for pair in group]
    assert len(pairs) == len(set(pairs))
    assert all(first < second for first, second in pairs)


def test_each_consortium_has_its_page_and_words() -> None:
    for entry in _entries():
        assert entry["source"].startswith("http")
        assert 3 < len(entry["words"].split()) <= 22
        assert len(entry["clusters"].split()) > 1
        assert entry["split"] in ("tune", "report")
