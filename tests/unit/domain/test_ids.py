"""Ids depend on the row and its dataset alone, fit their pattern, and differ where keys differ."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.domain.ids import distinct, is_id, organization_id, project_id


def test_an_external_identifier_goes_first() -> None:
    assert organization_id("d", "key", pic="1", ror="2") == "organization:pic-1"
    assert organization_id("d", "key", ror="2") == "organization:ror-2"
    assert organization_id("d", "key") == "organization:d-key"
    assert project_id(grant="1", rcn="2") == "project:grant-1"
    assert project_id(rcn="2") == "project:rcn-2"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Müller", "Möller"),
        ("A & B", "A B"),
        ("A B", "A-B"),
        ("日本", "Ä"),
        ("x" * 80, "x" * 81),
        (".a", "a"),
    ],
)
def test_keys_that_differ_keep_different_ids(one: str, other: str) -> None:
    assert organization_id("d", one) != organization_id("d", other)


@given(st.text(min_size=1, max_size=200), st.from_regex(r"[a-z0-9][a-z0-9-]{0,59}", fullmatch=True))
def test_every_key_makes_an_id(key: str, dataset: str) -> None:
    made = organization_id(dataset, key)
    assert is_id(made)
    assert made == organization_id(dataset, key)
    assert distinct(key)


def test_what_is_no_id() -> None:
    assert not any(map(is_id, ("", "cluster:", "cluster", "Cluster:x", "cluster:-x", "cluster:x\n", "a:b c")))
