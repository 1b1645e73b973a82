import numpy as np
from scipy import sparse

from graphsvc.network import collaboration, years_of_ties
from tests.unit.network.networks import random_incidence


def test_large_projects_count_less_for_each_pair() -> None:
    incidence = sparse.csr_array(np.array([[1.0, 1, 0], [1, 1, 0], [0, 1, 0], [0, 0, 1]]))
    found = collaboration(incidence)
    expected = np.array([[0, 1.5, 0.5, 0], [1.5, 0, 0.5, 0], [0.5, 0.5, 0, 0], [0, 0, 0, 0]])
    np.testing.assert_allclose(found.weight.toarray(), expected)
    np.testing.assert_array_equal(found.count.toarray()[0], [0, 2, 1, 0])
    np.testing.assert_array_equal(found.ties.toarray(), (found.weight.toarray() > 0).astype(float))


def test_partners_that_are_not_kept_still_count() -> None:
    incidence = sparse.csr_array(np.ones((2, 1)))
    assert collaboration(incidence, np.array([5])).weight[0, 1] == 0.25
    assert collaboration(incidence, np.array([1])).weight[0, 1] == 1.0


def test_each_participation_spreads_one_unit() -> None:
    for seed in range(20):
        incidence = random_incidence(seed)
        size = np.asarray(incidence.sum(axis=0)).ravel()
        shared = np.asarray((incidence @ sparse.diags_array((size > 1).astype(float))).sum(axis=1)).ravel()
        strength = np.asarray(collaboration(incidence).weight.sum(axis=1)).ravel()
        np.testing.assert_allclose(strength, shared)


def test_matrices_are_exactly_symmetric() -> None:
    for seed in range(20):
        found = collaboration(random_incidence(seed))
        assert abs(found.weight - found.weight.T).nnz == 0
        assert found.weight.diagonal().sum() == 0


def test_years_of_ties_are_those_of_the_joint_projects() -> None:
    for seed in range(20):
        incidence = random_incidence(seed)
        years = np.random.default_rng(seed).integers(2010, 2016, incidence.shape[1])
        years[::4] = 0
        ties = sparse.coo_array(sparse.triu(collaboration(incidence).ties, k=1))
        source, target = ties.row.astype(np.int64), ties.col.astype(np.int64)
        first, last = years_of_ties(incidence, years, source, target)
        dense = incidence.toarray() > 0
        for place in range(len(source)):
            joint = years[dense[source[place]] & dense[target[place]]]
            known = joint[joint > 0]
            assert (first[place], last[place]) == ((known.min(), known.max()) if len(known) else (0, 0))
