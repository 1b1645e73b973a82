"""A report made again from what it keeps, and why a part of it is no longer the same."""

from datetime import date
from typing import TYPE_CHECKING, Any

from graphsvc.answers.questions import ChainQuery, YearlyQuery
from graphsvc.errors import InvalidData
from graphsvc.messages import Message, msg
from graphsvc.report import Frozen, reasons
from graphsvc.web import board_report, yearly_report

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphsvc.bootstrap import Services


def remade(services: "Services", question: "Mapping[str, Any]") -> Frozen:
    """The report that a question makes now, in the language that is spoken.

    Raises `InvalidData` for a question that no report of this version asks, and what the answers raise.
    """
    asked = dict(question)
    yearly = asked.pop("report", "board") == "yearly"
    days, more = (("on", "day"), ()) if yearly else (("day",), ("strict", "own"))
    model = YearlyQuery if yearly else ChainQuery
    try:
        model.model_validate({name: asked[name] for name in asked if name not in (*days, *more)})
        asked |= {name: date.fromisoformat(asked[name]).isoformat() for name in days}
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidData(msg("the report asks what this version cannot answer")) from error
    if yearly:
        return yearly_report.frozen(services.yearly_report(**asked))
    return board_report.frozen(services.board_paper(asked.pop("chain", ""), asked.pop("of", ()), **asked))


def why_changed(section: str, before: Frozen, now: Frozen) -> Message | None:
    """Why the figures of a section of a yearly report are others now; None of reports that do not tell."""
    if not before.inputs:
        return None
    found = [
        yearly_report.INPUTS[name] for name in reasons(section, before, now) if name in yearly_report.INPUTS
    ]
    if found:
        return msg("because these are no longer what they were: %(inputs)s", inputs=tuple(found))
    if before.version != now.version:
        return msg(
            "because version %(now)s of the program computes it otherwise than version %(before)s",
            before=before.version,
            now=now.version,
        )
    if section and not any(one.rests_on for one in before.document.sections if one.title == section):
        return msg("because other datasets are loaded, or newer ones")
    return msg("although the data that it rests on is the same: the figures kept in the file were changed")
