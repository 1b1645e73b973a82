"""Makes a value chain file from a table, one stage a row."""

import csv
import io
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from graphsvc.errors import InvalidTaxonomy, Issue
from graphsvc.messages import Message, msg
from graphsvc.taxonomy.loading import load_chain

COLUMNS = (
    "id",
    "role",
    "required",
    "depth",
    "parent",
    "label_de",
    "label_en",
    "definition_de",
    "definition_en",
)
LISTS = ("nace", "feeds", "serves", "kinds")
_WORDS = "keywords_"
_YES = {"1", "true", "yes", "y", "x", "ja", "wahr"}
_NO = {"", "0", "false", "no", "n", "nein", "falsch"}


def chain_from_table(path: Path | str, *, chain_id: str, version: str, title: Mapping[str, str]) -> str:
    """The text of a value chain file for a CSV table (UTF-8; comma or semicolon).

    Columns: id, role (flow or support), required, depth, parent, label_de, label_en, definition_de,
    definition_en; lists with `|` or `;` inside a cell: nace, feeds, serves, kinds, keywords_de, keywords_en
    (any language). Only id, role and the labels are needed; a missing definition is the label. A stage with a
    parent is a part of it and takes its role.

    Raises
    ------
    InvalidTaxonomy
        With every row and column that cannot be used.
    """
    file = Path(path).name
    rows = _rows(Path(path), file)
    issues: list[Issue] = []
    entries = [_entry(row, number, file, issues) for number, row in enumerate(rows, start=2)]
    stages = _nested(entries, rows, file, issues)
    if issues:
        raise InvalidTaxonomy(msg("%(file)s is not a table of stages", file=file), sorted(issues))
    made = {
        "kind": "chain",
        "id": chain_id,
        "version": version,
        "title": dict(title),
        "description": dict(title),
        "stages": stages,
    }
    text = yaml.safe_dump(made, allow_unicode=True, sort_keys=False, width=110)
    _check(text, file)
    return text


def _rows(path: Path, file: str) -> list[dict[str, str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InvalidTaxonomy(
            msg("%(file)s cannot be read", file=file), [Issue(file, 0, "", "", str(error.strerror))]
        ) from None
    except UnicodeDecodeError:
        raise InvalidTaxonomy(
            msg("%(file)s cannot be read", file=file), _whole(file, msg("not UTF-8"))
        ) from None
    header = text.partition("\n")[0]
    delimiter = ";" if header.count(";") > header.count(",") else ","
    try:
        reader = csv.DictReader(io.StringIO(text), delimiter=delimiter, restval="", strict=True)
        table = [dict(row) for row in reader]
    except csv.Error as error:
        raise InvalidTaxonomy(
            msg("%(file)s cannot be read", file=file),
            [Issue(file, 0, "", "", msg("not readable as CSV: %(error)s", error=str(error)))],
        ) from None
    names = {name for row in table for name in row}
    known = {*COLUMNS, *LISTS}
    issues = [
        Issue(file, 1, str(name), "", msg("unknown column"))
        for name in sorted(names - known, key=str)
        if not str(name).startswith(_WORDS)
    ]
    issues += [
        Issue(file, 1, name, "", msg("this column is missing"))
        for name in ("id", "role", "label_de", "label_en")
        if name not in names
    ]
    if issues:
        raise InvalidTaxonomy(msg("%(file)s is not a table of stages", file=file), issues)
    return [{name: value.strip() for name, value in row.items()} for row in table]


def _whole(file: str, reason: Message) -> list[Issue]:
    return [Issue(file, 0, "", "", reason)]


def _entry(row: dict[str, str], number: int, file: str, issues: list[Issue]) -> dict[str, Any]:
    label = {"de": row["label_de"], "en": row["label_en"]}
    definition = {code: row.get(f"definition_{code}") or text for code, text in label.items()}
    entry: dict[str, Any] = {"id": row["id"], "role": row["role"], "label": label, "definition": definition}
    required = row.get("required", "").casefold()
    if required in _YES:
        entry["required"] = True
    elif required not in _NO:
        issues.append(Issue(file, number, "required", required, msg("say yes or no")))
    depth = row.get("depth", "")
    if depth.isascii() and depth.isdigit() and len(depth) < 9:
        entry["depth"] = int(depth)
    elif depth:
        issues.append(Issue(file, number, "depth", depth, msg("must be a whole number")))
    entry |= {name: _listed(row[name]) for name in LISTS if row.get(name)}
    given = [name for name in row if name.startswith(_WORDS) and row[name]]
    words = {name.removeprefix(_WORDS): _listed(row[name]) for name in given}
    return entry | ({"keywords": words} if words else {})


def _listed(cell: str) -> list[str]:
    return [part.strip() for part in cell.replace("|", ";").split(";") if part.strip()]


def _nested(
    entries: list[dict[str, Any]], rows: list[dict[str, str]], file: str, issues: list[Issue]
) -> list[dict[str, Any]]:
    by_id = {entry["id"]: entry for entry in entries}
    parents = {row["id"]: row.get("parent", "") for row in rows}
    top: list[dict[str, Any]] = []
    for number, (entry, row) in enumerate(zip(entries, rows, strict=True), start=2):
        parent = row.get("parent", "")
        if not parent:
            top.append(entry)
        elif parent not in by_id:
            issues.append(Issue(file, number, "parent", parent, msg("there is no stage with this id")))
        elif _inside_itself(row["id"], parents):
            issues.append(Issue(file, number, "parent", parent, msg("a stage cannot be a part of itself")))
        else:
            entry.pop("role")
            by_id[parent].setdefault("children", []).append(entry)
    return top


def _inside_itself(stage: str, parents: dict[str, str]) -> bool:
    seen: set[str] = set()
    while stage and stage not in seen:
        seen.add(stage)
        stage = parents.get(stage, "")
    return bool(stage)


def _check(text: str, file: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / f"{Path(file).stem}.yml"
        place.write_text(text, encoding="utf-8")
        load_chain(place)
