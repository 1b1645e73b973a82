"""Ties put together from some rows at a time are those of all rows at once."""

import numpy as np
import pytest
from scipy import sparse

from graphsvc import network
from graphsvc.network import projection


@pytest.mark.parametrize("rows", [1, 7, 40])
def test_the_number_of_rows_taken_at_a_time_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, rows: int
) -> None:
    rng = np.random.default_rng(3)
    places = rng.integers(0, 40, 160), rng.integers(0, 25, 160)
    incidence = sparse.csr_array((np.ones(160), places), shape=(40, 25))
    incidence.sum_duplicates()
    whole = network.collaboration(incidence)
    monkeypatch.setattr(projection, "_ROWS", rows)
    parts = network.collaboration(incidence)
    for one, other in ((parts.weight, whole.weight), (parts.count, whole.count)):
        assert one.indptr.tolist() == other.indptr.tolist()
        assert one.indices.tolist() == other.indices.tolist()
        assert one.data.tolist() == other.data.tolist()
        assert (one.toarray() == one.toarray().T).all()
        assert not one.diagonal().any()
        assert one.indices.dtype == np.int32
    members = incidence.toarray() > 0
    joint = members.astype(int) @ members.T.astype(int)
    np.fill_diagonal(joint, 0)
    assert parts.count.toarray().tolist() == joint.tolist()
