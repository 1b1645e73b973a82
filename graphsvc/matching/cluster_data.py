"""Arrays about all clusters that partner suggestions are computed from."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from graphsvc.arrays import Bools, Float32s, Float64s
from graphsvc.matching.relevance.index import TextVectors
from graphsvc.matching.tfidf import TfidfIndex
from graphsvc.messages import Message


@dataclass(frozen=True, eq=False)
class ClusterData:
    """Arrays over all clusters, sorted by id.

    `sectors` are texts and `vectors` their sentence vectors (whole numbers; None without an encoder);
    `content` are sentence vectors of the sectors with the stages of a cluster, `words` the TF-IDF
    of sectors and statements. `chains` is clusters × value chains, boolean: the sectors show the subject of
    the chain. `lat`, `lng` are degrees, NaN unknown.

    `stages` is clusters × value-chain stages, the number of suppliers (the cluster's own focus or its
    members), `required` marks stages that count. `members` is clusters × organizations, ones where an
    organization belongs to the cluster, and `performs` organizations × stages.

    `projects` is clusters × projects of the cluster organizations and the members; `project_sizes` counts
    the participants of each project.

    `cooperations` is symmetric over clusters and, after them, organizations with a cooperation on record;
    `partner_ids` and `partner_names` name its rows. `alliances` marks pairs of clusters that know each other:
    they cooperate, or one is part or successor of the other.
    """

    ids: Sequence[str]
    names: Sequence[str]
    sectors: Sequence[str]
    vectors: TextVectors | None
    content: TextVectors | None
    words: TfidfIndex
    chains: Bools
    country: Sequence[str]
    lat: Float32s
    lng: Float32s
    stages: sp.csr_array
    stage_ids: Sequence[str]
    stage_names: Sequence[Message | str]
    required: Bools
    members: sp.csr_array
    performs: sp.csr_array
    organization_ids: Sequence[str]
    organization_names: Sequence[str]
    projects: sp.csr_array
    project_ids: Sequence[str]
    project_titles: Sequence[str]
    project_sizes: Float64s
    cooperations: sp.csr_array
    partner_ids: Sequence[str]
    partner_names: Sequence[str]
    alliances: sp.csr_array


def sector_cosines(data: ClusterData, vector: Float32s) -> Float64s:
    """Cosine of a multilingual sentence vector with the sectors of each cluster, rounded to four decimals.

    The result is float64 of shape (clusters,), all zeros when the clusters have no sentence vectors.
    """
    return np.zeros(len(data.ids)) if data.vectors is None else cosines(data.vectors.multilingual, vector)


def mean_cosines(vectors: TextVectors, row: int) -> Float64s:
    """Cosine of one row with each row, the mean over both encoders."""
    both = vectors.multilingual, vectors.english
    return np.asarray(sum(cosines(one, one[row]) for one in both) / len(both), dtype=np.float64)


def cosines(vectors: Float32s, vector: Float32s) -> Float64s:
    """Cosine of a vector with each row of `vectors`, rounded to four decimals; 0 for a row of zeros."""
    length = np.sqrt(np.sum(vectors.astype(np.float64) ** 2, axis=1))
    own = max(float(np.sqrt(np.sum(vector.astype(np.float64) ** 2))), 1.0)
    products = (vectors @ vector).astype(np.float64)
    return np.asarray(np.round(products / np.maximum(length * own, 1.0), 4), dtype=np.float64)
