"""Lists made up in fifteen layouts and eight languages are taken as they are meant, none silently wrong."""

from collections import Counter
from pathlib import Path

import pytest

from tests.support.made_up_lists import LANGUAGES, LAYOUTS, MadeUpList, Member, made_up_lists
from tests.support.member_lists import read_members

SEED, MANY = 20261129, 40
LISTS = made_up_lists(SEED, MANY)


def test_all_layouts_and_languages_are_there() -> None:
    assert (len(LAYOUTS), len(LANGUAGES), len(LISTS)) == (15, 8, MANY)
    assert {one.layout for one in LISTS} == set(LAYOUTS)
    assert {one.language for one in LISTS} == set(LANGUAGES)
    assert {one.file.rpartition(".")[2] for one in LISTS} == {"csv", "txt", "xlsx", "ods"}


@pytest.mark.parametrize("made", LISTS, ids=lambda made: f"{made.language} {made.layout}")
def test_a_made_up_list_is_taken_with_right_names_places_and_countries(
    made: MadeUpList, tmp_path: Path
) -> None:
    path = tmp_path / made.file
    path.write_bytes(made.data)
    read = read_members(path)
    found = [Member(one.name, one.city or "", one.country or "") for one in read.entries]
    assert Counter(found) == Counter(made.members)
    assert (len(read.asides) + len(read.left_out), read.refused, read.corrected) == (made.aside, [], [])
    assert not any(one.doubted for one in read.asides)
