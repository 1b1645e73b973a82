"""A report as a file: one document written as PDF, DOCX, XLSX and HTML, and read back."""

from graphsvc.report.document import Block, Cell, ReportColumn, ReportDocument, Section, Table
from graphsvc.report.files import FORMATS, frozen_in, visible_in, write
from graphsvc.report.frozen import Frozen, frozen_from
from graphsvc.report.verify import Difference, altered, changed, reasons

__all__ = [
    "FORMATS",
    "Block",
    "Cell",
    "Difference",
    "Frozen",
    "ReportColumn",
    "ReportDocument",
    "Section",
    "Table",
    "altered",
    "changed",
    "frozen_from",
    "frozen_in",
    "reasons",
    "visible_in",
    "write",
]
