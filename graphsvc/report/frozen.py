"""What a report keeps of its making: the question, the state of the data and the document, as JSON."""

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from pydantic import TypeAdapter, ValidationError

from graphsvc.errors import InvalidData
from graphsvc.report.document import ReportDocument

FORM = "graphsvc-report/1"


@dataclass(frozen=True, slots=True)
class Frozen:
    """A report with what it takes to make it again.

    Attributes:
        question: the arguments that the report was made with, as plain data.
        digest: of the data that was asked.
        taxonomy: version of the value chain, empty where there is none.
        version: of the program.
        document: the report as it was written.
        inputs: fingerprints of what its figures rest on, by name.
    """

    question: dict[str, Any]
    digest: str
    taxonomy: str
    version: str
    document: ReportDocument
    inputs: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> str:
        """One text for one report: keys sorted, no space."""
        content = {"form": FORM, **asdict(self)}
        return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def frozen_from(text: str) -> Frozen:
    """Read what `as_json` wrote. Raises `InvalidData`."""
    try:
        content = json.loads(text)
        if not isinstance(content, dict) or content.pop("form", None) != FORM:
            raise InvalidData(f"the file holds no figures of the form {FORM}")
        return TypeAdapter(Frozen).validate_python(content)
    except (ValueError, ValidationError) as error:
        raise InvalidData("the figures kept in the file cannot be read") from error
