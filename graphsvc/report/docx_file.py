"""A report as DOCX; what is kept is a part of the package that word processors carry along."""

import io
import zipfile
from datetime import datetime
from xml.sax.saxutils import escape

import docx
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.shared import Mm, Pt
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph

from graphsvc.report.document import Block, Cell, ReportDocument, Table

_SPACE = "urn:graphsvc:report"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"
_NO_CLOCK = (1980, 1, 1, 0, 0, 0)
_WIDTH = Mm(180)


def write(document: ReportDocument, kept: str) -> bytes:
    """The document in A4, headings and tables in Word's own styles."""
    word = docx.Document()
    _prepare(word, document)
    word.add_heading(document.title, 0)
    facts = word.add_table(rows=0, cols=2)
    for what, value in document.facts:
        _row(facts, (what, value))
    _set_widths(facts, (1, 3))
    for section in document.sections:
        word.add_heading(section.title, 1)
        for block in section.blocks:
            _block(word, block)
    part = f'<?xml version="1.0" encoding="UTF-8"?>\n<kept xmlns="{_SPACE}">{escape(kept)}</kept>'
    package = word.part.package
    word.part.relate_to(
        Part(PackURI("/customXml/graphsvc.xml"), "application/xml", part.encode(), package), _RELATION
    )
    saved = io.BytesIO()
    word.save(saved)
    return _without_clock(saved)


def kept(content: bytes) -> str | None:
    """What `write` kept, wherever in `customXml` a word processor has moved it."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            if name.startswith("customXml/") and name.endswith(".xml"):
                tree = parse_xml(package.read(name))
                if tree.tag == f"{{{_SPACE}}}kept":
                    return str(tree.text)
    return None


def shown(content: bytes) -> list[str]:
    """The texts of paragraphs and cells in order, then those of the foot of pages."""
    word = docx.Document(io.BytesIO(content))
    texts = []
    for part in word.iter_inner_content():
        if isinstance(part, Paragraph):
            texts.append(part.text)
        else:
            texts += [cell.text for row in part.rows for cell in row.cells]
    return [*texts, *(one.text for section in word.sections for one in section.footer.paragraphs)]


def _prepare(word: Word, document: ReportDocument) -> None:
    page = word.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(15)
    page.top_margin = page.bottom_margin = Mm(16)
    word.styles["Normal"].font.size = Pt(9.5)
    word.styles["Normal"].paragraph_format.space_after = Pt(4)
    word.styles["Title"].font.size = Pt(20)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "de-DE" if document.language == "de" else "en-GB")
    word.styles["Normal"].element.get_or_add_rPr().append(language)
    foot = page.footer.paragraphs[0]
    foot.text = document.foot
    foot.runs[0].font.size = Pt(7.5)
    _number_pages(word)
    about, day = word.core_properties, datetime.fromisoformat(document.day)
    about.title, about.author, about.comments = document.title, "graphsvc", ""
    about.created = about.modified = day
    about.language = document.language


def _number_pages(word: Word) -> None:
    """Page and number of pages at the top right; the word processor fills them in."""
    word.styles["Header"].font.size = Pt(7.5)
    page = word.sections[0]
    page.header_distance = Mm(8)
    line = page.header.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    page_number, pages = (OxmlElement("w:fldSimple") for _ in range(2))
    page_number.set(qn("w:instr"), "PAGE")
    pages.set(qn("w:instr"), "NUMPAGES")
    line._p.append(page_number)  # noqa: SLF001 - the library has no fields
    line.add_run(" / ")
    line._p.append(pages)  # noqa: SLF001


def _block(word: Word, block: Block) -> None:
    if isinstance(block, str):
        word.add_paragraph(block)
    elif isinstance(block, Table):
        _table(word, block)
    else:
        for point in block:
            word.add_paragraph(point, style="List Bullet")


def _table(word: Word, table: Table) -> None:
    made = word.add_table(rows=0, cols=len(table.columns), style="Light List")
    numbers = [place for place, column in enumerate(table.columns) if column.number]
    _row(made, tuple(column.name for column in table.columns), numbers)
    for row in table.rows:
        _row(made, row, numbers)
    head = OxmlElement("w:tblHeader")
    made.rows[0]._tr.get_or_add_trPr().append(head)  # noqa: SLF001 - the library has no other way to repeat it
    _set_widths(made, tuple(column.weight for column in table.columns))
    word.add_paragraph().paragraph_format.space_after = Pt(0)


def _row(table: WordTable, cells: tuple[Cell, ...], numbers: list[int] | None = None) -> None:
    row = table.add_row()  # type: ignore[no-untyped-call]
    for place, (box, cell) in enumerate(zip(row.cells, cells, strict=True)):
        paragraph = box.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(1)
        paragraph.add_run(str(cell)).font.size = Pt(8.5)
        if numbers and place in numbers:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _set_widths(table: WordTable, weights: tuple[int, ...]) -> None:
    table.autofit = False
    for column, weight in zip(table.columns, weights, strict=True):
        column.width = _WIDTH * weight // sum(weights)
        for cell in column.cells:
            cell.width = column.width


def _without_clock(saved: io.BytesIO) -> bytes:
    """The same package with no time of its making."""
    clean = io.BytesIO()
    with zipfile.ZipFile(saved) as package, zipfile.ZipFile(clean, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in package.namelist():
            entry = zipfile.ZipInfo(name, _NO_CLOCK)
            entry.compress_type = zipfile.ZIP_DEFLATED
            copy.writestr(entry, package.read(name))
    return clean.getvalue()
