"""The same Adamic–Adar lists by us and by others, on one graph in one run.

    .venv/bin/python -m tests.bench.bench_matching [--h2020 FOLDER] [--lists 200] [--neo4j URL | --no-neo4j]

For organizations drawn at random: the ten that share most partners with each and are not tied to it, a common
partner of d partners counting 1/ln d. The graph is that of the seeds, or of a folder of Horizon 2020. Every
list is compared with ours. Building is shown apart. Prints a table in processor time of this process, each on
one thread, for Neo4j in time by the clock; quick methods: the best of five runs.
"""

import argparse
import heapq
import math
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import networkx as nx
import numpy as np
import scipy.sparse as sp
from neo4j import Session

from graphsvc import snapshot
from graphsvc.answers.loading import load_folder
from graphsvc.arrays import Float64s, Int32s
from graphsvc.matching.collaboration_graph import graph
from graphsvc.matching.history import History
from graphsvc.settings import packaged
from graphsvc.snapshot import Snapshot
from graphsvc.store.neo4j import Neo4jStore
from graphsvc.store.sqlite import SqliteStore
from tests.bench.adamic_adar import DIGITS, adamic_adar
from tests.support import neo4j_database
from tests.support.neo4j_server import Neo4jServer

TOP = 10
RUNS = 5
SLOW = 5.0
Listed = list[tuple[int, float]]
Method = Callable[[], Callable[[int], Listed]]

LARGEST = 100
_OF_SIZE = f"COUNT {{ MATCH (%s)<-[:PARTICIPATES]-(o) RETURN DISTINCT o }} <= {LARGEST}"
QUERY = f"""
MATCH (u:Organization {{id: $id}})-[:PARTICIPATES]->(p) WHERE {_OF_SIZE % "p"}
MATCH (p)<-[:PARTICIPATES]-(w) WHERE w <> u
WITH u, collect(DISTINCT w) AS known
UNWIND known AS w
MATCH (w)-[:PARTICIPATES]->(q) WHERE {_OF_SIZE % "q"}
MATCH (q)<-[:PARTICIPATES]-(v) WHERE v <> w
WITH u, known, w, collect(DISTINCT v) AS partners
WITH u, known, partners, 1 / log(size(partners)) AS weight
UNWIND partners AS v
WITH u, known, v, weight WHERE v <> u AND NOT v IN known
WITH v.id AS id, round(sum(weight), {DIGITS}) AS score
RETURN id, score ORDER BY score DESC, id LIMIT {TOP}
"""


