"""Where the content of a file comes from: address, filter, and the datasets with licence and period."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from graphsvc.domain import DatasetInfo
from graphsvc.drawing.filters import Filter, values_by_name
from graphsvc.drawing.messages import told

LICENCES = {
    "CC BY 4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC BY-SA 4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "CC0 1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "ODbL 1.0": "https://opendatacommons.org/licenses/odbl/1-0/",
}
"""Addresses of the texts of licences by the names that datasets use."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The address of the page that shows the same, its filter, and the datasets behind it."""

    address: str
    datasets: tuple[DatasetInfo, ...]
    asked: Filter = field(default_factory=Filter)

    def rows(self, language: str) -> Iterable[tuple[str, str]]:
        """What and value: address, filter, then for each dataset licence, attribution, period and day."""
        yield told("export.address", language), self.address
        yield told("export.filter", language), filter_words(self.asked, language)
        for info in self.datasets:
            title = info.title_de if language == "de" and info.title_de else info.title
            yield f"{told('export.source', language)}: {title}", _said(info, language)

    def licences(self) -> tuple[str, ...]:
        """Addresses of the licences of the datasets, each once, where they are known."""
        named = (LICENCES.get(info.licence) for info in self.datasets)
        return tuple(dict.fromkeys(address for address in named if address))


def filter_words(asked: Filter, language: str) -> str:
    """What a filter leaves in, by the names of its fields and their values as they stand in addresses."""
    said = (
        f"{told(f'filter.{name}', language)}: {', '.join(values)}"
        for name, values in values_by_name(asked.to_query()).items()
        if name not in ("color", "size")
    )
    return "; ".join(said) or told("filter.none", language)


def _said(info: DatasetInfo, language: str) -> str:
    period = f"{info.period_from or ''} – {info.period_to or ''}".strip(" –")
    parts = (
        told("export.licence", language, licence=info.licence or "–"),
        info.attribution,
        told("export.period", language, period=period) if period else "",
        told("export.retrieved", language, day=info.retrieved) if info.retrieved else "",
    )
    return "; ".join(part.rstrip(".") for part in parts if part)
