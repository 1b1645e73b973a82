"""The first ten partner clusters of five clusters, as a second person read them."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from graphsvc.bootstrap import Services

READ = Path(__file__).parents[1] / "golden" / "partner_clusters.csv"
SENSIBLE = {"foodregio": 9, "packvalley": 9, "itsowl": 8, "medvalley": 7, "sfin": 10}


@pytest.mark.parametrize("cluster", SENSIBLE)
def test_of_the_first_ten_as_many_are_sensible_as_are_told(cluster: str, services: Services) -> None:
    """A pair that nobody has read fails: read it, and write it into the table and docs/benchmarks.md."""
    with READ.open(encoding="utf-8", newline="") as file:
        read = {row["partner"]: row["judgement"] for row in csv.DictReader(file) if row["cluster"] == cluster}
    found = services.matching.partners(f"cluster:{cluster}", top=10).matches
    names = [match.ref.id.partition(":")[2] for match in found]
    assert [name for name in names if name not in read] == []
    assert Counter(read[name] for name in names)["sensible"] == SENSIBLE[cluster]
