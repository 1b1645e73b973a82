"""Graph files as Gephi reads them: its own importer, fetched by `.ci/gephi`, in a Java process."""

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from tests.support.neo4j_server import QUICK, ROOT

READER = Path(__file__).with_name("ReadGraph.java")


class GephiNode(NamedTuple):
    """A node in Gephi's workspace; `color` as `#rrggbb`."""

    id: str
    label: str
    x: float
    y: float
    size: float
    color: str
    kind: str


class GephiEdge(NamedTuple):
    """An edge in Gephi's workspace; `directed` and `years` are columns of the file."""

    source: str
    target: str
    label: str
    weight: float
    color: str
    relation: str
    directed: str
    years: str


@dataclass
class GephiGraph:
    """What Gephi has of a file: nodes, edges, and what it says of them (level and message)."""

    nodes: list[GephiNode] = field(default_factory=list)
    edges: list[GephiEdge] = field(default_factory=list)
    issues: list[tuple[str, str]] = field(default_factory=list)


def read(files: Sequence[Path]) -> list[GephiGraph]:
    """The files as Gephi reads them without auto-scale and with parallel edges kept, in their order."""
    subprocess.run([ROOT / ".ci" / "gephi"], check=True)
    command = ["java", *QUICK, "-cp", str(ROOT / ".gephi" / "*"), str(READER), *map(str, files)]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    graphs: list[GephiGraph] = []
    for line in done.stdout.decode().split("\n")[:-1]:
        what, *cells = line.split("\t")
        if what == "file":
            graphs.append(GephiGraph())
        elif what == "node":
            name, label, x, y, size, color, kind = cells
            graphs[-1].nodes.append(GephiNode(name, label, float(x), float(y), float(size), color, kind))
        elif what == "edge":
            source, target, label, weight, *others = cells
            graphs[-1].edges.append(GephiEdge(source, target, label, float(weight), *others))
        else:
            graphs[-1].issues.append((cells[0], cells[1]))
    return graphs
