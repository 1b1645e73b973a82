"""Words for labels of clusters: their states, and label and level as one title."""

from typing import TYPE_CHECKING

from graphsvc.messages import msg
from graphsvc.web.language import label

if TYPE_CHECKING:
    from graphsvc.answers.programme import LabelRow

STATES = {
    "valid": msg("valid"),
    "ends_within": msg("ends within 12 months"),
    "renewable": msg("ended unless renewed, can be renewed"),
    "ended": msg("ended"),
    "unknown": msg("last known earlier, unknown on this day"),
    "not_yet": msg("not yet awarded"),
}


def title(row: "LabelRow") -> str:
    """Label and level in the language of the page."""
    return " ".join(filter(None, (label(row.title), label(row.level_title))))
