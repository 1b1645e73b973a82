"""Ranking metrics (nDCG@10, MRR, recall@50) and their comparison by paired bootstrap over projects."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

TOP = 50
NEAR_TOP = 10
DRAWS = 2_000
MEASURES = ("nDCG@10", "MRR", "recall@50")


def ndcg_mrr_recall(ranked: Sequence[Hashable], true: Collection[Hashable]) -> tuple[float, ...]:
    """nDCG@10 (binary), reciprocal rank of the first hit, and recall@50 (divided by min(50, number of true
    ones)).

    Examples
    --------
    >>> ndcg_mrr_recall(["a", "b"], {"a"})
    (1.0, 1.0, 1.0)
    >>> ndcg_mrr_recall(["b", "a"], {"a", "c"})[1]
    0.5
    """
    if not true:
        return 0.0, 0.0, 0.0
    hits = np.array([candidate in true for candidate in ranked[:TOP]], dtype=bool)
    discount = 1 / np.log2(np.arange(2, NEAR_TOP + 2))
    head = hits[:NEAR_TOP]
    gain = float(discount[: len(head)][head].sum()) / float(discount[: min(NEAR_TOP, len(true))].sum())
    first = np.flatnonzero(hits)
    return gain, 1 / (int(first[0]) + 1) if len(first) else 0.0, float(hits.sum()) / min(TOP, len(true))


@dataclass(frozen=True, slots=True)
class MethodComparison:
    """A measure of two methods on the same queries: means, their ratio and its 95 % interval."""

    measure: str
    ours: float
    theirs: float
    ratio: float
    low: float
    high: float


def paired_bootstrap(
    ours: Mapping[str, tuple[float, ...]],
    theirs: Mapping[str, tuple[float, ...]],
    projects: Mapping[str, Sequence[str]],
    *,
    seed: int,
    draws: int = DRAWS,
) -> tuple[MethodComparison, ...]:
    """Compare two methods by paired bootstrap over projects; the weight of a query is the mean of its
    projects' draws.

    `projects` names for each query the projects that its answers come from; queries of one project go
    together.
    """
    queries = sorted(ours)
    names = sorted({project for query in queries for project in projects[query]})
    place = {name: i for i, name in enumerate(names)}
    rng = np.random.default_rng(seed)
    counts = rng.multinomial(len(names), np.full(len(names), 1 / len(names)), size=draws).astype(np.float64)
    weights = np.stack(
        [counts[:, [place[project] for project in projects[query]]].mean(axis=1) for query in queries], axis=1
    )
    weights /= weights.sum(axis=1, keepdims=True)
    result = []
    for position, measure in enumerate(MEASURES):
        one = np.array([ours[query][position] for query in queries])
        other = np.array([theirs[query][position] for query in queries])
        ratios = (weights @ one) / np.maximum(weights @ other, 1e-12)
        low, high = np.quantile(ratios, (0.025, 0.975))
        ratio = float(one.mean() / max(other.mean(), 1e-12))
        result.append(
            MethodComparison(measure, float(one.mean()), float(other.mean()), ratio, float(low), float(high))
        )
    return tuple(result)
