"""Convert a member list to claims of a private dataset, and write the empty template."""

import hashlib
import io
import re
from collections.abc import Iterator

from graphsvc.answers.search.documents import PRIVATE
from graphsvc.domain import Basis, Claim, Evidence, Membership, Organization
from graphsvc.errors import UnknownId
from graphsvc.ingest.list_rows import TEMPLATE, MemberRow

NEW = "new"
_PREFIX = "person-members-"
_FIT = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_CITATION = "own member list"


def claims_of(
    salt: bytes, dataset: str, cluster: str, entry: MemberRow, chosen: str | None
) -> Iterator[Claim]:
    """The claims of a row: the organization, by what the list says where it is new, and its membership.

    A known organization is named without any field, so that it stays when its own dataset leaves.
    """
    if chosen is None:
        return
    says = Evidence(basis=Basis.STATED, dataset=dataset, citation=_CITATION)
    if chosen == NEW:
        city = entry.city or None
        identifier = _new_id(salt, dataset, entry)
        yield Organization(id=identifier, name=entry.name, city=city, country=entry.country, evidence=says)
    else:
        identifier = chosen
        yield Organization(id=identifier, evidence=says)
    yield Membership(organization=identifier, cluster=cluster, evidence=says)


def _new_id(salt: bytes, dataset: str, entry: MemberRow) -> str:
    """The same for the same row here; elsewhere nobody can tell from a name whether it is on a list."""
    text = "\n".join((dataset, entry.name, entry.city or "", entry.country or ""))
    return f"{PRIVATE}{hashlib.blake2b(text.encode(), key=salt, digest_size=12).hexdigest()}"


def dataset_of(cluster: str) -> str:
    """The dataset of a cluster's own list; keys that are no dataset ids are hashed."""
    key = cluster.partition(":")[2]
    if not _FIT.fullmatch(key):
        key = hashlib.sha256(key.encode()).hexdigest()[:16]
    return f"{_PREFIX}{key}"


def template(form: str) -> bytes:
    """An empty list to fill in, as `csv` or `xlsx`. Raises `UnknownId`."""
    if form == "csv":
        return b"\xef\xbb\xbf" + TEMPLATE.encode()
    if form == "xlsx":
        return _workbook([line.split(",") for line in TEMPLATE.splitlines()])
    raise UnknownId("format", form)


def _workbook(rows: list[list[str]]) -> bytes:
    from xlsxwriter import Workbook

    stream = io.BytesIO()
    with Workbook(stream, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        sheet.set_column(0, 0, 40)
    return stream.getvalue()
