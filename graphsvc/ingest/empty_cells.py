"""What spreadsheets, programs and people write into cells that hold nothing."""

FORMULA_ERRORS = frozenset(
    (
        *("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"),
        *("#NV", "#BEZUG!", "#WERT!", "#ZAHL!"),
    )
)
"""What a formula of a spreadsheet leaves when it fails, in English and German."""
WRITTEN_BY_PROGRAMS = FORMULA_ERRORS | {"nan", "NaN", "<NA>", "NaT", "None", "null", "NULL"}
"""Cells of tables that count as empty, exactly as they are written."""
_WRITTEN_BY_PEOPLE = frozenset(
    """
nan, none, null, n/a, na, -, --, –, —, ?, ??, ., ./., k.a., k. a., n.n., tbc, tba, tbd, unknown, unbekannt
keine angabe, inconnu, sconosciuto, desconocido, onbekend, nieznany, neznámé, okänd, ukendt
(blank), (leer), (vide), (vuoto), (en blanco), (leeg), (puste), (prázdné), (tom), (κενό)
""".strip()
    .replace("\n", ", ")
    .split(", ")
)


def is_error(cell: str) -> bool:
    """Whether a cell holds what a formula of a spreadsheet leaves when it fails."""
    return cell.strip().upper() in FORMULA_ERRORS


def is_nothing(cell: str) -> bool:
    """Whether a cell of a list, which people write, says in words that it is empty."""
    return cell.strip().lower() in _WRITTEN_BY_PEOPLE or is_error(cell)
