import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.snapshot import Strings

TEXTS = st.lists(st.text(st.characters(exclude_categories=["Cs"])))


@given(TEXTS)
def test_texts_come_back_in_their_order(texts: list[str]) -> None:
    packed = Strings.of(iter(texts))
    assert list(packed) == texts
    assert [packed[place] for place in range(len(packed))] == texts
    assert [packed[place - len(texts)] for place in range(len(texts))] == texts
    assert packed[:] == texts
    assert packed.take(np.arange(len(texts))[::-1]) == texts[::-1]


@given(TEXTS, st.text(st.characters(exclude_categories=["Cs"])))
def test_a_sorted_text_is_found_where_it_is(texts: list[str], other: str) -> None:
    ordered = sorted(set(texts))
    packed = Strings.of(ordered)
    assert [packed.find(text) for text in ordered] == list(range(len(ordered)))
    assert packed.find(other) == (ordered.index(other) if other in ordered else -1)


def test_outside_is_an_index_error() -> None:
    packed = Strings.of(["a", "b"])
    for place in (2, -3):
        with pytest.raises(IndexError):
            packed[place]