def main() -> None:
    """Load, draw, measure, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--h2020", type=Path, help="folder of Horizon 2020 (default: the seeds)")
    parser.add_argument("--lists", type=int, default=200)
    parser.add_argument(
        "--neo4j", default="", help="a database that may be emptied (default: start a server)"
    )
    parser.add_argument("--no-neo4j", action="store_true")
    asked = parser.parse_args()
    data = asked.h2020 or packaged("seeds")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        store = SqliteStore(home / "graph.db")
        load_folder(data, store, home)
        with store.read() as reader:
            made = snapshot.build(reader)
        store.close()
        ties = graph(_history(made)).partners
        rows = _drawn(ties, asked.lists)
        print(f"{ties.shape[0]:,} organizations, {ties.nnz // 2:,} ties, {len(rows)} lists of {TOP}\n")
        print("| method | building (s) | all lists (ms) | times ours |\n|---|---|---|---|")
        ours, reference = _ours(ties, rows)
        for name, method in (
            ("NetworKit: MissingLinksFinder and AdamicAdarIndex", lambda: _networkit(ties)),
            ("scikit-network's degrees and neighbors, SciPy's product, row by row", lambda: _rows(ties)),
            ("networkx: walking its dictionaries", lambda: _walking(ties)),
            ("networkx: adamic_adar_index over all pairs two steps apart", lambda: _networkx(ties)),
        ):
            _measure(name, method, rows, ours, reference)
        if not asked.no_neo4j:
            with _server(asked.neo4j, home) as (url, session):
                _measure(
                    "Cypher on Neo4j",
                    lambda: _cypher(url, session, data, made),
                    rows,
                    ours,
                    reference,
                    clock=time.perf_counter,
                )


def _history(made: Snapshot) -> History:
    """What ties are made of; nothing else is known."""
    organizations, projects = len(made.organizations.ids), len(made.projects.ids)
    nothing, unknown = [""] * projects, np.full(organizations, -1, dtype=np.int16)
    return History(
        organizations=list(made.organizations.ids),
        projects=list(made.projects.ids),
        incidence=made.participation,
        start=made.projects.start,
        end=made.projects.end,
        as_of=0,
        texts=nothing,
        programmes=nothing,
        calls=nothing,
        countries=(),
        country=unknown,
        kind=unknown,
        hidden=np.zeros(organizations, dtype=bool),
        names=[""] * organizations,
        titles=nothing,
    )


def _drawn(ties: sp.csr_array, count: int) -> Int32s:
    tied = np.flatnonzero(np.diff(ties.indptr))
    chosen = np.random.default_rng(1).choice(tied, min(count, len(tied)), replace=False)
    return np.sort(chosen).astype(np.int32)


def _ours(ties: sp.csr_array, rows: Int32s) -> tuple[float, list[Listed]]:
    seconds = []
    found: list[tuple[Int32s, Float64s]] = []
    for _ in range(RUNS):
        start = time.process_time()
        found = list(adamic_adar(ties, rows, TOP))
        seconds.append(time.process_time() - start)
    took = min(seconds)
    print(f"| ours: `tests.bench.adamic_adar` | – | {took * 1000:,.1f} | 1 |", flush=True)
    return took, [list(zip(places.tolist(), scores.tolist(), strict=True)) for places, scores in found]


def _measure(
    name: str,
    method: Method,
    rows: Int32s,
    ours: float,
    reference: list[Listed],
    *,
    clock: Callable[[], float] = time.process_time,
) -> None:
    start = clock()
    ask = method()
    building = clock() - start
    ask(int(rows[0]))
    seconds: list[float] = []
    found: list[Listed] = []
    while len(seconds) < RUNS and (not seconds or seconds[0] < SLOW):
        start = clock()
        found = [ask(row) for row in rows.tolist()]
        seconds.append(clock() - start)
    took = min(seconds)
    print(f"| {name} | {building:.2f} | {took * 1000:,.1f} | {took / ours:,.1f} |", flush=True)
    for row, theirs, mine in zip(rows.tolist(), found, reference, strict=True):
        if [one for one, _ in theirs] != [one for one, _ in mine] or not np.allclose(
            [score for _, score in theirs], [score for _, score in mine], rtol=0, atol=2e-9
        ):
            raise SystemExit(f"{name} has another list for {row}:\n{theirs}\n{mine}")


def _best(scores: Iterator[tuple[int, float]]) -> Listed:
    rounded = ((-round(score, DIGITS), other) for other, score in scores)
    return [(other, -score) for score, other in heapq.nsmallest(TOP, rounded)]


def _networkit(ties: sp.csr_array) -> Callable[[int], Listed]:
    import networkit as nk

    nk.setNumberOfThreads(1)
    above = sp.triu(ties).tocoo()
    made = nk.GraphFromCoo(
        (np.ones(above.nnz), (above.row.astype(np.int64), above.col.astype(np.int64))), n=ties.shape[0]
    )
    # Both refer to the graph without keeping it alive.
    finder, index = nk.linkprediction.MissingLinksFinder(made), nk.linkprediction.AdamicAdarIndex(made)

    def ask(row: int, _held: object = made) -> Listed:
        pairs = index.runOn(finder.findFromNode(row, 2))
        return _best((one if one != row else other, score) for (one, other), score in pairs)

    return ask


def _rows(ties: sp.csr_array) -> Callable[[int], Listed]:
    from sknetwork.utils import get_degrees, get_neighbors

    matrix = sp.csr_matrix(ties, dtype=np.float64)
    weighted = sp.csr_matrix(sp.diags(1 / np.log(np.maximum(get_degrees(matrix), 2))) @ matrix)

    def ask(row: int) -> Listed:
        product = matrix[row] @ weighted
        keep = ~np.isin(product.indices, np.append(get_neighbors(matrix, row), row))
        places, scores = product.indices[keep], np.round(product.data[keep], DIGITS)
        if len(places) > TOP:
            reach = scores >= np.partition(scores, -TOP)[-TOP]
            places, scores = places[reach], scores[reach]
        order = np.lexsort((places, -scores))[:TOP]
        return list(zip(places[order].tolist(), scores[order].tolist(), strict=True))

    return ask


def _graph(ties: sp.csr_array) -> "nx.Graph[int]":
    made: nx.Graph[int] = nx.Graph()
    made.add_nodes_from(range(ties.shape[0]))
    above = sp.triu(ties).tocoo()
    made.add_edges_from(zip(above.row.tolist(), above.col.tolist(), strict=True))
    return made


def _networkx(ties: sp.csr_array) -> Callable[[int], Listed]:
    made = _graph(ties)

    def ask(row: int) -> Listed:
        reached = {other for near in made[row] for other in made[near]} - set(made[row]) - {row}
        scored = nx.adamic_adar_index(made, [(row, other) for other in reached])
        return _best((other, score) for _, other, score in scored)

    return ask


def _walking(ties: sp.csr_array) -> Callable[[int], Listed]:
    made = _graph(ties)

    def ask(row: int) -> Listed:
        known, scores = made.adj[row], dict[int, float]()
        for near in known:
            others = made.adj[near]
            weight = 1 / math.log(len(others)) if len(others) > 1 else 0.0
            for other in others:
                scores[other] = scores.get(other, 0.0) + weight
        return _best((other, score) for other, score in scores.items() if other != row and other not in known)

    return ask


@contextmanager
def _server(url: str, home: Path) -> Iterator[tuple[str, Session]]:
    """An empty database and a session on it."""
    with ExitStack() as stack:
        if url:
            neo4j_database.claim(url)
            neo4j_database.empty(url)
        else:
            url = stack.enter_context(Neo4jServer(home / "neo4j", memory="2g", brief=False)).url
        driver = stack.enter_context(neo4j_database.driver(url))
        yield url, stack.enter_context(driver.session())


def _cypher(url: str, session: Session, data: Path, made: Snapshot) -> Callable[[int], Listed]:
    """The product's own loader fills the database; merged organizations would stand there twice."""
    if made.merged:
        raise SystemExit("organizations with two ids cannot be compared")
    store = Neo4jStore(url)
    with tempfile.TemporaryDirectory() as home:
        load_folder(data, store, Path(home))
    store.close()
    ids = list(made.organizations.ids)
    row_of = {identifier: row for row, identifier in enumerate(ids)}

    def ask(row: int) -> Listed:
        found = session.run(QUERY, id=ids[row]).values()
        return [(row_of[identifier], float(score)) for identifier, score in found]

    return ask


if __name__ == "__main__":
    main()
