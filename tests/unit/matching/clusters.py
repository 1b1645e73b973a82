"""Three or more clusters that share nothing, for tests that add one thing at a time."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import scipy.sparse as sp

from graphsvc.arrays import Float32s
from graphsvc.matching.cluster_data import ClusterData
from graphsvc.matching.relevance.index import TextVectors
from graphsvc.matching.tfidf import tfidf_index

IDS = ("cluster:us", "cluster:aa", "cluster:zz")
SECTORS = ("food and drink", "steel mills", "wind turbines")


def matrix(rows: Sequence[str], columns: str) -> sp.csr_array:
    """A matrix of ones from the names of the columns that each row has, such as `("ab", "", "c")`."""
    table = [[int(name in row) for name in columns] for row in rows]
    return sp.csr_array(np.array(table, dtype=np.int64).reshape(len(rows), len(columns)))


def both(vectors: Float32s) -> TextVectors:
    """Sentence vectors that both encoders agree on."""
    return TextVectors(vectors, vectors)


def clusters(
    *,
    sectors: Sequence[str] = SECTORS,
    stages: Sequence[str] = ("", "", ""),
    members: Sequence[str] = ("", "", ""),
    projects: Sequence[str] = ("", "", ""),
    sizes: Sequence[int] = (2, 2, 2),
    cooperations: Sequence[str] = ("", "", ""),
    **more: object,
) -> ClusterData:
    """Us, aa and zz, with the stages (a to e, where e is not required), members and projects that each has.

    Members are m to q, projects x to z. `cooperations` names partners: us (u), aa (a), zz (z) and the
    organizations o and p.
    """
    count = len(sectors)
    links = np.zeros((5, 5), dtype=np.int64)
    links[:3] = matrix(cooperations, "uazop").toarray()
    links |= links.T
    made = ClusterData(
        ids=IDS,
        names=("Us", "Aa", "Zz"),
        sectors=sectors,
        vectors=None,
        content=None,
        words=tfidf_index(sectors),
        chains=np.zeros((count, 1), dtype=bool),
        country=("", "", ""),
        lat=np.full(count, np.nan, dtype=np.float32),
        lng=np.full(count, np.nan, dtype=np.float32),
        stages=matrix(stages, "abcde"),
        stage_ids=[f"chain/{name}" for name in "abcde"],
        stage_names=list("abcde"),
        required=np.array([True, True, True, True, False]),
        members=matrix(members, "mnopq"),
        performs=matrix(("", "", "", "", ""), "abcde"),
        organization_ids=[f"organization:{name}" for name in "mnopq"],
        organization_names=list("MNOPQ"),
        projects=matrix(projects, "xyz"),
        project_ids=["project:x", "project:y", "project:z"],
        project_titles=["X", "Y", ""],
        project_sizes=np.array(sizes, dtype=np.float64),
        cooperations=sp.csr_array(links),
        partner_ids=[*IDS, "organization:o", "organization:p"],
        partner_names=["Us", "Aa", "Zz", "O", "P"],
        alliances=sp.csr_array(links[:3, :3]),
    )
    return replace(made, **more)  # type: ignore[arg-type]
