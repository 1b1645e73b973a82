"""One broken file for each rule, and what is said about it."""

from pathlib import Path

import pytest

from graphsvc.errors import InvalidTaxonomy
from graphsvc.taxonomy import chains, check_chain, load_chain

GOOD = """\
kind: chain
id: shoes
version: "1.0"
title: {en: Shoes, de: Schuhe}
description: {en: From hide to shop, de: Von der Haut zum Laden}
stages:
- id: tanning
  role: flow
  required: true
  label: {en: Tanning, de: Gerben}
  definition: {en: Making leather, de: Leder herstellen}
  nace: ["15.11"]
  keywords: {en: [tanner*], de: [gerb*, "*leder"]}
  feeds: [making]
- id: making
  role: flow
  required: true
  depth: 3
  label: {en: Making, de: Fertigung}
  definition: {en: Making shoes, de: Schuhe fertigen}
  children:
  - id: soles
    label: {en: Soles, de: Sohlen}
    definition: {en: Making soles, de: Sohlen fertigen}
- id: design
  role: support
  serves: [making]
  label: {en: Design, de: Gestaltung}
  definition: {en: Drawing shoes, de: Schuhe entwerfen}
"""

BROKEN = [
    ("id: shoes", "id: Shoes", "id", "does not have the form"),
    ('version: "1.0"', "version: 1.10", "version", "put it in quotes"),
    ("kind: chain", "kind: profile", "kind", "must be chain"),
    ("de: Schuhe}", "de: no}", "title.de", "YAML reads it as false; put it in quotes"),
    ("- id: tanning", "- id: no", "stages[0].id", "YAML reads it as false; put it in quotes"),
    ("{en: Tanning, de: Gerben}", "{en: Tanning}", "stages[0].label", "the field de is missing"),
    ("role: support", "role: helper", "stages[2].role", "must be one of flow, support"),
    ("depth: 3", "depth: 0", "stages[1].depth", "must be at least 1"),
    ("depth: 3", "depth: three", "stages[1].depth", "must be a whole number"),
    ("feeds: [making]", "feed: [making]", "stages[0].feed", "is feeds meant?"),
    ("feeds: [making]", "feeds: [makin]", "stages[0].feeds[0]", "there is no stage with this id"),
    ("feeds: [making]", "feeds: [design]", "stages[0].feeds[0]", "names a support stage"),
    ("feeds: [making]", "feeds: [tanning]", "stages[0].feeds[0]", "cannot name itself"),
    ("feeds: [making]", "feeds: [making, making]", "stages[0].feeds", "names something twice"),
    ("feeds: [making]", "feeds: making", "stages[0].feeds", "must be a list"),
    ("feeds: [making]", "serves: [making]", "stages[0].serves", "only support stages"),
    ("serves: [making]", "feeds: [making]", "stages[2].feeds", "only flow stages"),
    ("- id: design", "- id: tanning", "stages[2].id", "another stage has this id"),
    ("en: Design", "en: making", "stages[2].label.en", "another stage has this label"),
    ("15.11", "15.99", "stages[0].nace[0]", "not a NACE"),
    ('"15.11"', "15.10", "stages[0].nace[0]", "put it in quotes"),
    ("tanner*", "ta*nner", "stages[0].keywords.en[0]", "does not have the form"),
    ("  depth: 3", "  depth: 3\n  depth: 4", "stages[1].depth", "stands here twice"),
    ("  depth: 3", "  no: 3", "stages[1].no", "YAML does not read this field name"),
    ("depth: 3", "depth: 2026-01-01", "stages[1].depth", "only text, numbers, true and false"),
    ("depth: 3", "depth: &a 3\n  x: *a", "", "references"),
    ("  role: flow\n  required: true\n  depth", " role: flow\n  depth", "", "not YAML"),
    ("required: true", "required: false", "stages", "no stage is required"),
]

HOSTILE = [
    b"a: 1\n---\nb: 2",
    b"x: !!python/name:os.system",
    b"\x00",
    b"? [a]\n: b",
    b"!!set {a}",
    b"x: !y z",
]


def write(folder: Path, text: str | bytes) -> Path:
    path = folder / "shoes.yml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_good_file(tmp_path: Path) -> None:
    made = load_chain(write(tmp_path, GOOD))
    assert [(stage.id, stage.role, stage.depth, stage.parent) for stage in made.stages] == [
        ("tanning", "flow", 2, None),
        ("making", "flow", 3, None),
        ("soles", "flow", 2, "making"),
        ("design", "support", 2, None),
    ]


@pytest.mark.parametrize(("old", "new", "path", "reason"), BROKEN, ids=[f"{b[2]} {b[3]}" for b in BROKEN])
def test_broken_file_is_refused_by_file_and_path(
    tmp_path: Path, old: str, new: str, path: str, reason: str
) -> None:
    assert old in GOOD
    found = check_chain(write(tmp_path, GOOD.replace(old, new)))
    assert {issue.file for issue in found} == {"shoes.yml"}
    assert all(issue.row > 0 for issue in found)
    assert any(reason in str(issue.reason) and (not path or issue.column == path) for issue in found), found


def test_all_errors_are_said_at_once(tmp_path: Path) -> None:
    text = (
        GOOD.replace("depth: 3", "depth: 0")
        .replace("role: support", "role: helper")
        .replace("15.11", "15.99")
    )
    assert [issue.column for issue in check_chain(write(tmp_path, text))] == [
        "stages[0].nace[0]",
        "stages[1].depth",
        "stages[2].role",
    ]


def test_circle_is_named(tmp_path: Path) -> None:
    text = GOOD.replace("  depth: 3", "  depth: 3\n  feeds: [tanning]")
    (found,) = check_chain(write(tmp_path, text))
    assert str(found.reason) == "stages feed each other in a circle: tanning → making → tanning"
    assert found.column == "stages[1].feeds[0]"


def test_seal_keeps_a_published_version_as_it_was(tmp_path: Path) -> None:
    print_of_good = load_chain(write(tmp_path, GOOD)).fingerprint()
    sealed = GOOD.replace("title:", f"seal: {print_of_good}\ntitle:")
    assert check_chain(write(tmp_path, sealed)) == ()
    (found,) = check_chain(write(tmp_path, sealed.replace("Leder herstellen", "Leder machen")))
    assert (found.column, found.value) == ("seal", print_of_good)
    assert "give it a new version" in str(found.reason)


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe", b"[" * 5000, b"{" * 5000, b"- " * 5000, b"- 1", *HOSTILE],
    ids=lambda content: repr(content[:12]),
)
def test_no_chain_at_all(tmp_path: Path, content: bytes) -> None:
    assert check_chain(write(tmp_path, content))


def test_missing_file_is_said(tmp_path: Path) -> None:
    (found,) = check_chain(tmp_path / "none.yml")
    assert found.file == "none.yml"
    assert "cannot be read" in str(found.reason)


def test_two_files_of_one_version_are_refused(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    (tmp_path / "again.yml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(InvalidTaxonomy, match=r"shoes\.yml, version: chain shoes has this version already"):
        chains(tmp_path)


def test_a_new_chain_needs_one_file_and_no_code(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    assert "shoes" in {made.id for made in chains(tmp_path)}
