"""States of the data that differ in every row: the files of an upload, and what a store holds after it."""

import random
import shutil
from dataclasses import dataclass
from pathlib import Path

from graphsvc.answers.loading import load_folder
from graphsvc.domain.ports import GraphStore, opened
from graphsvc.ingest.synthetic import generate
from graphsvc.settings import packaged
from graphsvc.store.sqlite import SqliteStore
from tests.support.mappings import ORGANIZATIONS_MAPPING
from tests.support.seeds import encoded

DATASET = "letters"
ORGANIZATIONS, PROJECTS = 60, 40
BACKGROUND = 220
"""Organizations that stay the same, so that a batch has two blocks."""

MAPPING = f"""{ORGANIZATIONS_MAPPING}  - file: projects.csv
    records:
      - record: project
        id: {{grant: grant}}
        fields: {{title: title, start: start}}
        evidence: {{citation: {{const: "made up"}}}}
  - file: participations.csv
    records:
      - record: participation
        organization: {{key: organization}}
        project: {{grant: project}}
        evidence: {{citation: {{const: "made up"}}}}
"""


@dataclass(frozen=True)
class State:
    """One state of the dataset: its files, and the digest and refused rows of a store that holds it."""

    number: int
    files: tuple[tuple[str, bytes], ...]
    digest: str
    refused: int


class States:
    """Makes states, and a store that holds the background and state 0."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        generate(folder / "background", organizations=BACKGROUND, seed=7)
        with opened(SqliteStore(folder / "graph.db")) as store:
            for one in (packaged("seeds") / "clusters", folder / "background"):
                load_folder(one, store, folder)
            self.first = self._loaded(0, store)

    def fill(self, home: Path) -> None:
        """Make an instance folder with the background and state 0."""
        encoded(home)
        shutil.copy(self._folder / "graph.db", home)
        shutil.copytree(self._folder / "reports", home / "reports")

    def make(self, number: int) -> State:
        """A state by number."""
        copy = self._folder / "copy.db"
        shutil.copy(self._folder / "graph.db", copy)
        with opened(SqliteStore(copy)) as store:
            return self._loaded(number, store)

    def folder(self, state: State) -> Path:
        """The folder with the files of a state."""
        return self._folder / f"state-{state.number}"

    def _loaded(self, number: int, store: GraphStore) -> State:
        files = tuple((name, text.encode()) for name, text in _files(number).items())
        folder = self._folder / f"state-{number}"
        folder.mkdir(exist_ok=True)
        for name, content in files:
            (folder / name).write_bytes(content)
        report = load_folder(folder, store, self._folder)
        with store.read() as reader:
            return State(number, files, reader.digest(), len(report.refused))


def _files(number: int) -> dict[str, str]:
    pick = random.Random(number)
    organizations = [f"{one},Generation {number} of organization {one}" for one in range(ORGANIZATIONS)]
    projects = [
        f"{900_000 + one},Bread {(one + number) % PROJECTS} from oats,20{10 + number % 10}-01-01"
        for one in range(PROJECTS)
    ]
    parts = [
        f"{organization},{900_000 + one}"
        for one in range(PROJECTS)
        for organization in pick.sample(range(ORGANIZATIONS), 4)
    ]
    unknown = [f"nobody-{one},900000" for one in range(number % 9 + 1)]
    about = (
        f"id: {DATASET}\ntitle: Letters {number}\nlicence: CC0-1.0\nsource: test\nretrieved: '2026-11-01'\n"
    )
    return {
        "dataset.yml": about,
        "mapping.yml": MAPPING,
        "organizations.csv": _table("id,name", organizations),
        "projects.csv": _table("grant,title,start", projects),
        "participations.csv": _table("organization,project", parts + unknown),
    }


def _table(head: str, rows: list[str]) -> str:
    return "\n".join([head, *rows, ""])
