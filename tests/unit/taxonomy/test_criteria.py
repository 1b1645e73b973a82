"""Criteria sets as files: what ships, what is refused and where, and hundreds of mangled sets."""

import random
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

import graphsvc.taxonomy
from graphsvc.errors import InvalidTaxonomy, UnknownId
from graphsvc.taxonomy.criteria import CriteriaSet, criteria_set, criteria_sets, load_criteria
from tests.support.faulty_files import refused
from tests.support.repetitions import TIMES

FOLDER = Path(graphsvc.taxonomy.__file__).parent / "data" / "criteria"
FILES = sorted(FOLDER.glob("*/*.yml"))


def test_the_shipped_sets_stand_under_their_id_and_version() -> None:
    assert [(one.id, one.version) for one in criteria_sets()] == [
        (path.parent.name, path.stem) for path in FILES
    ]
    assert {one.id for one in criteria_sets()} == {"bw-database", "eccp-profile", "ecei", "go-cluster"}
    assert all(one.source.startswith("https://") for one in criteria_sets())


def thresholds(made: CriteriaSet) -> dict[str, float | bool]:
    return {one.id: one.threshold for one in made.criteria if one.threshold is not None}


def test_the_thresholds_are_those_of_the_sources_and_the_others_are_empty() -> None:
    assert thresholds(criteria_set("eccp-profile")) == {
        "management-fte": 0.5, "members": 15, "member-kinds": 2, "english-website": True,
    }  # fmt: skip
    assert all(one.waivable for one in criteria_set("eccp-profile").criteria)
    assert thresholds(criteria_set("go-cluster")) == {}
    assert len(criteria_set("go-cluster").areas) == 4
    ecei = criteria_set("ecei")
    assert (thresholds(ecei)["gold-score"], thresholds(ecei)["gold-indicators"]) == (80, 31)
    assert [one.threshold for one in ecei.criteria if one.known == "judged"] == [None] * 5
    found = thresholds(criteria_set("bw-database"))
    assert (found["partners"], found["company-share"], found["activities"]) == (12, 50, 3)
    for made in criteria_sets():
        assert all(bool(one.threshold_source) == (one.threshold is not None) for one in made.criteria)


def test_a_set_of_another_country_is_one_file(tmp_path: Path) -> None:
    text = (FOLDER / "bw-database" / "1.0.yml").read_text(encoding="utf-8")
    path = tmp_path / "at-programme" / "2.0.yml"
    path.parent.mkdir()
    path.write_text(text.replace("id: bw-database", "id: at-programme").replace('"1.0"', '"2.0"'), "utf-8")
    made = criteria_set("at-programme", folders=[tmp_path])
    assert (made.version, thresholds(made)["partners"]) == ("2.0", 12)
    with pytest.raises(UnknownId):
        criteria_set("at-programme")
    path.write_text(text, "utf-8")
    with pytest.raises(InvalidTaxonomy, match="has this version already"):
        criteria_sets(tmp_path)


@pytest.mark.parametrize(
    ("file", "old", "new", "place"),
    [
        ("eccp-profile", "at_least: 15,", "at_least: fifteen,", "criteria[1].threshold.at_least"),
        ("eccp-profile", "at_least: 15,", "at_least: -1,", "criteria[1].threshold.at_least"),
        ("eccp-profile", "at_least: 15,", "required: true,", "criteria[1].threshold"),
        ("eccp-profile", "required: true,", "at_least: 1,", "criteria[3].threshold"),
        ("eccp-profile", "function: members", "function: member", "criteria[1].function"),
        ("eccp-profile", "    function: members\n", "", "criteria[1]"),
        ("eccp-profile", "known: answered", "known: answered\n    function: members", "criteria[0].function"),
        ("eccp-profile", "area: website", "area: web", "criteria[3].area"),
        ("eccp-profile", "id: member-kinds", "id: members", "criteria[2].id"),
        ("go-cluster", "    area: visibility", "    area: structure", "areas[3].id"),
        (
            "go-cluster",
            "issuer:",
            "valid_from: '2026-02-01'\nvalid_until: '2026-01-01'\nissuer:",
            "valid_until",
        ),
        ("bw-database", "known: judged", "known: judged\n    waivable: true", "waiver"),
        ("bw-database", "at_least: 50,", "at_least: 50, sauce: x,", "criteria[6].threshold.sauce"),
        ("ecei", 'version: "1.0"', "version: 1.0", "version"),
    ],
)
def test_a_faulty_set_is_refused_with_its_place(
    file: str, old: str, new: str, place: str, tmp_path: Path
) -> None:
    issues = refused(load_criteria, FOLDER / file / "1.0.yml", old, new, tmp_path / "faulty.yml")
    assert place in {issue.column for issue in issues}
    assert {issue.file for issue in issues} == {"faulty.yml"}


