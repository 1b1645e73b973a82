"""Labels as data: words of sources, rules with their sources, and what is refused."""

from pathlib import Path

import pytest

import graphsvc.taxonomy
from graphsvc.taxonomy.labels import ValidityRule, label_of, load_labels
from tests.support.faulty_files import refused

FILE = Path(graphsvc.taxonomy.__file__).parent / "data" / "labels-1.0.yml"


@pytest.mark.parametrize(
    ("words", "kind", "level"),
    [
        ("ECEI/EUCLES Gold", "european-label", "gold"),
        ("ecei  silber", "european-label", "silver"),
        ("EUCLES Bronze", "european-label", "bronze"),
        ("go-cluster", "go-cluster", ""),
        ("Go-Cluster Gold", "go-cluster-gold", ""),
        ("Pôle de compétitivité", "p-le-de-comp-titivit", ""),
    ],
)
def test_words_of_sources(words: str, kind: str, level: str) -> None:
    assert (label_of(words).kind.id, label_of(words).level) == (kind, level)


def test_rules_say_what_their_sources_say_and_gold_has_no_validity() -> None:
    bronze, silver, gold = (label_of(f"ECEI {level}").rule for level in ("Bronze", "Silver", "Gold"))
    assert (bronze.years, bronze.renewable_years, bronze.renewed_years) == (2, 1, 3)
    assert (silver.years, silver.renewable_years, silver.renewed_years) == (2, 1, None)
    assert (gold.years, gold.renewable_years, gold.renewed_years) == (None, 1, None)
    assert all(rule.sources for rule in (bronze, silver, gold))
    assert label_of("go-cluster").rule == ValidityRule()


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("years: 2, source", "years: two, source", "kinds[0].levels[0].validity.years"),
        (', source: "https://www.cluster-analysis.org/silver-label"}', "}", "kinds[0].levels[1].validity"),
        ("id: go-cluster\n", "id: spitzencluster\n", "kinds[2].id"),
        ("written: [Spitzencluster]", "written: [GO-cluster]", "kinds[2].written"),
        ('from: "2020-12"', "from: '2020-13'", "kinds[0].issuers[1].from"),
        ("levels:", "level:", "kinds[0].level"),
    ],
)
def test_a_faulty_file_is_refused_with_its_place(old: str, new: str, place: str, tmp_path: Path) -> None:
    issues = refused(load_labels, FILE, old, new, tmp_path / "labels.yml")
    assert place in {issue.column for issue in issues}
    assert {issue.file for issue in issues} == {"labels.yml"}


def test_a_number_changed_in_the_file_alone_changes_the_rule(tmp_path: Path) -> None:
    path = tmp_path / "labels.yml"
    path.write_text(FILE.read_text(encoding="utf-8").replace("years: 2", "years: 4", 1), encoding="utf-8")
    assert load_labels(path)["ecei bronze"].rule.years == 4
