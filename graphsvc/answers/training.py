"""Train matching profiles on a history and evaluate them: `graphsvc learn` and `graphsvc evaluate`."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from graphsvc.evaluation.baselines import BASELINES, rank_by
from graphsvc.evaluation.calibration import bands
from graphsvc.evaluation.metrics import TOP, MethodComparison, ndcg_mrr_recall, paired_bootstrap
from graphsvc.evaluation.queries import YEAR, LabelledQuery, labelled_queries
from graphsvc.evaluation.training import Example, learn
from graphsvc.matching.history import History
from graphsvc.matching.index import MatchingIndex, build_matching_index
from graphsvc.matching.query import MatchingQuery, QueryContext, Task
from graphsvc.matching.ranking import find_candidates, past_projects, rank
from graphsvc.matching.scoring import design
from graphsvc.snapshot.dates import iso
from graphsvc.taxonomy.matching import Band, MatchingProfile

YEARS = 2
QUESTIONS = 2_500
SEED = 7

Progress = Callable[[str], None]
Scores = dict[str, tuple[float, ...]]


def learn_profiles(
    history: History, profiles: Sequence[MatchingProfile], progress: Progress = lambda _: None
) -> tuple[MatchingProfile, ...]:
    """Learn the weights of profiles from the last two years of a history, each asked of what came before it.

    What each profile says of signals, shapes, strata and retrievers is kept; only weights are new.
    """
    examples: dict[str, list[Example]] = {profile.id: [] for profile in profiles}
    for back in range(1, YEARS + 1):
        before = history.until(history.as_of - back * YEAR)
        if not len(before.organizations):
            break
        made = build_matching_index(before)
        for profile in profiles:
            known = _questions(history, before, profile)
            progress(f"{profile.id}: {len(known)} questions from {iso(before.as_of)}")
            examples[profile.id] += [_example(made, profile, one) for one in known]
    learned = {"from": iso(history.as_of - YEARS * YEAR), "until": iso(history.as_of)}
    return tuple(
        replace(
            learn(profile, examples[profile.id]),
            learned={**learned, "questions": len(examples[profile.id])},
            measured={},
            bands=(),
        )
        for profile in profiles
    )


def _questions(history: History, before: History, profile: MatchingProfile) -> list[LabelledQuery]:
    return labelled_queries(history, before, _task(profile), limit=QUESTIONS, seed=SEED, any_leader=True)


def _task(profile: MatchingProfile) -> Task:
    tasks: dict[str, Task] = {
        "partners": "partners",
        "implementers": "implementers",
        "members": "members",
    }
    return tasks[profile.task]


def _example(made: MatchingIndex, profile: MatchingProfile, known: LabelledQuery) -> Example:
    result = find_candidates(QueryContext(made, known.query), profile)
    true = np.isin(result.rows, known.answers)
    return Example(
        design(result, profile.terms).astype(np.float32), true, past_projects(made, known.query.given)
    )


def measure_bands(history: History, profile: MatchingProfile, made: MatchingIndex) -> MatchingProfile:
    """The profile with likelihoods by rank, measured on what a history has beyond the engine's own."""
    before = made.history
    known = labelled_queries(history, before, _task(profile), limit=QUESTIONS, seed=SEED, everyone=True)
    hits = [np.isin(rank(made, one.query, profile, TOP), one.answers) for one in known]
    measured = {"from": iso(before.as_of), "until": iso(history.as_of), "questions": len(known)}
    return replace(profile, measured=measured, bands=bands(hits, seed=SEED))


def measure_all(history: History, profiles: Sequence[MatchingProfile]) -> Iterator[MatchingProfile]:
    """Run `measure_bands` for several profiles on one matching index."""
    made = build_matching_index(history.until(history.as_of - YEAR))
    for profile in profiles:
        yield measure_bands(history, profile, made)


@dataclass(frozen=True, eq=False)
class MeansTable:
    """Means of each method for one task, and the comparison with the best baseline (by nDCG@10)."""

    task: Task
    methods: Mapping[str, tuple[float, ...]]
    best: str
    comparisons: tuple[MethodComparison, ...]


def evaluate(
    made: MatchingIndex,
    profile: MatchingProfile,
    questions: Sequence[tuple[str, MatchingQuery]],
    truth: Mapping[str, frozenset[str]],
    projects: Mapping[str, Sequence[str]],
) -> MeansTable:
    """Evaluate a profile and the baselines on the same queries."""
    task = _task(profile)
    ids = made.history.organizations
    scores: dict[str, Scores] = {}
    for name, baseline in BASELINES[task].items():
        scores[name] = {
            query: ndcg_mrr_recall([ids[row] for row in rank_by(made, question, baseline, TOP)], truth[query])
            for query, question in questions
        }
    best = max(scores, key=lambda name: (_means(scores[name])[0], name))
    ours = {
        query: ndcg_mrr_recall([ids[row] for row in rank(made, question, profile, TOP)], truth[query])
        for query, question in questions
    }
    comparisons = paired_bootstrap(ours, scores[best], projects, seed=SEED)
    methods = {name: _means(values) for name, values in scores.items()} | {profile.name: _means(ours)}
    return MeansTable(task, methods, best, comparisons)


def _means(scores: Scores) -> tuple[float, ...]:
    return tuple(float(value) for value in np.mean(list(scores.values()), axis=0))


def table_lines(table: MeansTable) -> Iterator[str]:
    """A table as text, a line each."""
    for name, values in table.methods.items():
        yield f"{table.task:13}{name:24}" + "".join(f"{value:9.4f}" for value in values)
    for one in table.comparisons:
        yield (
            f"{table.task:13}{one.measure:10} × {one.ratio:.3f} of {table.best} "
            f"(95 % interval {one.low:.3f} to {one.high:.3f})"
        )


def band_lines(shown: Sequence[Band]) -> Iterator[str]:
    """Likelihood by rank as text, a line each."""
    for band in shown:
        yield (
            f"rank {band.first:2}–{band.last:<2} {band.realized:6} of {band.suggested:6} became real: "
            f"{band.share:6.2%} ({band.low:.2%} to {band.high:.2%})"
        )