Place = tuple[dict[str, Any], str]


def fields(value: Any) -> list[Place]:
    """Every field of a document with the group of fields that it stands in."""
    if isinstance(value, list):
        return [found for part in value for found in fields(part)]
    if not isinstance(value, dict):
        return []
    return [pair for name, part in value.items() for pair in [(value, name), *fields(part)]]


def field(data: Any, rng: random.Random, *names: str) -> Place:
    return rng.choice([pair for pair in fields(data) if not names or pair[1] in names])


def lose(data: Any, rng: random.Random) -> None:
    group, name = field(
        data, rng, "id", "title", "known", "area", "source", "kind", "version", "de", "en", "issuer"
    )
    del group[name]


def misspell(data: Any, rng: random.Random) -> None:
    group, name = field(data, rng)
    group[f"{name}s"] = group.pop(name)


def retype(data: Any, rng: random.Random) -> None:
    group, name = field(data, rng)
    group[name] = [[group[name]]]


def empty(data: Any, rng: random.Random) -> None:
    group, name = field(data, rng)
    group[name] = None


def rename_area(data: Any, rng: random.Random) -> None:
    group, name = field(data, rng, "area")
    group[name] = "elsewhere"


def repeat(data: Any, rng: random.Random) -> None:
    listed = data[rng.choice(["areas", "criteria"])]
    listed.insert(rng.randrange(len(listed)), deepcopy(rng.choice(listed)))


def mistake_number(data: Any, rng: random.Random) -> None:
    one = rng.choice(data["criteria"])
    one["threshold"] = {"at_least": rng.choice([-1, "15", True, 1e12, None]), "source": "x"}


def unknown_way(data: Any, rng: random.Random) -> None:
    group, name = field(data, rng, "known")
    group[name] = "guessed"


MANGLERS: list[Callable[[Any, random.Random], None]] = [
    lose, misspell, retype, empty, rename_area, repeat, mistake_number, unknown_way,
]  # fmt: skip


def test_mangled_sets_are_refused_with_file_and_place(tmp_path: Path) -> None:
    rng = random.Random(16)
    path = tmp_path / "mangled.yml"
    for number in range(80 * TIMES):
        text = FILES[number % len(FILES)].read_text(encoding="utf-8")
        if number % 10 == 9:
            cut = text[: rng.randrange(1, len(text) // 2)]
            path.write_text(cut + rng.choice(["\n\t- x", "\n{", "\n*a", '\n"', "\n? [", "\n!!x y"]), "utf-8")
        else:
            data = yaml.safe_load(text)
            MANGLERS[number % len(MANGLERS)](data, rng)
            path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), "utf-8")
        with pytest.raises(InvalidTaxonomy) as refused:
            load_criteria(path)
        assert refused.value.issues, number
        assert all(issue.file == "mangled.yml" for issue in refused.value.issues)
        assert all(issue.row or issue.column for issue in refused.value.issues), refused.value.issues
        if number % 10 != 9:
            at_the_top = [issue for issue in refused.value.issues if not issue.column]
            assert all("is missing" in str(issue.reason) for issue in at_the_top), str(refused.value)
