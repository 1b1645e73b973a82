"""A small history to ask: three circles of organizations on food, batteries and law."""

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp

from graphsvc.matching.history import KINDS, History
from graphsvc.taxonomy.matching import MatchingProfile, Shape, Term

TOPICS = {
    "food": "protein from peas for meat products",
    "battery": "solid state battery cells for electric cars",
    "law": "comparative study of constitutional courts",
}


def history(
    projects: Sequence[tuple[str, str, Sequence[str]]],
    *,
    firms: Sequence[str] = (),
    hidden: Sequence[str] = (),
    start: int = 16_000,
) -> History:
    """A history from (id, text, members) in order of time, a month apart; the first member coordinates."""
    listed = sorted(projects)
    organizations = sorted({member for _, _, members in projects for member in members})
    row = {name: place for place, name in enumerate(organizations)}
    month = {one[0]: place for place, one in enumerate(projects)}
    cells = [
        (row[member], column, 2 if member == one[2][0] else 1)
        for column, one in enumerate(listed)
        for member in one[2]
    ]
    rows, columns, data = zip(*cells, strict=True)
    begun = np.array([start + 30 * month[one[0]] for one in listed], dtype=np.int32)
    kind = [KINDS.index("company" if name in firms else "research") for name in organizations]
    return History(
        organizations=organizations,
        projects=[one[0] for one in listed],
        incidence=sp.csr_array(
            (np.array(data, dtype=np.int8), (rows, columns)), shape=(len(organizations), len(listed))
        ),
        start=begun,
        end=(begun + 900).astype(np.int32),
        as_of=int(begun.max()) + 1,
        texts=[one[1] for one in listed],
        programmes=["SC2" if "protein" in one[1] else "LEIT" for one in listed],
        calls=["" for _ in listed],
        countries=("DE", "FR"),
        country=np.array([place % 2 for place in range(len(organizations))], dtype=np.int16),
        kind=np.array(kind, dtype=np.int16),
        hidden=np.array([name in hidden for name in organizations]),
        names=[name.upper() for name in organizations],
        titles=[one[1].title() for one in listed],
    )


def circles(firms: Sequence[str] = (), hidden: Sequence[str] = ()) -> History:
    """Six organizations in each of three circles, four projects a circle, and one bridge between two."""
    projects = []
    for circle, text in TOPICS.items():
        own = [f"{circle}-{place}" for place in range(6)]
        groups = ([0, 1, 2], [1, 2, 3], [2, 3, 4], [3, 4, 5])
        projects += [
            (f"{circle}-p{place}", f"{text} part {place}", [own[member] for member in group])
            for place, group in enumerate(groups)
        ]
    projects.append(("bridge", "protein and battery cells together", ["food-5", "battery-5", "food-4"]))
    return history(projects, firms=firms, hidden=hidden)


def profile(task: str, *terms: tuple[str, Shape, float], retrievers: Sequence[str] = ()) -> MatchingProfile:
    """A profile of one stratum."""
    made = tuple(Term(signal, shape, (weight,)) for signal, shape, weight in terms)
    found = tuple(retrievers) or ("nearness.walk", "fit.words", "fit.similar")
    return MatchingProfile(task, "1.0", task, {}, {}, found, 20, (), made, {}, ())
