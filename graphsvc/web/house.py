"""The asker's own organization in a form: typed by name, kept with its id, a choice where it is unclear."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request

from graphsvc.state.refs import Ref
from graphsvc.web.language import label
from graphsvc.web.page_context import services

NONE = "-"
"""What is chosen by those whose organization is not among the candidates."""


@dataclass(frozen=True, slots=True)
class HouseField:
    """What stands in the fields `organization`, `organization_id` and `organization_was` of a form.

    The id belongs to the text that `organization_was` repeats; once somebody has typed another name, that
    name counts. `candidates` are offered where the name is not clear.
    """

    text: str = ""
    found: Ref | None = None
    candidates: tuple[Ref, ...] = ()
    total: int = 0

    @property
    def unclear(self) -> bool:
        """Whether a name was typed that does not say who is meant."""
        return bool(self.text) and self.found is None

    @classmethod
    def read(cls, kinds: Sequence[str] = ("organization",)) -> "HouseField":
        """The house of the form that was sent."""
        text, chosen = (
            request.form.get(name, "").strip()[:500] for name in ("organization", "organization_id")
        )
        chosen = chosen if request.form.get("organization_was", "").strip() == text else ""
        if not text or chosen == NONE:
            return cls()
        found = services().catalog.look_up(chosen or text, kinds)
        if found.found:
            return cls(label(found.found.name), found.found)
        return cls(text, None, found.candidates, found.total)
