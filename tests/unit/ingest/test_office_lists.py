"""Lists as offices keep them are taken as they are meant, none silently wrong."""

from pathlib import Path

import pytest

from tests.support.member_lists import read_members
from tests.support.office_lists import OfficeList, office_lists, other_layouts

LISTS = [*office_lists(), *other_layouts()]


@pytest.mark.parametrize("made", LISTS, ids=lambda made: made.about)
def test_an_office_list_is_taken_as_it_is_meant(made: OfficeList, tmp_path: Path) -> None:
    path = tmp_path / made.file
    path.write_bytes(made.data)
    read = read_members(path)
    assert [(one.name, one.post_code, one.city, one.since) for one in read.entries] == [*made.members]
    rows = {number: " ".join(filter(None, cells)) for number, cells in read.sheet.rows}
    aside = {one.entry.row for one in read.asides} | {one.row for one in (*read.left_out, *read.refused)}
    told = [rows[row] for row in sorted(aside)]
    assert len(told) == len(made.aside)
    assert all(start in row for start, row in zip(made.aside, told, strict=True))
    said = {one.name: one.branch for one in read.entries}
    assert {name: said[name] for name, _ in made.branches} == dict(made.branches)
