"""Two tables of organizations resolved against each other: CSV in, pairs as CSV out."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from graphsvc.errors import InvalidData, Issue
from graphsvc.files import replacing_output
from graphsvc.ingest import cleaning
from graphsvc.ingest.country_codes import country
from graphsvc.ingest.csv_cells import unguarded
from graphsvc.ingest.identity.records import IdentityRecord
from graphsvc.ingest.identity.resolution import IdentityIndex, IdentityPair
from graphsvc.ingest.readers import open_table
from graphsvc.messages import msg, reason_of

NEEDED = ("id", "name")
"""Columns without which nothing can be resolved."""
SCHEMES = ("pic", "ror", "vat", "lei", "grid", "isni")
"""Columns of identifiers: two organizations with an equal one are the same."""


def read_records(path: Path) -> list[IdentityRecord]:
    """The organizations of a table (CSV or XLSX), in its order.

    `id` and `name` are needed; `short_name`, `country`, `city`, `post_code`, `website`, `activity_type` and
    columns of identifiers help. Raises `InvalidData` for a table that lacks a column, has no row, or has rows
    that cannot be read, without an id or a name, or with an id that an earlier row has.
    """
    table = open_table(path)
    places = {column.strip().lower(): place for place, column in enumerate(table.header)}
    missing = [column for column in NEEDED if column not in places]
    if missing:
        raise InvalidData(
            msg("%(file)s has no column %(columns)s", file=table.file, columns=", ".join(missing)),
            [
                Issue(
                    table.file,
                    1,
                    "",
                    ", ".join(table.header)[:200],
                    msg("looked for %(what)s", what=", ".join(NEEDED)),
                )
            ],
        )
    refused: list[Issue] = []
    records: list[IdentityRecord] = []
    first: dict[str, int] = {}
    for row, cells in table.rows(refused):
        given = {column: unguarded(cells[place].strip()) for column, place in places.items()}
        try:
            name, _ = cleaning.name(given["name"])
        except cleaning.Refuse as reason:
            refused.append(Issue(table.file, row, "name", given["name"][:100], reason_of(reason)))
            continue
        earlier = first.setdefault(given["id"], row)
        if not given["id"] or not name:
            column = "name" if given["id"] else "id"
            refused.append(Issue(table.file, row, column, "", msg("the cell is empty")))
        elif earlier != row:
            same = msg("row %(row)s has the same id", row=earlier)
            refused.append(Issue(table.file, row, "id", given["id"][:100], same))
        else:
            records.append(_record(name, given))
    if refused:
        raise InvalidData(msg("%(file)s cannot be resolved as it is", file=table.file), refused)
    if not records:
        raise InvalidData(
            msg("%(file)s has no row", file=table.file), [Issue(table.file, 0, "", "", msg("no row"))]
        )
    return records


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


def resolve_tables(left: Path, right: Path, out: Path, *, explain: bool = False) -> dict[str, int]:
    """Resolve the organizations of `left` against those of `right`; returns how many pairs of each decision.

    The pairs are written to `out`, whole or not at all. Raises `InvalidData`, `OSError`.
    """
    ours, theirs = read_records(left), read_records(right)
    pairs = IdentityIndex(theirs).resolve(ours)
    content = pairs_csv(ours, theirs, pairs, explain=explain)
    with replacing_output(out) as file:
        file.write(content.encode("utf-8"))
    counts = {"automatic": 0, "review": 0}
    for pair in pairs:
        counts[pair.decision] += 1
    return counts


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
