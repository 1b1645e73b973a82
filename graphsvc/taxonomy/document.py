"""Strict YAML reader that keeps the line of every value and converts no value implicitly."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path

import yaml

from graphsvc.errors import InvalidTaxonomy, Issue
from graphsvc.messages import Message, msg
from graphsvc.plain_yaml import LOADER

_RESOLVER = yaml.resolver.Resolver()
MAX_BYTES = 2_000_000
MAX_DEPTH = 40
MAX_PATH = 500
"""Characters of a path; every place keeps its own."""
MAX_NUMBER = 100
"""Characters of a number; longer ones take long to read."""
_TEXT = "tag:yaml.org,2002:str"
_SCALARS = {f"tag:yaml.org,2002:{name}" for name in ("str", "bool", "int", "float", "null")}


@dataclass(frozen=True)
class Document:
    """The content of a file, with the line of each path and the text of each scalar as it stands there.

    Paths look like `stages[2].feeds[0]`; the root is the empty path.
    """

    file: str
    data: object
    lines: Mapping[str, int]
    raw: Mapping[str, str]

    def issue(self, path: str, reason: str | Message, value: str = "") -> Issue:
        """A finding about `path`, with the line of the nearest place that exists."""
        place = path
        while place and place not in self.lines:
            place = place[: max(place.rfind("."), place.rfind("["), 0)]
        return Issue(self.file, self.lines.get(place, 1), path, value, reason)


@dataclass
class _Open:
    """A list or group of fields that is still being read; `key` waits for its value."""

    path: str
    content: dict[str, object] | list[object]
    key: str | None = None
    skip: bool = False

    @property
    def wants_key(self) -> bool:
        return isinstance(self.content, dict) and self.key is None and not self.skip

    def next_path(self) -> str:
        if isinstance(self.content, list):
            return f"{self.path}[{len(self.content)}]"
        return f"{self.path}.{self.key}" if self.path else str(self.key)

    def add(self, value: object) -> None:
        if isinstance(self.content, list):
            self.content.append(value)
        elif not self.skip and self.key is not None:
            self.content[self.key] = value
        self.key, self.skip = None, False


@dataclass
class _DocumentBuilder:
    """Builds plain data from YAML events, with a stack of its own so that no file can exhaust Python's."""

    file: str
    lines: dict[str, int] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    root: object = None
    documents: int = 0
    constructor: yaml.constructor.SafeConstructor = field(default_factory=yaml.constructor.SafeConstructor)

    def take(self, event: yaml.Event) -> None:
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise _refusal(self.file, msg("holds more than one document"), line)
        elif isinstance(event, yaml.AliasEvent):
            raise _refusal(self.file, msg("references (*) are not allowed"), line)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self.open(event, line)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self.place(self.stack.pop().content)
        elif isinstance(event, yaml.ScalarEvent):
            self.scalar(event, line)

    def open(self, event: yaml.CollectionStartEvent, line: int) -> None:
        if len(self.stack) >= MAX_DEPTH:
            raise _refusal(self.file, msg("nested too deeply"), line)
        if self.stack and self.stack[-1].wants_key:
            raise _refusal(self.file, msg("a field name must be text"), line, self.stack[-1].path)
        path = self.stack[-1].next_path() if self.stack else ""
        if len(path) > MAX_PATH:
            raise _refusal(self.file, msg("nested too deeply, or field names are too long"), line, path[:100])
        self.lines[path] = line
        if event.tag not in {None, "!"}:
            self.refuse(line, path, msg("tags (!) are not allowed"), str(event.tag))
        self.stack.append(_Open(path, {} if isinstance(event, yaml.MappingStartEvent) else []))

    def scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        tag = event.tag or _implicit_tag(event)
        if self.stack and self.stack[-1].wants_key:
            self.key(self.stack[-1], event.value, tag, line)
            return
        path = self.stack[-1].next_path() if self.stack else ""
        self.lines[path], self.raw[path] = line, event.value
        self.place(self.read(event.value, tag, line, path))

    def key(self, group: _Open, name: str, tag: str, line: int) -> None:
        group.key = name
        path = group.next_path()
        if len(path) > MAX_PATH:
            raise _refusal(self.file, msg("nested too deeply, or field names are too long"), line, path[:100])
        if tag != _TEXT:
            self.refuse(line, path, msg("YAML does not read this field name as text; put it in quotes"), name)
        elif isinstance(group.content, dict) and name in group.content:
            self.refuse(line, path, msg("this field stands here twice"))
        else:
            return
        group.skip = True

    def read(self, text: str, tag: str, line: int, path: str) -> object:
        if tag == _TEXT:
            return text
        if tag not in _SCALARS:
            self.refuse(
                line, path, msg("only text, numbers, true and false are allowed; put it in quotes"), text
            )
            return None
        if len(text) > MAX_NUMBER:
            self.refuse(
                line, path, msg("a number this long is not allowed; put it in quotes if it is text"), text
            )
            return None
        try:
            value = self.constructor.construct_object(yaml.ScalarNode(tag, text))
            if not isinstance(value, float) or isfinite(value):
                return value
            self.refuse(line, path, msg("not a finite number; put it in quotes if it is text"), text)
        except (ValueError, KeyError, yaml.YAMLError):
            self.refuse(line, path, msg("this cannot be read; put it in quotes if it is text"), text)
        return None

    def place(self, value: object) -> None:
        if self.stack:
            self.stack[-1].add(value)
        else:
            self.root = value

    def refuse(self, line: int, path: str, reason: str | Message, value: str = "") -> None:
        self.issues.append(Issue(self.file, line, path, value[:80], reason))


def _implicit_tag(event: yaml.ScalarEvent) -> str:
    resolve: Callable[[type, str, object], str] = _RESOLVER.resolve
    return resolve(yaml.ScalarNode, event.value, event.implicit)


def read_document(path: Path) -> Document:
    """Read a YAML file of at most 2 MB.

    Raises
    ------
    InvalidTaxonomy
        If the file cannot be read, is not UTF-8, not YAML, holds more than one document, refers back (`*`),
        repeats a field, or has field names or values of kinds that JSON lacks; all findings at once where
        the syntax allows to go on.
    """
    builder = _DocumentBuilder(path.name)
    text = _text(path)
    try:
        for event in yaml.parse(text, Loader=LOADER):
            builder.take(event)
    except yaml.YAMLError as error:
        raise _syntax(path.name, text, error) from None
    if builder.issues:
        raise InvalidTaxonomy(msg("%(file)s cannot be used", file=path.name), sorted(builder.issues))
    return Document(path.name, builder.root, builder.lines, builder.raw)


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise _refusal(path.name, msg("cannot be read: %(error)s", error=error.strerror or ""), 0) from None
    if len(content) > MAX_BYTES:
        raise _refusal(path.name, msg("larger than %(most)s bytes", most=MAX_BYTES), 0)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refusal(path.name, msg("not UTF-8"), content[: error.start].count(b"\n") + 1) from None


def _syntax(file: str, text: str, error: yaml.YAMLError) -> InvalidTaxonomy:
    if isinstance(error, yaml.MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, f"column {mark.column + 1}") if mark else (1, "")
        return _refusal(
            file, msg("not YAML: %(error)s", error=str(error.problem or error.context)), line, column
        )
    line = text.count("\n", 0, getattr(error, "position", None) or 0) + 1
    return _refusal(file, msg("not YAML: a character is not allowed"), line)


def _refusal(file: str, reason: str | Message, row: int, column: str = "") -> InvalidTaxonomy:
    return InvalidTaxonomy(msg("%(file)s cannot be used", file=file), [Issue(file, row, column, "", reason)])
