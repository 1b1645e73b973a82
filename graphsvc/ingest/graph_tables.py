"""GraphML and GEXF as two tables: nodes and edges with their attributes as columns."""

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree import ElementTree as ET

from graphsvc.ingest.source_files import unreadable
from graphsvc.messages import msg

NODES, EDGES = "nodes.csv", "edges.csv"
MAX_ATTRIBUTES = 1_000
_CHUNK = 1 << 16
Attributes = Mapping[str, str]


def write_graph_tables(path: Path, file: str, folder: Path) -> None:
    """Write `nodes.csv` (`node`, `label`, attributes) and `edges.csv` (`source`, `target`, attributes).

    Raises `InvalidData` for XML that is damaged or declares a document type.
    """
    columns: dict[str, dict[str, None]] = {"node": {}, "edge": {}}
    for kind, record in _records(path, file):
        columns[kind].update(dict.fromkeys(record))
        if len(columns[kind]) > MAX_ATTRIBUTES:
            raise unreadable(file, msg("more than %(most)s columns", most=MAX_ATTRIBUTES))
    if not columns["edge"] and not columns["node"]:
        raise unreadable(file, msg("holds neither nodes nor edges"))
    with (
        (folder / NODES).open("w", encoding="utf-8", newline="") as nodes,
        (folder / EDGES).open("w", encoding="utf-8", newline="") as edges,
    ):
        writers = {
            "node": csv.DictWriter(nodes, ["node", *_others(columns["node"], ("node",))], restval=""),
            "edge": csv.DictWriter(
                edges, ["source", "target", *_others(columns["edge"], ("source", "target"))], restval=""
            ),
        }
        for writer in writers.values():
            writer.writeheader()
        for kind, record in _records(path, file):
            writers[kind].writerow(record)


def _others(columns: Mapping[str, None], first: tuple[str, ...]) -> list[str]:
    return [column for column in columns if column not in first]


def _records(path: Path, file: str) -> Iterator[tuple[str, dict[str, str]]]:
    found = _Elements()
    parser = ET.XMLParser(target=found)  # noqa: S314 - the target refuses document types
    try:
        with path.open("rb") as stream:
            while block := stream.read(_CHUNK):
                parser.feed(block)
                yield from found.taken()
            parser.close()
            yield from found.taken()
    except (ET.ParseError, _DoctypeFoundError, ValueError):
        raise unreadable(file, msg("its XML is damaged, or declares a document type")) from None


class _DoctypeFoundError(Exception):
    """A document type is declared, which no graph file needs."""


class _Elements:
    """Takes the tags of a graph file; `taken` hands out the nodes and edges that are complete."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._done: list[tuple[str, dict[str, str]]] = []
        self._open: list[tuple[str, dict[str, str]]] = []
        self._data: str | None = None
        self._text: list[str] = []

    def taken(self) -> list[tuple[str, dict[str, str]]]:
        """The nodes and edges since the last call."""
        done, self._done = self._done, []
        return done

    def start(self, tag: str, given: Attributes) -> None:
        """A tag begins."""
        name = tag.rpartition("}")[2]
        if name in ("key", "attribute"):
            self._names[given.get("id", "")] = given.get("attr.name") or given.get("title", "")
        elif name in ("node", "edge"):
            own = {"id": "node"} if name == "node" else {"source": "source", "target": "target"}
            record = {column: given.get(key, "") for key, column in own.items()}
            record |= {key: given[key] for key in ("label", "weight", "type", "kind") if given.get(key)}
            self._open.append((name, record))
        elif name == "data" and self._open:
            self._data, self._text = given.get("key", ""), []
        elif name == "attvalue" and self._open:
            self._note(given.get("for", given.get("id", "")), given.get("value", ""))

    def data(self, text: str) -> None:
        """Text between tags."""
        if self._data is not None:
            self._text.append(text)

    def end(self, tag: str) -> None:
        """A tag ends."""
        name = tag.rpartition("}")[2]
        if name == "data" and self._data is not None:
            self._note(self._data, "".join(self._text).strip())
            self._data = None
        elif name in ("node", "edge") and self._open:
            self._done.append(self._open.pop())

    def doctype(self, *_: object) -> None:
        """Refuse a document type, which could declare entities."""
        raise _DoctypeFoundError

    def close(self) -> None:
        """The file ends."""

    def _note(self, key: str, value: str) -> None:
        self._open[-1][1].setdefault(self._names.get(key) or key or "data", value)
