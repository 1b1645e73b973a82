"""Files of the taxonomy with one fault, and what is said of it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from graphsvc.errors import InvalidTaxonomy, Issue


def refused(
    load: Callable[[Path], object], right: Path, old: str, new: str, faulty: Path
) -> tuple[Issue, ...]:
    """The findings with which `load` refuses a file: the text of `right` with `new` for the first `old`."""
    text = right.read_text(encoding="utf-8")
    assert old in text
    faulty.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InvalidTaxonomy) as raised:
        load(faulty)
    return tuple(raised.value.issues)
