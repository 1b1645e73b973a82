from dataclasses import replace

import numpy as np
import pytest
import scipy.sparse as sp

from graphsvc.evaluation.calibration import bands
from graphsvc.evaluation.metrics import ndcg_mrr_recall, paired_bootstrap
from graphsvc.evaluation.queries import labelled_queries
from graphsvc.evaluation.training import Example, learn
from graphsvc.taxonomy.matching import MatchingProfile, Term
from tests.unit.matching.five import AS_OF, A, D, five
from tests.unit.matching.world import circles, profile


def test_the_signal_that_tells_the_truth_gets_the_weight() -> None:
    rng = np.random.default_rng(1)
    examples = []
    for _ in range(200):
        design = rng.random((20, 2))
        true = np.zeros(20, dtype=bool)
        true[np.argmax(design[:, 0])] = True
        examples.append(Example(design, true, 1))
    learned = learn(profile("partners", ("a.x", "plain", 0.0), ("b.y", "plain", 0.0)), examples)
    telling, noise = (term.weights[0] for term in learned.terms)
    assert telling > 5
    assert abs(noise) < 1


def test_each_stratum_has_weights_of_its_own() -> None:
    made = MatchingProfile("p", "1", "partners", {}, {}, (), 1, (1, 9), (Term("a.x", "plain", ()),), {}, ())
    design, up = np.array([[0.0], [1.0]]), np.array([False, True])
    examples = [Example(design, up, 1)] * 50 + [Example(design, ~up, 20)] * 50
    first, middle, last = learn(made, examples).terms[0].weights
    assert first > 0 > last
    assert abs(middle) < 0.01


def test_without_answers_nothing_is_learned() -> None:
    with pytest.raises(ValueError, match="true answer"):
        learn(profile("partners", ("a.x", "plain", 0.0)), [Example(np.zeros((1, 1)), np.array([False]), 1)])


def test_questions_of_a_later_year_know_only_what_came_before() -> None:
    whole = circles(firms=("food-1", "battery-5", "law-4"))
    day = int(np.sort(whole.start)[8])
    before = whole.until(day)
    assert before.as_of == day
    assert max(before.start) < day
    for task in ("partners", "implementers", "members"):
        for one in labelled_queries(whole, before, task, limit=100, seed=1):
            assert not {*one.query.given.tolist()} & {*one.answers.tolist()}
            assert max([*one.query.given, *one.answers]) < len(before.organizations)
    for one in labelled_queries(whole, before, "partners", limit=100, seed=1):
        asker = one.query.given[0]
        joint = before.incidence[:, before.incidence[[asker]].indices].tocoo().row
        assert not {*one.answers.tolist()} & {*joint.tolist()}
    everyone = labelled_queries(whole, before, "partners", limit=100, seed=1, everyone=True)
    assert len(everyone) == len(before.organizations)


def test_more_is_learned_from_projects_that_companies_lead() -> None:
    """p1 of company a with b and company d begins on the day; its text is asked for beside a."""
    whole = five()
    start = whole.start.copy()
    start[0] = AS_OF - 1
    members = whole.incidence.toarray()
    members[D, 0] = 1
    whole = replace(whole, start=start, incidence=sp.csr_array(members))
    before = replace(whole, as_of=AS_OF - 1)
    assert labelled_queries(whole, before, "implementers", limit=9, seed=1) == []
    [one] = labelled_queries(whole, before, "implementers", limit=9, seed=1, any_leader=True)
    assert (one.query.given.tolist(), one.query.text, one.answers.tolist()) == ([A], "peas", [D])
    assert one.query.english is not None
    assert one.query.english.tolist() == [0, 5]


def test_measures_by_hand() -> None:
    gain, reciprocal, recall = ndcg_mrr_recall(["x", "a", "y", "b"], {"a", "b"})
    ideal = 1 + 1 / np.log2(3)
    assert gain == pytest.approx((1 / np.log2(3) + 1 / np.log2(5)) / ideal)
    assert (reciprocal, recall) == (0.5, 1.0)
    assert ndcg_mrr_recall([], {"a"}) == (0.0, 0.0, 0.0)
    assert ndcg_mrr_recall(["a"], set()) == (0.0, 0.0, 0.0)


def test_a_paired_interval_holds_the_ratio_and_repeats() -> None:
    rng = np.random.default_rng(3)
    theirs = {f"q{i}": (float(rng.random()),) * 3 for i in range(60)}
    ours = {query: (values[0] * 1.2,) * 3 for query, values in theirs.items()}
    projects = {query: (query, "common") for query in theirs}
    first, *_ = paired_bootstrap(ours, theirs, projects, seed=5, draws=200)
    assert first.ratio == pytest.approx(1.2)
    assert first.low == pytest.approx(1.2)
    assert paired_bootstrap(ours, theirs, projects, seed=5, draws=200)[0] == first


def test_the_interval_of_a_ratio_is_that_of_a_mean() -> None:
    """Where the other method always reaches one, the ratio is the mean of zeros and ones."""
    size = 200
    ours = {f"q{i:03}": (float(i % 2),) * 3 for i in range(size)}
    theirs = dict.fromkeys(ours, (1.0,) * 3)
    (first, *_) = paired_bootstrap(ours, theirs, {query: (query,) for query in ours}, seed=2)
    error = 0.5 / np.sqrt(size)
    assert first.ratio == 0.5
    assert (first.low, first.high) == pytest.approx(
        (0.5 - 1.96 * error, 0.5 + 1.96 * error), abs=0.25 * error
    )


def test_bands_count_what_became_real() -> None:
    hits = [np.array([True, False, False]), np.array([False, True])] * 20
    first, second = bands(hits, seed=1)
    assert (first.first, first.last, first.suggested, first.realized) == (1, 1, 40, 20)
    assert (second.first, second.last, second.suggested, second.realized) == (2, 3, 60, 20)
    assert first.low < first.share < first.high
