"""Loads value chains from YAML, checks them completely, and keeps those that ship with the package."""

import re
from collections.abc import Iterable
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, cast

from graphsvc.errors import InvalidTaxonomy, Issue, UnknownId
from graphsvc.messages import msg
from graphsvc.taxonomy.chain import Chain, ChainStage, Role
from graphsvc.taxonomy.document import Document, read_document
from graphsvc.taxonomy.schema_check import shape_issues
from graphsvc.taxonomy.semantic_check import rule_issues

DEFAULT_DEPTH = 2
_FILE_NAME = re.compile(r"[a-z][a-z0-9-]*-\d+(\.\d+){1,2}\.yml")


def load_chain(path: Path | str) -> Chain:
    """Read and check one value chain file.

    Raises
    ------
    InvalidTaxonomy
        With every finding at once: file, line, path inside the file, value and reason. What is checked: YAML
        syntax, the JSON Schema `chain.schema.json`, repeated stage ids and labels, references to unknown
        stages, who may feed and serve whom, cycles of `feeds` (named), NACE Rev. 2.1 codes, and the seal.
    """
    document = read_document(Path(path))
    issues = shape_issues(document)
    if isinstance(document.data, dict):
        issues += rule_issues(document)
    if issues:
        raise InvalidTaxonomy(msg("%(file)s is not a value chain", file=document.file), sorted(set(issues)))
    made = _chain(cast("dict[str, Any]", document.data))
    if made.seal is not None and made.seal != made.fingerprint():
        raise InvalidTaxonomy(
            msg("%(file)s is not what was published", file=document.file), [_broken_seal(document, made)]
        )
    return made


def check_chain(path: Path | str) -> tuple[Issue, ...]:
    """Every finding about a value chain file; empty when it can be used."""
    try:
        load_chain(path)
    except InvalidTaxonomy as error:
        return error.issues
    return ()


def chains(*folders: Path) -> tuple[Chain, ...]:
    """The newest version of each value chain of the package and of `folders` (files `*.yml`), sorted by id.

    Raises
    ------
    InvalidTaxonomy
        If a file cannot be used, or two files give the same id and version.
    """
    return tuple({made.id: made for made in _versions(*folders)}.values())


def _versions(*folders: Path) -> tuple[Chain, ...]:
    """All versions of all value chains, sorted by id and version.

    Raises
    ------
    InvalidTaxonomy
        If a file cannot be used, or two files give the same id and version.
    """
    if not folders:
        return _shipped()
    found = list(_shipped())
    files = [path for folder in folders for path in sorted(folder.glob("*.yml"))]
    issues: list[Issue] = []
    for path in files:
        try:
            made = load_chain(path)
        except InvalidTaxonomy as error:
            issues += error.issues
            continue
        if any((made.id, made.version) == (other.id, other.version) for other in found):
            issues.append(
                Issue(
                    path.name,
                    0,
                    "version",
                    made.version,
                    msg("chain %(id)s has this version already", id=made.id),
                )
            )
        else:
            found.append(made)
    if issues:
        raise InvalidTaxonomy(msg("value chains cannot be used"), issues)
    return _in_order(found)


def _in_order(found: Iterable[Chain]) -> tuple[Chain, ...]:
    return tuple(sorted(found, key=lambda made: (made.id, _order(made.version))))


def chain(chain_id: str, version: str | None = None, *, folders: Iterable[Path] = ()) -> Chain:
    """One value chain, its newest version unless `version` says which.

    Raises
    ------
    UnknownId
        If there is no such chain or version.
    """
    named = [made for made in _versions(*folders) if made.id == chain_id]
    if not named:
        raise UnknownId("value chain", chain_id)
    if version is None:
        return named[-1]
    for made in named:
        if made.version == version:
            return made
    raise UnknownId("value chain", f"{chain_id} {version}")


@cache
def _shipped() -> tuple[Chain, ...]:
    folder = resources.files("graphsvc.taxonomy") / "data" / "chain"
    with resources.as_file(folder) as place:
        files = [path for path in sorted(place.glob("*.yml")) if _FILE_NAME.fullmatch(path.name)]
        return _in_order(load_chain(path) for path in files)


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _broken_seal(document: Document, made: Chain) -> Issue:
    reason = msg(
        "the content is not what this version was published with: give it a new version, "
        "and leave the seal out or set it to %(seal)s",
        seal=made.fingerprint(),
    )
    return document.issue("seal", reason, made.seal or "")


def _chain(data: dict[str, Any]) -> Chain:
    stages: list[ChainStage] = []
    for entry in data["stages"]:
        _add_stage(stages, entry, cast("Role", entry["role"]), None)
    return Chain(
        id=data["id"],
        version=data["version"],
        title=dict(data["title"]),
        description=dict(data["description"]),
        stages=tuple(stages),
        subject=_words(data.get("subject", {})),
        off_subject=_words(data.get("off_subject", {})),
        seal=data.get("seal"),
    )


def _words(patterns: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {language: tuple(words) for language, words in patterns.items()}


def _add_stage(stages: list[ChainStage], entry: dict[str, Any], role: Role, parent: str | None) -> None:
    stages.append(
        ChainStage(
            id=entry["id"],
            role=role,
            required=entry.get("required", False),
            depth=int(entry.get("depth", DEFAULT_DEPTH)),
            label=dict(entry["label"]),
            definition=dict(entry["definition"]),
            nace=tuple(entry.get("nace", ())),
            keywords=_words(entry.get("keywords", {})),
            cues=_words(entry.get("cues", {})),
            feeds=tuple(entry.get("feeds", ())),
            serves=tuple(entry.get("serves", ())),
            kinds=tuple(entry.get("kinds", ())),
            parent=parent,
        )
    )
    for child in entry.get("children", ()):
        _add_stage(stages, child, role, entry["id"])
