"""Cells of tables that a spreadsheet must take as text."""

_TEMPTING = ("'", "=", "+", "-", "@", "\t", "\r")


def safe_cell(text: str) -> str:
    """`text` with one `'` before it when a spreadsheet would read it as a formula."""
    return f"'{text}" if text.startswith(_TEMPTING) else text
