"""A report as four kinds of file: the same bytes twice, everything read back, and a changed digit found."""

import io
import zipfile
from dataclasses import replace

import docx
import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from graphsvc.errors import InvalidData, UnknownId
from graphsvc.report import (
    FORMATS,
    Frozen,
    ReportColumn,
    ReportDocument,
    Section,
    Table,
    frozen_in,
    visible_in,
    write,
)
from graphsvc.report.verify import altered, changed

HOSTILE = "<img src=x onerror=alert(1)> =1+1 & 東"
TABLE = Table(
    (ReportColumn("Stufe", 4), ReportColumn("FPI", 1, number=True), ReportColumn("Zustand", 2)),
    tuple((f"Verarbeitung Łódź {row}", row, "abgedeckt") for row in range(70)),
)
DOCUMENT = ReportDocument(
    language="de",
    title="Bericht: Ist die Kette vollständig?",
    day="2026-11-29",
    facts=(("Datum", "29.11.2026"), ("Gefragt nach", HOSTILE)),
    sections=(
        Section("In Kürze", ("Zusammen decken die 4 Cluster 7 von 7 Stufen ab.", ("erstens", "zweitens"))),
        Section("Wer deckt [was]: A/B?", (TABLE, "Nach der Tabelle.")),
    ),
    foot="graphsvc 0.1.0 · abc",
)
FROZEN = Frozen({"chain": "food", "of": ["cluster:a"]}, "abc", "1.0", "0.1.0", DOCUMENT)
forms = pytest.mark.parametrize("form", FORMATS)


def with_cell(document: ReportDocument, before: int, now: int) -> ReportDocument:
    """The document with one figure of its table changed."""
    rows = tuple((row[0], now if row[1] == before else row[1], row[2]) for row in TABLE.rows)
    first, second = document.sections
    return replace(
        document, sections=(first, replace(second, blocks=(replace(TABLE, rows=rows), "Nach der Tabelle.")))
    )


@forms
def test_a_file_keeps_its_figures_and_two_runs_give_the_same_bytes(form: str) -> None:
    content = write(FROZEN, form)
    assert content == write(FROZEN, form)
    assert frozen_in(form, content) == FROZEN
    assert altered(FROZEN, form, content) == ()


@forms
def test_everything_stands_in_the_file_in_its_order(form: str) -> None:
    shown = " ".join(visible_in(form, write(FROZEN, form)))
    texts = ["vollständig?", "29.11.2026", "<img src=x onerror=alert(1)> =1+1 &", "7 von 7", "zweitens"]
    places = [shown.index(text) for text in (*texts, "Łódź 0 0 abgedeckt", "Łódź 69 69", "Nach der Tabelle.")]
    assert places == sorted(places)


@forms
def test_a_digit_changed_in_what_is_seen_is_found_with_the_words_around_it(form: str) -> None:
    content = FORMATS[form].code.write(with_cell(DOCUMENT, 41, 47), FROZEN.as_json())
    (found,) = altered(FROZEN, form, content)
    assert ("41" in found.before.split(), "47" in found.now.split()) == (True, True)
    assert "abgedeckt" in found.before


def test_no_word_is_broken_in_a_narrow_column_of_a_page() -> None:
    word = "Lebensmittelverarbeitungsstufe"
    columns = (ReportColumn(word, 1), ReportColumn("Worte", 9), ReportColumn("Zustand", 1))
    table = Table(columns, ((word.lower(), "wenige Worte", "abgedeckt"),))
    document = replace(DOCUMENT, sections=(Section("Wer?", (table,)),))
    shown = " ".join(visible_in("pdf", write(replace(FROZEN, document=document), "pdf")))
    assert (word in shown, word.lower() in shown) == (True, True)


