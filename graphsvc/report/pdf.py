"""A report as PDF in A4; what is kept is a file attached to it."""

import io
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from fontTools.ttLib import TTFont
from fpdf import FPDF, FontFace
from fpdf.enums import TableBordersLayout, XPos, YPos
from pypdf import PdfReader

from graphsvc.report.document import Block, ReportDocument, Table

_KEPT = "graphsvc-report.json"
_FAMILY = "Fira Sans"
_FONTS = {"": "FiraSans-Regular.ttf", "B": "FiraSans-SemiBold.ttf"}
_MARGIN = 15
_TEXT, _SMALL, _HEADING, _TITLE = 9.5, 8.5, 12.5, 19
"""Sizes of letters in points."""
_LINE = 4.6
"""Height of a line of text in millimetres."""
_CELL = 1.2
"""Room at the left and right of a cell's text in millimetres."""
_WORD = re.compile(r"[^\s-]+-?")
_GREY = (90, 90, 90)


def write(document: ReportDocument, kept: str) -> bytes:
    """The pages, with outline, language and page numbers."""
    pdf = _Pages(document)
    pdf.add_page()
    pdf.title_and_facts()
    for section in document.sections:
        pdf.heading(section.title)
        for block in section.blocks:
            pdf.block(block)
    pdf.embed_file(bytes=kept.encode(), basename=_KEPT, mime_type="application/json", compress=True)
    return bytes(pdf.output())


def kept(content: bytes) -> str | None:
    """What `write` kept."""
    attached = PdfReader(io.BytesIO(content)).attachments.get(_KEPT)
    return attached[0].decode() if attached else None


def shown(content: bytes) -> list[str]:
    """The text of every page."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


class _Pages(FPDF):
    def __init__(self, document: ReportDocument) -> None:
        super().__init__(format="A4")
        self._document = document
        self.set_margin(_MARGIN)
        self.set_auto_page_break(auto=True, margin=_MARGIN + 4)
        for style in _FONTS:
            with resources.as_file(_font(style)) as path:
                self.add_font(_FAMILY, style, path)
        self.set_lang(document.language)
        self.set_title(document.title)
        self.set_creator("graphsvc")
        self.set_creation_date(datetime.fromisoformat(document.day).replace(tzinfo=UTC))

    def footer(self) -> None:
        """The foot of a page."""
        self.set_y(-_MARGIN)
        self.set_font(_FAMILY, size=7.5)
        self.set_text_color(*_GREY)
        width = self.epw - 20
        self.cell(width, 4, self._fitting(self._document.foot, width))
        self.cell(20, 4, f"{self.page_no()} / {{nb}}", align="R")
        self.set_text_color(0)

    def title_and_facts(self) -> None:
        """Title, and the facts under it in two columns."""
        self.set_font(_FAMILY, "B", _TITLE)
        self._lines(self._document.title, 8.5)
        self.ln(2)
        for what, value in self._document.facts:
            self.set_font(_FAMILY, size=_TEXT)
            self.set_text_color(*_GREY)
            self.cell(38, _LINE, _printable(what))
            self.set_text_color(0)
            self._lines(value)

    def heading(self, text: str) -> None:
        """A heading that stands in the outline and never alone at the foot of a page."""
        if self.will_page_break(22):
            self.add_page()
        self.ln(3)
        self.start_section(text)
        self.set_font(_FAMILY, "B", _HEADING)
        self._lines(text, 6.5)

    def block(self, block: Block) -> None:
        """A paragraph, points or a table."""
        self.set_font(_FAMILY, size=_TEXT)
        if isinstance(block, Table):
            self._table(block)
        elif isinstance(block, str):
            self._lines(block)
        else:
            for point in block:
                self.cell(4, _LINE, "•")
                self._lines(point)
        self.ln(1)

    def _table(self, table: Table) -> None:
        self.set_font(_FAMILY, size=_SMALL)
        with self.table(
            borders_layout=TableBordersLayout.HORIZONTAL_LINES,
            col_widths=self._widths(table),
            headings_style=FontFace(emphasis="BOLD"),
            line_height=3.9,
            padding=(0.4, _CELL),
            text_align=tuple("RIGHT" if column.number else "LEFT" for column in table.columns),
        ) as made:
            for cells in (tuple(column.name for column in table.columns), *table.rows):
                row = made.row()
                for cell in cells:
                    row.cell(_printable(str(cell)))

    def _widths(self, table: Table) -> tuple[float, ...]:
        """The widths of columns in millimetres, none below its longest word where all of these fit."""
        names = [column.name for column in table.columns]
        words = [
            max(self._longest([name], "B"), self._longest(cells, ""))
            for name, *cells in zip(names, *table.rows, strict=True)
        ]
        self.set_font(_FAMILY, size=_SMALL)
        least = [word + 2 * _CELL + 0.4 for word in words]
        return shared_out(self.epw, least, [column.weight for column in table.columns])

    def _longest(self, cells: Sequence[object], style: str) -> float:
        self.set_font(_FAMILY, style, _SMALL)
        words = {word for cell in cells for word in _WORD.findall(_printable(str(cell)))}
        return max(map(self.get_string_width, words), default=0.0)

    def _lines(self, text: str, height: float = _LINE) -> None:
        self.multi_cell(0, height, _printable(text), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def _fitting(self, text: str, width: float) -> str:
        text = _printable(text)
        while self.get_string_width(text) > width:
            text = text[:-2].rstrip() + "…"
        return text


def shared_out(total: float, least: Sequence[float], weights: Sequence[int]) -> tuple[float, ...]:
    """Widths of columns that sum to `total`: by weight, those that need more get `least` first.

    Where the least widths do not fit together, all are narrowed alike.

    >>> shared_out(100, [10, 40, 10], [2, 1, 1])
    (40.0, 40, 20.0)
    """
    if sum(least) >= total:
        return tuple(total * width / sum(least) for width in least)
    by_weight = set(range(len(least)))
    while True:
        free = total - sum(width for column, width in enumerate(least) if column not in by_weight)
        share = free / sum(weights[column] for column in by_weight)
        short = {column for column in by_weight if weights[column] * share < least[column]}
        if not short:
            return tuple(
                weights[column] * share if column in by_weight else width
                for column, width in enumerate(least)
            )
        by_weight -= short


def _printable(text: str) -> str:
    """`text` with a question mark for each letter that the font lacks."""
    return "".join(letter if ord(letter) in _letters() or letter == "\n" else "?" for letter in text)


@cache
def _letters() -> frozenset[int]:
    with resources.as_file(_font("")) as path, TTFont(path) as font:
        return frozenset(font.getBestCmap())


def _font(style: str) -> Traversable:
    return resources.files("fontpkg_fira_sans").joinpath("files", _FONTS[style])
