"""A document: what every renderer of a report writes, as plain frozen data in one language."""

from dataclasses import dataclass

Cell = str | int


@dataclass(frozen=True, slots=True)
class ReportColumn:
    """A column of a table; `weight` is its width relative to the others, numbers stand at the right."""

    name: str
    weight: int = 1
    number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; each row has one cell a column."""

    columns: tuple[ReportColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]


Block = str | tuple[str, ...] | Table
"""A paragraph, a list of points, or a table."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it; `rests_on` names the inputs of its figures (`Frozen.inputs`)."""

    title: str
    blocks: tuple[Block, ...]
    rests_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportDocument:
    """A report: title, facts about it (what, value), sections, and a line that stands at the foot of pages.

    `day` is the ISO date that the report states; files carry no other time.
    """

    language: str
    title: str
    day: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    foot: str

    def lines(self) -> tuple[tuple[str, str], ...]:
        """Every text and every row of a table in reading order, each with the title of its section."""
        found = [("", self.title), *(("", f"{what}: {value}") for what, value in self.facts)]
        for section in self.sections:
            for block in section.blocks:
                found += [(section.title, line) for line in _lines(block)]
        return tuple(found)


def _lines(block: Block) -> list[str]:
    if isinstance(block, str):
        return [block]
    if isinstance(block, tuple):
        return list(block)
    head = " | ".join(column.name for column in block.columns)
    return [head, *(" | ".join(map(str, row)) for row in block.rows)]