def test_words_that_do_not_fit_beside_each_other_are_broken_and_nothing_is_lost() -> None:
    words = [letter * 60 for letter in "abc"]
    table = Table(tuple(ReportColumn(word, 1) for word in words), (tuple(words),))
    document = replace(DOCUMENT, sections=(Section("Wer?", (table,)),))
    shown = "".join(visible_in("pdf", write(replace(FROZEN, document=document), "pdf")))
    assert [shown.count(letter) >= 120 for letter in "abc"] == [True, True, True]


@pytest.mark.parametrize(
    ("form", "part", "before", "now"),
    [
        ("docx", "word/document.xml", b">41<", b">47<"),
        ("xlsx", "xl/worksheets/sheet3.xml", b's="2"><v>41</v>', b's="2"><v>47</v>'),
    ],
)
def test_a_digit_changed_inside_the_package_is_found(form: str, part: str, before: bytes, now: bytes) -> None:
    copy = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(write(FROZEN, form))) as package,
        zipfile.ZipFile(copy, "w") as changed_one,
    ):
        for name in package.namelist():
            data = package.read(name)
            if name == part:
                assert data.count(before) == 1
                data = data.replace(before, now)
            changed_one.writestr(name, data)
    (found,) = altered(FROZEN, form, copy.getvalue())
    assert "47" in found.now.split()


def test_packed_anew_the_text_is_the_same() -> None:
    word = docx.Document(io.BytesIO(write(FROZEN, "docx")))
    fields = word.sections[0].header.paragraphs[0]._p.xpath("w:fldSimple/@w:instr")
    assert fields == ["PAGE", "NUMPAGES"]
    saved = io.BytesIO()
    word.save(saved)
    assert saved.getvalue() != write(FROZEN, "docx")
    assert altered(FROZEN, "docx", saved.getvalue()) == ()
    assert frozen_in("docx", saved.getvalue()) == FROZEN


@forms
def test_what_is_no_report_is_said(form: str) -> None:
    with pytest.raises(InvalidData, match=r"cannot be read|no report"):
        frozen_in(form, b"nothing of the kind")
    other = FORMATS[form].code.write(DOCUMENT, '{"form":"other"}')
    with pytest.raises(InvalidData, match="no figures of the form"):
        frozen_in(form, other)


def test_other_formats_are_unknown() -> None:
    with pytest.raises(UnknownId):
        write(FROZEN, "exe")


def test_changed_lines_are_named_by_their_section_and_facts_of_the_making_are_not() -> None:
    now = replace(with_cell(DOCUMENT, 3, 5), facts=(("Datum", "30.11.2026"), DOCUMENT.facts[1]))
    (found,) = changed(DOCUMENT, now)
    assert (found.section, found.before) == ("Wer deckt [was]: A/B?", "Verarbeitung Łódź 3 | 3 | abgedeckt")
    assert found.now == "Verarbeitung Łódź 3 | 5 | abgedeckt"
    shorter = replace(DOCUMENT, sections=DOCUMENT.sections[:1])
    assert {one.now for one in changed(DOCUMENT, shorter)} == {""}


def test_the_pages_have_language_outline_and_numbers() -> None:
    reader = PdfReader(io.BytesIO(write(FROZEN, "pdf")))
    assert str(reader.root_object["/Lang"]) == "de"
    assert len(reader.outline) == 2
    assert reader.metadata is not None
    assert reader.metadata.title == DOCUMENT.title
    count = len(reader.pages)
    assert all(f"{page} / {count}" in one.extract_text() for page, one in enumerate(reader.pages, start=1))


def test_numbers_of_the_workbook_are_numbers_and_nothing_in_it_is_a_formula() -> None:
    content = write(FROZEN, "xlsx")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(2).to_python()
    assert [row[1] for row in sheet if str(row[0]).startswith("Verarbeitung")] == [
        float(row) for row in range(70)
    ]
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert not any(b"<f>" in package.read(name) for name in package.namelist())


def test_the_page_runs_no_script_and_escapes_what_people_wrote() -> None:
    page = write(FROZEN, "html").decode()
    assert "<img" not in page
    assert page.count("<script") == 1
    assert 'type="application/json"' in page
