import pytest

from graphsvc.domain import Evidence
from graphsvc.snapshot import NO_DAY, day, iso
from tests.support.claims import evidence


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1970", "1970-01-01", "1970-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-02", "2023-02-01", "2023-02-28"),
        ("2023-12-31", "2023-12-31", "2023-12-31"),
        ("1000", "1000-01-01", "1000-12-31"),
        ("9999", "9999-01-01", "9999-12-31"),
        ("2023-02-31", "2023-02-28", "2023-02-28"),
    ],
)
def test_a_partial_date_is_its_first_or_last_day(text: str, first: str, last: str) -> None:
    assert (iso(day(text)), iso(day(text, last=True))) == (first, last)


def test_nothing_is_no_day() -> None:
    assert day(None) == day("") == NO_DAY
    assert iso(NO_DAY) == ""


def test_a_year_that_no_calendar_has_is_refused_as_a_claim() -> None:
    with pytest.raises(ValueError, match="date"):
        Evidence(**evidence().model_dump() | {"date": "0000"})
