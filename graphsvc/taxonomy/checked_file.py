"""Reading a file of the taxonomy: nothing of it is used before all of it is right."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from graphsvc.errors import InvalidTaxonomy
from graphsvc.messages import Message, msg
from graphsvc.taxonomy.document import read_document
from graphsvc.taxonomy.schema_check import shape_issues

Finding = tuple[str, Message, str]
"""The path of a place in the file, the reason, and the value that stands there."""


def read_checked(
    path: Path,
    kind: str,
    refusal: Message,
    faults: Callable[[Mapping[str, Any]], Iterable[Finding]] = lambda _: (),
) -> dict[str, Any]:
    """The fields of a file that fits `<kind>.schema.json` and in which `faults` finds nothing.

    `faults` says what a schema cannot say; it is asked where the file fits the schema. Raises
    `InvalidTaxonomy` with `refusal` and every finding, and as `read_document` does.
    """
    document = read_document(path)
    data = cast("dict[str, Any]", document.data)
    issues = shape_issues(document, kind) or [document.issue(*finding) for finding in faults(data)]
    if issues:
        raise InvalidTaxonomy(refusal, sorted(set(issues)))
    return data


def repeated_ids(data: Mapping[str, Any], part: str) -> Iterator[Finding]:
    """The entries of the list `part` whose id stands before them already."""
    seen: set[str] = set()
    for place, one in enumerate(data[part]):
        if one["id"] in seen:
            yield f"{part}[{place}].id", msg("this id stands here twice"), one["id"]
        seen.add(one["id"])
