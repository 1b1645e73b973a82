"""Sources that can be downloaded by name: where their file is, and what of it is read as which dataset."""

from functools import cache
from importlib import resources
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit, urlunsplit

from pydantic import BaseModel, ConfigDict, Field

from graphsvc.domain import DatasetInfo
from graphsvc.errors import UnknownId
from graphsvc.taxonomy.document import read_document


class KnownSource(BaseModel):
    """A file that is published at an address; `latest` says what kind of list names the newest one there.

    `files` are patterns for the tables of its archive: the first that any of them has chooses.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    address: Annotated[str, Field(pattern="^https://")]
    latest: Literal["zenodo"] | None = None
    files: Annotated[tuple[str, ...], Field(min_length=1)]
    dataset: DatasetInfo


@cache
def sources() -> dict[str, KnownSource]:
    """The known sources by name, in the order of their file."""
    with resources.as_file(resources.files("graphsvc.ingest").joinpath("data", "sources.yml")) as path:
        found: Any = read_document(path).data
    return {
        name: KnownSource.model_validate(about | {"dataset": {"id": name, **about["dataset"]}})
        for name, about in found["sources"].items()
    }


def source_named(name: str) -> KnownSource:
    """A known source. Raises `UnknownId` that names them all."""
    if name not in sources():
        raise UnknownId("source", name, [f"{known}: {one.dataset.title}" for known, one in sources().items()])
    return sources()[name]


def at(address: str, base: str) -> str:
    """The same path on the server at `base`; the address itself where `base` is empty.

    >>> at("https://example.org/data/x.zip?a=1", "http://127.0.0.1:8080/mirror/")
    'http://127.0.0.1:8080/mirror/data/x.zip?a=1'
    """
    if not base:
        return address
    there, asked = urlsplit(base), urlsplit(address)
    return urlunsplit((there.scheme, there.netloc, there.path.rstrip("/") + asked.path, asked.query, ""))
