"""Two tables of organizations resolved against each other: CSV in, pairs as CSV out."""

import csv
import io
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from graphsvc.errors import InvalidData, Issue
from graphsvc.files import replacing_output
from graphsvc.ingest import cleaning
from graphsvc.ingest.country_codes import country
from graphsvc.ingest.csv_cells import unguarded
from graphsvc.ingest.encodings import ENCODINGS, believed
from graphsvc.ingest.identity.records import IdentityRecord
from graphsvc.ingest.identity.resolution import IdentityIndex, IdentityPair
from graphsvc.ingest.readers import SourceTable, open_table
from graphsvc.messages import Message, msg, reason_of

NEEDED = ("id", "name")
"""Columns without which nothing can be resolved."""
SCHEMES = ("pic", "ror", "vat", "lei", "grid", "isni")
"""Columns of identifiers: two organizations with an equal one are the same."""


@dataclass(frozen=True)
class OrganizationTable:
    """The organizations of a table, each id once, and what a reader should know of how it was read."""

    records: list[IdentityRecord]
    notes: tuple[Message, ...]


def read_organizations(path: Path) -> OrganizationTable:
    """The organizations of a table (CSV or XLSX), in its order.

    `id` and `name` are needed; `short_name`, `country`, `city`, `post_code`, `website`, `activity_type` and
    columns of identifiers help; all cells but the id may be empty. Rows of one id are one organization with
    several names. Raises `InvalidData` for a table that lacks a column, has no row, or has rows that
    cannot be read or have no id.
    """
    table, notes = _opened(path)
    places = {column.strip().lower(): place for place, column in enumerate(table.header)}
    missing = [column for column in NEEDED if column not in places]
    if missing:
        looked_for = msg("looked for %(what)s", what=", ".join(NEEDED))
        raise InvalidData(
            msg("%(file)s has no column %(columns)s", file=table.file, columns=", ".join(missing)),
            [Issue(table.file, 1, "", ", ".join(table.header)[:200], looked_for)],
        )
    refused: list[Issue] = []
    records: dict[str, IdentityRecord] = {}
    rows = 0
    for row, cells in table.rows(refused):
        given = {column: unguarded(cells[place].strip()) for column, place in places.items()}
        rows += 1
        try:
            name = cleaning.name(given["name"])[0] if given["name"] else ""
        except cleaning.Refuse as reason:
            refused.append(Issue(table.file, row, "name", given["name"][:100], reason_of(reason)))
            continue
        if not given["id"]:
            refused.append(Issue(table.file, row, "id", "", msg("the cell is empty")))
            continue
        record = _record(name, given)
        earlier = records.get(record.id)
        records[record.id] = _joined(earlier, record) if earlier else record
    if refused:
        raise InvalidData(msg("%(file)s cannot be resolved as it is", file=table.file), refused)
    if not records:
        raise InvalidData(
            msg("%(file)s has no row", file=table.file), [Issue(table.file, 0, "", "", msg("no row"))]
        )
    if rows > len(records):
        said = msg(
            "%(file)s: rows with the id of an earlier row, taken for other names of it: %(rows)s",
            file=table.file,
            rows=rows - len(records),
        )
        notes = (*notes, said)
    return OrganizationTable([*records.values()], notes)


def _opened(path: Path) -> tuple[SourceTable, tuple[Message, ...]]:
    """The table, in the encoding that its letters speak for where it is no UTF-8."""
    table = open_table(path)
    if table.encoding == "utf-8-sig" or path.suffix.lower() == ".gz":
        return table, ()
    data = path.read_bytes()
    encoding = believed(data, lambda _: ()).encoding
    with suppress(UnicodeDecodeError):
        data.decode(encoding)
        table = replace(table, encoding=encoding)
    read_as = ENCODINGS.get(table.encoding, table.encoding.upper())
    said = msg("%(file)s is no UTF-8; it was read as %(encoding)s", file=table.file, encoding=read_as)
    return table, (said,)


def _joined(one: IdentityRecord, other: IdentityRecord) -> IdentityRecord:
    """Two rows of one organization: the first, its empty cells filled, with the names of both."""
    return IdentityRecord(
        one.id,
        one.name or other.name,
        tuple(dict.fromkeys(filter(None, (*one.aliases, other.name, *other.aliases)))),
        one.city or other.city,
        one.country or other.country,
        one.post_code or other.post_code,
        one.website or other.website,
        one.kind or other.kind,
        one.identifiers | other.identifiers,
    )


def _record(name: str, given: dict[str, str]) -> IdentityRecord:
    city, _ = cleaning.line(given.get("city", ""))
    short, _ = cleaning.line(given.get("short_name", ""))
    identifiers = ((scheme, _identifier(given.get(scheme, ""))) for scheme in SCHEMES)
    return IdentityRecord(
        id=given["id"],
        name=name,
        aliases=(short,) if short else (),
        country=country(given.get("country", ""))[0],
        city=city,
        post_code=given.get("post_code"),
        website=given.get("website"),
        kind=given.get("activity_type", "").upper(),
        identifiers=frozenset(f"{scheme}:{value}" for scheme, value in identifiers if value),
    )


def _identifier(text: str) -> str:
    """An identifier without the address before it, spaces and marks, in small letters.

    >>> _identifier("https://ror.org/0AAAA0001"), _identifier("0000 0001 2345 6789")
    ('0aaaa0001', '0000000123456789')
    """
    return "".join(filter(str.isalnum, text.rstrip("/").rpartition("/")[2].lower()))


@dataclass(frozen=True)
class TablesResolved:
    """How many pairs of each decision were written, and how the tables were read."""

    automatic: int
    review: int
    notes: tuple[Message, ...]


def resolve_tables(left: Path, right: Path, out: Path, *, explain: bool = False) -> TablesResolved:
    """Resolve the organizations of `left` against those of `right`.

    The pairs are written to `out`, whole or not at all. Raises `InvalidData`, `OSError`.
    """
    ours, theirs = read_organizations(left), read_organizations(right)
    pairs = IdentityIndex(theirs.records).resolve(ours.records)
    content = pairs_csv(ours.records, theirs.records, pairs, explain=explain)
    with replacing_output(out) as file:
        file.write(content.encode("utf-8"))
    counts = Counter(pair.decision for pair in pairs)
    return TablesResolved(counts["automatic"], counts["review"], (*ours.notes, *theirs.notes))


def pairs_csv(
    left: Sequence[IdentityRecord],
    right: Sequence[IdentityRecord],
    pairs: Sequence[IdentityPair],
    *,
    explain: bool,
) -> str:
    """Pairs as CSV: ids, decision, score, and with `explain` the fields that agree and differ."""
    text = io.StringIO(newline="")
    table = csv.writer(text, lineterminator="\n")
    table.writerow(("left", "right", "decision", "score", *(("agreed", "differing") if explain else ())))
    for pair in pairs:
        said = (" ".join(map(_word, pair.agreed)), " ".join(map(_word, pair.differing))) if explain else ()
        table.writerow((left[pair.left].id, right[pair.right].id, pair.decision, f"{pair.score:.4f}", *said))
    return text.getvalue()


def _word(field: str) -> str:
    return field.replace(" ", "_")
