from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.domain import OrganizationKind
from graphsvc.ingest import cleaning, country_codes, dates, numbers, region_codes
from graphsvc.ingest.cleaning import Refuse
from graphsvc.ingest.text_repair import repaired


@pytest.mark.parametrize(
    ("read", "cell", "value", "noted"),
    [
        (country_codes.country, "UK", "GB", True),
        (country_codes.country, "el", "GR", True),
        (country_codes.country, "NA", "NA", False),
        (country_codes.country, "XK", "XK", False),
        (country_codes.country, "ZZ", None, True),
        (region_codes.nuts, "de80n", "DE80N", False),
        (region_codes.nuts, "DE-80", None, True),
        (dates.date, "2018", "2018", False),
        (dates.date, "2018-3", "2018-03", False),
        (dates.date, "2023-03-10 21:15:00", "2023-03-10", False),
        (dates.date, "31.12.2020", "2020-12-31", True),
        (dates.date, "31/02/2020", None, True),
        (dates.date, "soon", None, True),
        (numbers.number, "1234.5", 1234.5, False),
        (numbers.number, "1234,5", 1234.5, False),
        (numbers.number, "1.234.567,5", 1234567.5, False),
        (numbers.number, "nan", None, True),
        (numbers.number, "inf", None, True),
        (numbers.number, "1_000", None, True),
        (numbers.number, "-1", None, True),
        (numbers.count, "12.0", 12, False),
        (numbers.count, "1.5", None, True),
        (cleaning.FIELDS["lat"], "90.1", None, True),
        (cleaning.FIELDS["lng"], "-179.5", -179.5, False),
        (cleaning.FIELDS["lng"], "nan", None, True),
        (cleaning.website, "www.example.org", "www.example.org", False),
        (cleaning.website, "http://example.org:8080/a", "http://example.org:8080/a", False),
        (cleaning.website, "javascript:alert(1)", None, True),
        (cleaning.website, "http://a b.org", None, True),
        (cleaning.website, "none", None, True),
        (cleaning.flag, "Ja", True, False),
        (cleaning.flag, "maybe", None, True),
        (cleaning.kind, "HES", OrganizationKind.EDUCATION, False),
        (cleaning.kind, "company", OrganizationKind.COMPANY, False),
        (cleaning.kind, "XYZ", None, True),
        (cleaning.role, "thirdParty", "third-party", False),
        (cleaning.role, "Host Institution", "host-institution", False),
        (cleaning.relation, "Hosts", "hosts", False),
        (cleaning.stage, "food-processing/packaging", "food-processing/packaging", False),
        (cleaning.identifier("pic"), "998 511", None, True),
        (cleaning.line, "a\x07b", None, True),
        (cleaning.line, "two\nlines", "two lines", False),
        (cleaning.line, "x" * 2001, None, True),
    ],
)
def test_a_cell_is_read_by_what_its_column_means(
    read: Callable[[str], tuple[object, str]], cell: str, value: object, noted: bool
) -> None:
    found, note = read(cell)
    assert (found, bool(note)) == (value, noted)


@pytest.mark.parametrize(
    ("stated", "name", "note"),
    [
        ("  Bäckerei Süd  ", "Bäckerei Süd", ""),
        ("MÃ¼nchner Brauhaus", "Münchner Brauhaus", "mis-decoded"),
        ("FUNDAÇÃO DE AMPARO", "FUNDAÇÃO DE AMPARO", ""),
        ("Acme\nWorks", "Acme Works", "line break"),
        ("<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>", ""),
        ("=cmd()", "=cmd()", ""),
        ('Ärzte & "Söhne"', 'Ärzte & "Söhne"', ""),
    ],
)
def test_names_are_kept_as_stated_or_repaired_without_loss(stated: str, name: str, note: str) -> None:
    found, said = cleaning.name(stated)
    assert found == name
    assert str(said).startswith(note)
    assert bool(said) == bool(note)


@pytest.mark.parametrize("stated", ["x" * 1001, "ä" * 1001, "bell\x07", "nul\x00", "c1\x9f\x9f"])
def test_names_that_no_page_could_show_are_refused(stated: str) -> None:
    with pytest.raises(Refuse):
        cleaning.name(stated)


@pytest.mark.parametrize(
    ("read", "cell"),
    [
        (cleaning.role, "1"),
        (cleaning.relation, "likes"),
        (cleaning.stage, "food-processing/magic"),
        (cleaning.stage, "x"),
    ],
)
def test_words_of_a_vocabulary_are_refused_when_unknown(
    read: Callable[[str], tuple[object, str]], cell: str
) -> None:
    with pytest.raises(Refuse):
        read(cell)


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=40))
def test_repair_undoes_exactly_one_wrong_decoding(text: str) -> None:
    wrong = text.encode("utf-8").decode("latin-1")
    assert repaired(wrong) in (text, repaired(text))
