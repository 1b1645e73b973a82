"""Read the files of the public benchmark (a training folder and query files) and write rankings."""

import csv
import gzip
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TextIO

import numpy as np
import scipy.sparse as sp

from graphsvc.errors import InvalidData
from graphsvc.ingest import cleaning
from graphsvc.matching.history import KINDS, History
from graphsvc.matching.query import MatchingQuery, Task
from graphsvc.snapshot.dates import NO_DAY, day
from graphsvc.state.english_encoder import encode_english
from graphsvc.state.sentence_encoder import encode
from graphsvc.state.vector_cache import ENGLISH, vectors

Row = dict[str, str]

BATCH = 128

_GIVEN = {"partners": "query", "implementers": "research_organization", "members": "given"}


def read_history(folder: Path, home: Path | None = None) -> History:
    """The history of a train folder: `participation.csv` and `project.csv`. Organizations are bare PICs.

    Vectors of the English encoder, which takes longest, are kept in the instance folder `home`; without one
    there are none.

    Raises
    ------
    InvalidData
        If a file or a column is missing, or no participation is in it.
    """
    joined = _read(
        folder / "participation.csv", ("rcn", "pic", "role", "type", "country", "start_date", "end_date")
    )
    if not joined:
        raise InvalidData(f"{folder / 'participation.csv'} has no rows")
    about = {row["rcn"]: row for row in _read(folder / "project.csv", ("rcn", "title", "topic"))}
    organizations = sorted({row["pic"] for row in joined})
    projects = sorted({row["rcn"] for row in joined})
    first = {row["rcn"]: row for row in reversed(joined)}
    latest = {row["pic"]: row for row in sorted(joined, key=lambda row: row["start_date"])}
    countries = tuple(sorted({row["country"] for row in joined} - {""}))
    code = {country: place for place, country in enumerate(countries)}
    described = [about.get(project, {}) for project in projects]
    texts = [_text(row) for row in described]
    titles = [row.get("title", "") for row in described]
    start = np.array([day(first[project]["start_date"] or None) for project in projects], dtype=np.int32)
    return History(
        organizations=organizations,
        projects=projects,
        incidence=_incidence(joined, organizations, projects),
        start=start,
        end=np.array([day(first[project]["end_date"] or None) for project in projects], dtype=np.int32),
        as_of=int(start[start != NO_DAY].max(initial=0)) + 1,
        texts=texts,
        programmes=[row.get("programme_parts", "") for row in described],
        calls=[_call(row) for row in described],
        countries=countries,
        country=np.array([code.get(latest[pic]["country"], -1) for pic in organizations], dtype=np.int16),
        kind=np.array([_kind(latest[pic]["type"]) for pic in organizations], dtype=np.int16),
        hidden=np.zeros(len(organizations), dtype=bool),
        names=[f"PIC {pic}" for pic in organizations],
        titles=titles,
        vectors=encode(texts, batch=BATCH),
        english=vectors(titles, home, ENGLISH) if home else None,
    )


def read_questions(file: Path, task: Task, history: History) -> Iterator[tuple[str, MatchingQuery]]:
    """Each query with its question; a row is read on its own. Unknown organizations are left out."""
    columns = ("query", _GIVEN[task]) if task == "partners" else ("query", _GIVEN[task], "title", "topic")
    ids = {identifier: row for row, identifier in enumerate(history.organizations)}
    for row in _read(file, columns):
        given = sorted({ids[part] for part in row[_GIVEN[task]].split() if part in ids})
        text = "" if task == "partners" else _text(row)
        vector = encode([text])[0] if text else None
        compared = task == "implementers" and history.english is not None
        english = encode_english([row["title"]])[0] if compared else None
        yield row["query"], MatchingQuery(task, np.array(given, dtype=np.int32), text, vector, english)


def write_rankings(file: Path, rankings: Iterable[tuple[str, Sequence[str]]]) -> int:
    """Write the columns query, rank, candidate; returns the number of rows."""
    count = 0
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("query", "rank", "candidate"))
        for query, candidates in rankings:
            writer.writerows((query, rank, candidate) for rank, candidate in enumerate(candidates, 1))
            count += len(candidates)
    return count


def read_truth(file: Path) -> dict[str, frozenset[str]]:
    """True answers of each query."""
    found: dict[str, set[str]] = {}
    for row in _read(file, ("query", "candidate")):
        found.setdefault(row["query"], set()).add(row["candidate"])
    return {query: frozenset(answers) for query, answers in found.items()}


def projects_of(
    task: Task, questions: Sequence[tuple[str, MatchingQuery]], later: Sequence[Path], history: History
) -> dict[str, tuple[str, ...]]:
    """The later projects behind each query: for partners those its organization took part in, else the
    query itself.

    Without files of `later` participations every query stands for itself.
    """
    if task != "partners" or not later:
        return {query: (query,) for query, _ in questions}
    found: dict[str, set[str]] = {}
    for file in later:
        for row in _read(file, ("rcn", "pic", "start_date")):
            if day(row["start_date"] or None) >= history.as_of:
                found.setdefault(row["pic"], set()).add(row["rcn"])
    return {query: tuple(sorted(found.get(query, {query}))) for query, _ in questions}


def _read(file: Path, columns: Sequence[str]) -> list[Row]:
    if not file.is_file():
        raise InvalidData(f"{file} is missing")
    packed = file.suffix == ".gz"
    with gzip.open(file, "rt", encoding="utf-8-sig", newline="") if packed else _plain(file) as lines:
        reader = csv.DictReader(lines)
        missing = [column for column in columns if column not in (reader.fieldnames or ())]
        if missing:
            raise InvalidData(f"{file} has no column {', '.join(missing)}")
        return [{key: value or "" for key, value in row.items() if key} for row in reader]


def _plain(file: Path) -> TextIO:
    return file.open(encoding="utf-8-sig", newline="")


def _incidence(joined: Sequence[Row], organizations: Sequence[str], projects: Sequence[str]) -> sp.csr_array:
    row_of = {identifier: place for place, identifier in enumerate(organizations)}
    column_of = {identifier: place for place, identifier in enumerate(projects)}
    roles: dict[tuple[int, int], int] = {}
    for row in joined:
        key = row_of[row["pic"]], column_of[row["rcn"]]
        roles[key] = max(roles.get(key, 1), 2 if row["role"] == "coordinator" else 1)
    places = np.array(sorted(roles), dtype=np.int32)
    data = np.array([roles[int(i), int(j)] for i, j in places], dtype=np.int8)
    shape = (len(organizations), len(projects))
    return sp.csr_array((data, (places[:, 0], places[:, 1])), shape=shape)


def _text(row: Row) -> str:
    return f"{row.get('title', '')} {row.get('topic', '')}".strip()


def _kind(code: str) -> int:
    kind = cleaning.kind(code)[0]
    return KINDS.index(kind) if kind else -1


def _call(row: Row) -> str:
    if not row.get("programme_parts"):
        return ""
    call = "-".join(row.get("topic_code", "").split("-")[:2])
    return f"{row['programme_parts']}|{row.get('type_of_action', '')}|{call}"
