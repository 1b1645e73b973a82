"""Lines of a text that nobody vouches for: neither a line nor a row can take more memory than its bound."""

import csv
from io import TextIOBase

from graphsvc.messages import Message, msg, reason_of

MAX_CELL = 1_000_000
"""Characters in one cell; a longer one refuses its row."""
MAX_ROW = 4 * MAX_CELL
"""Characters in one row; a longer one refuses it."""


class BoundedLines:
    """The lines of a stream for `csv.reader`, which joins lines while a quotation mark is open.

    `csv.Error` is raised for a line or row longer than `MAX_ROW`, of which the rest is passed over, and where
    the stream ends while a quotation mark is open.
    `beginning` is how the row began.
    """

    def __init__(self, stream: TextIOBase) -> None:
        self._stream, self._left = stream, MAX_ROW
        self.beginning = ""

    def begin_row(self) -> None:
        """Tell that the next line begins a row."""
        self._left, self.beginning = MAX_ROW, ""

    def __iter__(self) -> "BoundedLines":
        return self

    def __next__(self) -> str:
        line = self._stream.readline(MAX_ROW + 1)
        if not line and self.beginning:
            raise csv.Error(msg("a quotation mark is never closed, so the rest of the file is one row"))
        if not line:
            raise StopIteration
        self.beginning = self.beginning or line[:100].rstrip("\r\n")
        if len(line) > MAX_ROW:
            while line and not line.endswith(("\n", "\r")):
                line = self._stream.readline(MAX_ROW)
            raise csv.Error(msg("a line is longer than %(most)s characters", most=MAX_ROW))
        self._left -= len(line)
        if self._left < 0:
            raise csv.Error(msg("a row is longer than %(most)s characters", most=MAX_ROW))
        return line


def csv_reason(error: csv.Error) -> Message:
    """Why a row is no CSV."""
    if "field limit" in str(error):
        return msg("a cell is longer than %(most)s characters", most=MAX_CELL)
    return msg("not readable as CSV: %(error)s", error=reason_of(error))
