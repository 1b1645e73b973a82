"""Rules of a value chain that JSON Schema cannot express: references, roles, cycles, codes."""

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import chain
from typing import Any

from graphsvc.errors import Issue
from graphsvc.messages import Message, msg
from graphsvc.taxonomy.document import Document


@dataclass(frozen=True)
class _Entry:
    """A stage as it stands in the file, whatever is wrong with it."""

    path: str
    id: str
    role: str
    fields: dict[str, Any]

    def names(self, field: str) -> list[tuple[str, str]]:
        """Path and text of each name in a list field."""
        listed = self.fields.get(field)
        if not isinstance(listed, list):
            return []
        return [(f"{self.path}.{field}[{i}]", name) for i, name in enumerate(listed) if isinstance(name, str)]


def rule_issues(document: Document) -> list[Issue]:
    """Every breach of the chain rules in the well-formed parts of `document`."""
    data = document.data
    stages = data.get("stages") if isinstance(data, dict) else None
    entries = list(_entries(stages, "stages", None)) if isinstance(stages, list) else []
    if not entries:
        return []
    roles = {entry.id: entry.role for entry in entries}
    checks = (_twice(entries), _references(entries, roles), _codes(entries), _count(entries), _cycle(entries))
    findings = chain.from_iterable(checks)
    return [document.issue(path, reason, value) for path, reason, value in findings]


_Finding = tuple[str, Message, str]


def _entries(listed: list[object], path: str, role: str | None) -> Iterator[_Entry]:
    for place, fields in enumerate(listed):
        if not isinstance(fields, dict):
            continue
        here = f"{path}[{place}]"
        own_role = role if role is not None else fields.get("role")
        name: object = fields.get("id")
        entry = _Entry(here, name if isinstance(name, str) else "", str(own_role), fields)
        if entry.id:
            yield entry
        children = fields.get("children")
        if isinstance(children, list):
            yield from _entries(children, f"{here}.children", entry.role)


def _twice(entries: list[_Entry]) -> Iterator[_Finding]:
    seen: set[str] = set()
    labels: set[tuple[str, str]] = set()
    for entry in entries:
        if entry.id in seen:
            yield f"{entry.path}.id", msg("another stage has this id"), entry.id
        seen.add(entry.id)
        label = entry.fields.get("label")
        for language, text in label.items() if isinstance(label, dict) else ():
            if not isinstance(text, str):
                continue
            key = (language, text.strip().casefold())
            if key in labels:
                yield f"{entry.path}.label.{language}", msg("another stage has this label"), text
            labels.add(key)


def _references(entries: list[_Entry], roles: dict[str, str]) -> Iterator[_Finding]:
    for entry in entries:
        for field, role in (("feeds", "flow"), ("serves", "support")):
            names = entry.names(field)
            if names and entry.role in {"flow", "support"} and entry.role != role:
                yield (
                    f"{entry.path}.{field}",
                    msg("only %(role)s stages have this field", role=role),
                    entry.id,
                )
            for path, name in names:
                if name not in roles:
                    yield path, msg("there is no stage with this id"), name
                elif roles[name] == "support":
                    yield path, msg("names a support stage; only flow stages can be meant"), name
                elif name == entry.id:
                    yield path, msg("a stage cannot name itself"), name


@cache
def nace_codes() -> dict[str, str]:
    """English name of each NACE Rev. 2.1 code (Eurostat, CC BY 4.0)."""
    file = resources.files("graphsvc.taxonomy") / "data" / "nace_rev21.csv"
    lines = file.read_text(encoding="utf-8").splitlines()
    return {row["code"]: row["name"] for row in csv.DictReader(lines)}


def _codes(entries: list[_Entry]) -> Iterator[_Finding]:
    known = nace_codes()
    for entry in entries:
        for path, code in entry.names("nace"):
            if code not in known:
                yield path, msg("not a NACE Rev. 2.1 code"), code


def _count(entries: list[_Entry]) -> Iterator[_Finding]:
    if not any(entry.fields.get("required") is True for entry in entries):
        yield "stages", msg("no stage is required, so there is nothing to cover"), ""
    if not any(entry.role == "flow" for entry in entries):
        yield "stages", msg("there is no flow stage"), ""


def _cycle(entries: list[_Entry]) -> Iterator[_Finding]:
    feeds = {entry.id: entry.names("feeds") for entry in entries}
    for stage in feeds:
        circle = _circle(feeds, stage)
        if len(circle) > 1:
            path = next(path for path, name in feeds[circle[-1]] if name == stage)
            yield (
                path,
                msg("stages feed each other in a circle: %(circle)s", circle=" → ".join([*circle, stage])),
                stage,
            )
            return


def _circle(feeds: dict[str, list[tuple[str, str]]], start: str) -> list[str]:
    """A shortest way along `feeds` from `start` back to it, ending before it comes again; empty if none."""
    came_from: dict[str, str] = {}
    waiting = deque([start])
    while waiting:
        stage = waiting.popleft()
        for _, name in feeds.get(stage, ()):
            if name == start:
                way = [stage]
                while way[-1] != start:
                    way.append(came_from[way[-1]])
                return way[::-1]
            if name not in came_from:
                came_from[name] = stage
                waiting.append(name)
    return []
