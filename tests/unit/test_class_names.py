"""No class name stands for two classes, so that a name in a sentence or a search means one thing."""

import ast
from collections import defaultdict
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "graphsvc"


def test_class_names_are_unique() -> None:
    homes = defaultdict(list)
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                homes[node.name].append(str(path.relative_to(PACKAGE)))
    assert homes
    assert {name: paths for name, paths in homes.items() if len(paths) > 1} == {}
