"""Cells that hold nothing, whatever was written into them."""

import pytest

from graphsvc.ingest.empty_cells import FORMULA_ERRORS, WRITTEN_BY_PROGRAMS, is_error, is_nothing


@pytest.mark.parametrize("error", sorted(FORMULA_ERRORS))
def test_a_formula_that_failed_is_one_in_lists_and_in_tables(error: str) -> None:
    assert error in WRITTEN_BY_PROGRAMS
    assert is_error(f" {error.lower()} ")
    assert is_nothing(error)


@pytest.mark.parametrize("cell", ["-", "k.A.", "NaN", "n/a"])
def test_people_write_that_a_cell_is_empty(cell: str) -> None:
    assert is_nothing(cell)
    assert not is_error(cell)


@pytest.mark.parametrize("cell", ["", "Nana GmbH", "#Hashtag GmbH"])
def test_other_words_are_no_such_cells(cell: str) -> None:
    assert not is_nothing(cell)
    assert cell not in WRITTEN_BY_PROGRAMS
