"""View specs: what each view shows and how, as files in `visualizations/`."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from graphsvc.drawing.filters import COLORS, SIZES
from graphsvc.errors import InvalidData, Issue
from graphsvc.messages import msg
from graphsvc.plain_yaml import read_yaml


@dataclass(frozen=True, slots=True)
class View:
    """A view: what it shows, what colors and sizes nodes, which relations, at most how many nodes."""

    id: str
    version: str
    title: Mapping[str, str]
    caption: Mapping[str, str]
    shows: str
    color: str
    size: str
    relations: tuple[str, ...]
    cap: int
    chain: str | None = None


def load_views(folder: Path | None = None) -> Mapping[str, View]:
    """Read all views of a folder (by default those that come with the package), sorted by id.

    Raises:
        InvalidData: a file breaks the schema, or its name is not its id; all faults at once.
    """
    source = folder if folder is not None else _shipped()
    found: dict[str, View] = {}
    issues: list[Issue] = []
    for path in sorted(source.glob("*.yml")):
        try:
            document = read_yaml(path.read_text(encoding="utf-8"))
        except yaml.YAMLError as error:
            issues.append(Issue(path.name, 0, "", "", msg("not YAML: %(error)s", error=str(error))))
            continue
        faults = [
            Issue(path.name, 0, fault.json_path, "", fault.message)
            for fault in _schema().iter_errors(document)
        ]
        if not faults and document["id"] != path.stem:
            faults = [Issue(path.name, 0, "id", document["id"], msg("the id must be the name of the file"))]
        if not faults:
            faults = _looks(path.name, document)
        issues += faults
        if not faults:
            found[path.stem] = _view(document)
    if issues:
        raise InvalidData(msg("views that cannot be read"), issues)
    return found


def _looks(file: str, document: Mapping[str, Any]) -> list[Issue]:
    known = {"color": COLORS, "size": SIZES}
    return [
        Issue(file, 0, name, document[name], msg("must be one of %(known)s", known=", ".join(values)))
        for name, values in known.items()
        if document[name] not in values
    ]


def _view(document: Mapping[str, Any]) -> View:
    return View(**{**document, "relations": tuple(document["relations"])})


def _schema() -> Draft202012Validator:
    text = resources.files("graphsvc.drawing").joinpath("data/view.schema.json").read_text(encoding="utf-8")
    return Draft202012Validator(json.loads(text))


def _shipped() -> Path:
    package = Path(__file__).resolve().parent.parent
    packed = package / "_data" / "visualizations"
    return packed if packed.is_dir() else package.parent / "visualizations"
