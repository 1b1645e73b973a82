"""A research result or a problem as a form describes it; it is read, answered and forgotten."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import request

from graphsvc.web.house import HouseField
from graphsvc.web.language import label
from graphsvc.web.page_context import services
from graphsvc.web.trl import levels

FIELDS = (
    "title",
    "abstract",
    "topic",
    "trl",
    "benefit",
    "wanted",
    "rights",
    "size",
    "purpose",
    "all_of_project",
)
LONGEST = {"abstract": 20_000, "benefit": 5_000}
_LINE = 500
_SIZES = ("", "sme")
_LEVELS = {str(level) for level, _ in levels()}


@dataclass(frozen=True, slots=True)
class DescribedText:
    """The fields of the form, the countries chosen, and the house that asks."""

    fields: dict[str, str]
    countries: tuple[str, ...] = ()
    house: HouseField = field(default_factory=HouseField)

    @classmethod
    def read(cls) -> "DescribedText":
        """What this request's form says."""
        fields = {name: request.form.get(name, "").strip()[: LONGEST.get(name, _LINE)] for name in FIELDS}
        if fields["size"] not in _SIZES:
            fields["size"] = ""
        countries = tuple(dict.fromkeys(code[:2] for code in request.form.getlist("country")[:100]))
        return cls(fields, countries, HouseField.read())

    @classmethod
    def of(cls, arguments: Mapping[str, Any]) -> "DescribedText":
        """The form that these arguments were read from."""
        filters = arguments.get("filters", {})
        fields = {
            name: str(arguments.get(name) or "") for name in ("title", "abstract", "topic", "trl", "purpose")
        }
        fields["size"] = filters.get("size", "")
        fields["all_of_project"] = ""
        house = HouseField()
        if arguments.get("organization"):
            found = services().catalog.look_up(arguments["organization"], ("organization",)).found
            house = HouseField(label(found.name), found) if found else house
        return cls(fields, tuple(filters.get("country", ())), house)

    @property
    def arguments(self) -> dict[str, Any]:
        """What the answers are asked with."""
        fields = self.fields
        filters: dict[str, Any] = {"country": self.countries, "size": fields["size"]}
        return {
            "title": fields["title"],
            "abstract": fields["abstract"],
            "topic": fields["topic"],
            "trl": int(fields["trl"]) if fields["trl"] in _LEVELS else None,
            "organization": self.house.found.id if self.house.found else None,
            "filters": {name: value for name, value in filters.items() if value},
        }
