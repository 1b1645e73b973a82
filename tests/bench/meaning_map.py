"""Learn the map from vectors of the multilingual encoder to those of the English one.

    .venv/bin/python -m tests.bench.meaning_map HOME PROJECTS.csv.gz

Reads the titles of the projects (columns `title` and `acronym`) that have three words or more, encodes each
by both encoders (kept in the instance folder HOME), and fits a ridge regression to the vectors of length one.
Prints the mean cosine with the vector of the English encoder for every tenth title, by a map that was learned
without these, then writes the map of all titles into the package.
"""

import csv
import gzip
import sys
from pathlib import Path

import numpy as np

from graphsvc.arrays import Float64s
from graphsvc.matching.relevance.index import unit
from graphsvc.state import meaning_map
from graphsvc.state.vector_cache import ENGLISH, WORDS, vectors

WORDS_OF_TITLE, HELD, RIDGE = 3, 10, 5.0


def main() -> None:
    """Learn, print and write."""
    home, path = map(Path, sys.argv[1:])
    titles = _titles(path)
    asked = unit(vectors(titles, home, WORDS)).astype(np.float64)
    wanted = unit(vectors(titles, home, ENGLISH)).astype(np.float64)
    held = np.arange(len(titles)) % HELD == 0
    made = (asked[held] - asked[~held].mean(axis=0)) @ _learned(asked[~held], wanted[~held])
    right = wanted[held] - wanted[~held].mean(axis=0)
    cosine = (unit(made) * unit(right)).sum(axis=1).mean()
    print(f"{len(titles)} titles, mean cosine of those held out: {cosine:.3f}")
    file = Path(meaning_map.__file__).with_name(meaning_map.FILE)
    file.write_bytes(_learned(asked, wanted).astype("<f2").tobytes())


def _titles(path: Path) -> list[str]:
    """The titles, each once, in the order of the alphabet."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = [(row["title"].strip(), row["acronym"]) for row in csv.DictReader(file)]
    told = (title for title, acronym in rows if title != acronym)
    return sorted({title for title in told if len(title.split()) >= WORDS_OF_TITLE})


def _learned(asked: Float64s, wanted: Float64s) -> Float64s:
    """The matrix of a ridge regression after both means were taken off."""
    rows, right = asked - asked.mean(axis=0), wanted - wanted.mean(axis=0)
    return np.asarray(np.linalg.solve(rows.T @ rows + RIDGE * np.eye(rows.shape[1]), rows.T @ right))


if __name__ == "__main__":
    main()
