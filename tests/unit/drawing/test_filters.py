import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.drawing import Filter
from graphsvc.errors import InvalidData

WORDS = st.lists(st.text("abcXYZ:-/.", min_size=1, max_size=8), max_size=3).map(
    lambda texts: tuple(sorted(set(texts)))
)


@given(
    kind=WORDS,
    only=WORDS,
    strength=st.floats(0, 1e6).map(lambda value: float(f"{value:g}")),
    start=st.none() | st.integers(1000, 9999),
    community=st.none() | st.integers(0, 999),
    radius=st.integers(1, 3),
)
def test_an_address_holds_the_whole_filter(
    *,
    kind: tuple[str, ...],
    only: tuple[str, ...],
    strength: float,
    start: int | None,
    community: int | None,
    radius: int,
) -> None:
    asked = Filter(
        kind=kind,
        only=only,
        strength=strength,
        start=start,
        community=community,
        ego="cluster:x",
        radius=radius,
    )
    query: dict[str, list[str]] = {}
    for name, value in asked.to_query():
        query.setdefault(name, []).append(value)
    assert Filter.from_query(query) == asked


def test_what_cannot_be_is_told_all_at_once() -> None:
    with pytest.raises(InvalidData) as error:
        Filter.from_query(
            {"from": ["15"], "radius": ["9"], "strength": ["nan"], "color": ["mood"], "community": ["x"]}
        )
    assert [issue.column for issue in error.value.issues] == [
        "community",
        "from",
        "strength",
        "radius",
        "color",
    ]


def test_other_and_empty_parameters_mean_nothing() -> None:
    assert Filter.from_query({"lang": ["de"], "kind": [""], "q": [" "]}) == Filter()
    assert Filter().to_query() == ()
    assert Filter.from_query({"community": ["community:7"]}).community == 7
