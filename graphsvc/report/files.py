"""The forms of a report's file: how each is written, what it keeps, and which text it shows."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import TypeVar

from graphsvc.errors import InvalidData, UnknownId
from graphsvc.report.frozen import Frozen, frozen_from

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Form:
    """A form of file: its media type and the module that writes and reads it."""

    mimetype: str
    module: str

    @property
    def code(self) -> ModuleType:
        """The module, imported when it is first needed."""
        return import_module(f"graphsvc.report.{self.module}")


FORMATS = {
    "pdf": Form("application/pdf", "pdf"),
    "docx": Form("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx_file"),
    "xlsx": Form("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    "html": Form("text/html", "html"),
}


def write(frozen: Frozen, form: str) -> bytes:
    """A report as a file that keeps `frozen`; the same report, the same bytes. Raises `UnknownId`."""
    written: bytes = _form(form).code.write(frozen.document, frozen.as_json())
    return written


def frozen_in(form: str, content: bytes) -> Frozen:
    """What a report's file keeps. Raises `UnknownId`, and `InvalidData` for a file that is no report."""
    reader: Callable[[bytes], str | None] = _form(form).code.kept
    text = _read(reader, content, form)
    if text is None:
        raise InvalidData("the file is no report of graphsvc: it keeps no figures")
    return frozen_from(text)


def visible_in(form: str, content: bytes) -> tuple[str, ...]:
    """The words that a report's file shows, in order. Raises as `frozen_in` does."""
    reader: Callable[[bytes], list[str]] = _form(form).code.shown
    return tuple(word for text in _read(reader, content, form) for word in text.split())


def _form(form: str) -> Form:
    if form not in FORMATS:
        raise UnknownId("file format", form)
    return FORMATS[form]


def _read(reader: Callable[[bytes], T], content: bytes, form: str) -> T:
    try:
        return reader(content)  # readers of damaged files raise whatever they meet first
    except Exception as error:
        raise InvalidData(f"the file cannot be read as {form.upper()}") from error
