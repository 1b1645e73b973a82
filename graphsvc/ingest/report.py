"""The report of a load: every row is accepted, corrected, refused or left out, and nothing is lost unsaid."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from graphsvc.domain import DatasetInfo
from graphsvc.errors import Issue
from graphsvc.messages import Message

RECORD_WORDS = {
    "organization": "organization",
    "cluster": "cluster",
    "project": "project",
    "participates": "participation",
    "member_of": "membership",
    "related": "relation",
    "performs": "activity",
}
"""The word for a kind of claim in reports, mappings and assertions."""


@dataclass(frozen=True)
class PersonMark:
    """An organization marked as named after a person, for the review list."""

    id: str
    name: str
    file: str
    row: int


@dataclass(frozen=True)
class FileReport:
    """What became of the rows of one file; `corrected` rows are accepted too."""

    file: str
    rows: int
    accepted: int
    corrected: int
    refused: int
    left_out: int


@dataclass(frozen=True)
class Report:
    """What a load did, or in a dry run would do.

    `claims` counts what was made by record, `new`, `changed`, `same` and `gone` compare with what the store
    has of these datasets (known after a dry run only), `warnings` are assertions that were exceeded.
    """

    datasets: tuple[DatasetInfo, ...]
    dry_run: bool = False
    until: date | None = None
    files: tuple[FileReport, ...] = ()
    claims: Mapping[str, int] = field(default_factory=dict)
    refused: tuple[Issue, ...] = ()
    corrected: tuple[Issue, ...] = ()
    persons: tuple[PersonMark, ...] = ()
    warnings: tuple[str | Message, ...] = ()
    new: int | None = None
    changed: int | None = None
    same: int | None = None
    gone: int | None = None

    @property
    def rows(self) -> int:
        """Rows read."""
        return sum(file.rows for file in self.files)

    def counts(self) -> dict[str, int]:
        """Rows read, accepted, corrected, refused and left out."""
        names = ("rows", "accepted", "corrected", "refused", "left_out")
        return {name: sum(getattr(file, name) for file in self.files) for name in names}

    def as_json(self) -> dict[str, Any]:
        """The whole report as plain data for a JSON file, but for messages, which are left as they are."""
        return {
            "datasets": [info.model_dump(mode="json", exclude_defaults=True) for info in self.datasets],
            "dry_run": self.dry_run,
            "until": self.until.isoformat() if self.until else None,
            "counts": self.counts(),
            "claims": dict(sorted(self.claims.items())),
            "changes": {"new": self.new, "changed": self.changed, "same": self.same, "gone": self.gone},
            "files": [asdict(file) for file in self.files],
            "refused": [vars(issue) for issue in self.refused],
            "corrected": [vars(issue) for issue in self.corrected],
            "persons": [asdict(mark) for mark in self.persons],
            "warnings": list(self.warnings),
        }


def joined(reports: list[Report]) -> Report:
    """Several reports as one."""
    claims: Counter[str] = Counter()
    for report in reports:
        claims.update(report.claims)

    def total(name: str) -> int | None:
        numbers = [getattr(report, name) for report in reports]
        return None if any(number is None for number in numbers) else sum(numbers)

    return Report(
        datasets=tuple(info for report in reports for info in report.datasets),
        dry_run=any(report.dry_run for report in reports),
        until=next((report.until for report in reports if report.until), None),
        files=tuple(file for report in reports for file in report.files),
        claims=dict(claims),
        refused=tuple(issue for report in reports for issue in report.refused),
        corrected=tuple(issue for report in reports for issue in report.corrected),
        persons=tuple(mark for report in reports for mark in report.persons),
        warnings=tuple(text for report in reports for text in report.warnings),
        new=total("new"),
        changed=total("changed"),
        same=total("same"),
        gone=total("gone"),
    )
