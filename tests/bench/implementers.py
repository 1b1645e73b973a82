"""How well companies are named for described results, on the seeds.

    .venv/bin/python -m tests.bench.implementers [HOME]

Asks with the results of `tests/golden/implementer_texts.yml`, with those that nobody fits of
`tests/golden/abstracts.yml`, and with the verbatim title of every project in which a company took part. HOME
is an instance folder with the seeds; without it one is made. Prints shares and how many were asked.
"""

import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from graphsvc.answers.loading import load_folder
from graphsvc.bootstrap import Services, bootstrap
from graphsvc.domain.names import has_title
from graphsvc.domain.ports import opened
from graphsvc.settings import Settings, packaged
from graphsvc.snapshot import ORGANIZATION_KINDS, Snapshot

GOLDEN = Path(__file__).parents[1] / "golden"
TOP = 10


def main() -> None:
    """Ask an instance folder, or one that is made."""
    if len(sys.argv) > 1:
        _print(bootstrap(Settings(home=Path(sys.argv[1]))))
        return
    with tempfile.TemporaryDirectory() as folder:
        services = bootstrap(Settings(home=Path(folder)))
        with opened(services.graph.store):
            load_folder(packaged("seeds"), services.graph.store, Path(folder))
            services.graph.refresh()
            _print(services)


def _print(services: Services) -> None:
    print("asked with                      n   first   first 3   MRR    nobody")
    for name, asked in _families(services.graph.snapshot()):
        rows = [(_named(services, **text), makers) for text, makers in asked]
        places = [_place(named, makers) for named, makers in rows]
        first, third = (np.mean([0 < place <= most for place in places]) for most in (1, 3))
        reciprocal = np.mean([1 / place if place else 0 for place in places])
        nobody = np.mean([not named for named, _ in rows])
        print(f"{name:30}{len(rows):4}{first:8.3f}{third:10.3f}{reciprocal:8.3f}{nobody:8.3f}")


def _families(snapshot: Snapshot) -> Iterator[tuple[str, list[tuple[dict[str, str], set[str]]]]]:
    own, others = (_read(name) for name in ("implementer_texts.yml", "abstracts.yml"))
    for language in ("de", "en"):
        fits = [one for one in own["fits"] if one["language"] == language]
        yield f"described, {language}", [(_text(one), makers_of(snapshot, one["project"])) for one in fits]
    for language in ("de", "en"):
        nobody = [one for one in own["nobody"] if one["language"] == language]
        yield f"nobody fits, {language}", [(_text(one), set()) for one in nobody]
    far = [one["text"] for part in others.values() for one in part["nobody"]]
    yield "nobody fits, other fields", [({"abstract": text}, set()) for text in far]
    projects = snapshot.projects
    titled = [
        (title, makers_of(snapshot, acronym, title))
        for title, acronym, identifier in zip(projects.titles, projects.acronyms, projects.ids, strict=True)
        if title != acronym and has_title(title, identifier)
    ]
    yield "titles of projects", [({"abstract": title}, makers) for title, makers in titled if makers]


def _read(name: str) -> Any:
    return yaml.safe_load((GOLDEN / name).read_text(encoding="utf-8"))


def _text(one: dict[str, str]) -> dict[str, str]:
    return {"title": one["title"], "abstract": one["abstract"]}


def makers_of(snapshot: Snapshot, acronym: str, title: str | None = None) -> set[str]:
    """The companies of the projects of this name, and with a title of those called so."""
    projects, organizations = snapshot.projects, snapshot.organizations
    rows = [
        row
        for row, (short, long) in enumerate(zip(projects.acronyms, projects.titles, strict=True))
        if short.casefold() == acronym.casefold() and title in (None, long)
    ]
    taken = np.unique(snapshot.participation[:, rows].nonzero()[0])
    company = ORGANIZATION_KINDS.index("company")
    shown = [
        row for row in taken.tolist() if organizations.kind[row] == company and not organizations.hidden[row]
    ]
    return {organizations.ids[row] for row in shown}


def _named(services: Services, **text: str) -> list[str]:
    return [match.ref.id for match in services.matching.implementers(**text, top=TOP).matches]


def _place(named: Iterable[str], makers: set[str]) -> int:
    """The place of the first company that made it, 0 where there is none."""
    return next((place for place, one in enumerate(named, 1) if one in makers), 0)


if __name__ == "__main__":
    main()
