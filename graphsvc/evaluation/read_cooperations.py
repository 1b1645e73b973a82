"""Cooperations of clusters that were read for a check and are no part of the data.

`taxonomy/data/gold/cluster-cooperations.csv` names them by consortium, each with its page and words.
"""

import csv
import io
from collections.abc import Collection, Mapping
from importlib import resources
from itertools import combinations

from graphsvc.evaluation.cluster_pairs import KnownPair

SPLITS = ("tune", "report")


def read_cooperations(
    rows: Mapping[str, int], known: Collection[tuple[int, int]]
) -> dict[str, list[list[KnownPair]]]:
    """For `tune` (weights were chosen on these) and `report` the pairs of each consortium.

    `rows` are the rows of clusters by id; a pair counts once, only where both are there and it is not `known`
    (rows, the smaller first).
    """
    found: dict[str, list[list[KnownPair]]] = {split: [] for split in SPLITS}
    taken = set(known)
    for entry in _entries():
        members = sorted(
            rows[one] for one in map("cluster:{}".format, entry["clusters"].split()) if one in rows
        )
        fresh = [pair for pair in combinations(members, 2) if pair not in taken]
        taken.update(fresh)
        if fresh:
            found[entry["split"]].append([KnownPair(*pair, entry["source"]) for pair in fresh])
    return found


def _entries() -> list[dict[str, str]]:
    file = resources.files("graphsvc.taxonomy") / "data" / "gold" / "cluster-cooperations.csv"
    return list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"), newline="")))
