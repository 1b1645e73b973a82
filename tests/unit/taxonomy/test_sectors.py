"""Sectors of clusters in German."""

import csv
from pathlib import Path

from graphsvc.taxonomy.sectors import sector_label

SEEDS = Path(__file__).parents[3] / "seeds"


def test_every_sector_of_the_shipped_clusters_has_a_german_word() -> None:
    named: set[str] = set()
    for file in sorted(SEEDS.glob("clusters*/clusters.csv")):
        with file.open(encoding="utf-8") as table:
            named |= {sector for row in csv.DictReader(table) for sector in row["sectors"].split("|")}
    assert len(named) > 70
    assert [name for name in sorted(named) if isinstance(sector_label(name), str)] == []


def test_a_sector_of_another_source_stands_as_it_is() -> None:
    assert sector_label("wine and spirits") == "wine and spirits"
    assert sector_label("packaging") == {"de": "Verpackung", "en": "packaging"}
