"""The board to take away: numbers and proof as CSV or XLSX."""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response
from flask_babel import gettext as _

from graphsvc.drawing.spreadsheets import Cell
from graphsvc.web.coverage_words import state_word
from graphsvc.web.downloads import tables
from graphsvc.web.language import label, tell
from graphsvc.web.page_context import services
from graphsvc.web.pages.board import BoardQuery

pages = Blueprint("board_files", __name__)


@pages.get("/chain/<chain>/board.<form>")
def board(chain: str, form: str) -> Response:
    """What the board of this address shows: stages by clusters, in XLSX with the proof of each stage."""
    choice = BoardQuery.of_address(chain)
    shown = services().coverage.board(**choice.arguments)
    sheets = {_("Value chain"): _numbers(shown), _("Proof"): _proofs(choice, shown)}
    return tables(sheets, chain, form)


def _numbers(shown: Any) -> Iterator[tuple[Cell, ...]]:
    names = [tell(column.name) for column in shown.columns]
    yield (_("Value-chain stage"), "id", _("optional"), *names, _("together"), _("State"))
    for row in shown.rows:
        optional = "" if row.stage.required else _("optional")
        counts = [cell.n for cell in row.cells]
        yield (label(row.stage.label), row.stage.id, optional, *counts, row.n, state_word(row.state))


def _proofs(choice: BoardQuery, shown: Any) -> Iterator[tuple[Cell, ...]]:
    yield (_("Value-chain stage"), "id", _("Name"), _("Basis"), _("Words"), _("Source"), _("Date"))
    for row in shown.rows:
        if not row.n:
            continue
        found = services().coverage.proof(**choice.arguments, stage=row.stage.id)
        for item in found.items:
            fact = item.fact
            words, date = fact.words or "", fact.date or ""
            yield (
                label(row.stage.label),
                item.ref.id,
                tell(item.ref.name),
                fact.basis,
                words,
                fact.citation,
                date,
            )
