"""Labels and descriptions of the indicators in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Literal

from graphsvc.plain_yaml import read_yaml


@dataclass(frozen=True, slots=True)
class IndicatorDescription:
    """An indicator's id, the level it applies to, its label and its meaning by language.

    `page` marks the few that matter most to cluster managers. `unit` are the words behind a value; those of a
    `share` follow its percentage. `reference` cites the definition, empty for a plain count or share.
    """

    id: str
    of: Literal["organization", "cluster", "network"]
    page: bool
    label: Mapping[str, str]
    meaning: Mapping[str, str]
    unit: Mapping[str, str] = field(default_factory=lambda: {"de": "", "en": ""})
    share: bool = False
    reference: str = ""


@cache
def descriptions() -> Mapping[str, IndicatorDescription]:
    """Return the descriptions by id, in the order in which they are shown."""
    text = resources.files("graphsvc.network").joinpath("indicators.yml").read_text(encoding="utf-8")
    return {entry["id"]: IndicatorDescription(**entry) for entry in read_yaml(text)}
