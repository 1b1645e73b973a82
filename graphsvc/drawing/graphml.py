"""The whole public graph as GraphML: organizations, clusters, projects, stages, and ties with their source.

Hidden organizations and everything private are left out, refused ties as well. Written row by row, so that a
large graph needs no more memory than a small one.
"""

import io
import math
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TextIO

import numpy as np

from graphsvc.domain import is_private
from graphsvc.drawing.xml_text import escaped, quoted
from graphsvc.files import replacing_output
from graphsvc.snapshot import (
    BASES,
    MEMBERSHIP_ROLES,
    NO_DAY,
    ORGANIZATION_KINDS,
    RELATION_KINDS,
    Evidences,
    Snapshot,
    iso,
)

Value = str | float | None
Row = tuple[str, Mapping[str, Value]]
Edge = tuple[str, str, Mapping[str, Value]]

NODE_KEYS = {
    "type": "string", "name": "string", "kind": "string", "country": "string", "region": "string",
    "city": "string", "lat": "double", "lng": "double", "website": "string", "acronym": "string",
    "programme": "string", "topic": "string", "start": "string", "end": "string",
}  # fmt: skip
EDGE_KEYS = {
    "relation": "string", "role": "string", "start": "string", "end": "string", "basis": "string",
    "dataset": "string", "citation": "string", "date": "string", "confidence": "double",
}  # fmt: skip

_REFUSED = BASES.index("refused")
_SPACE = "http://graphml.graphdrawing.org/xmlns"


def write_graphml(snapshot: Snapshot, path: Path) -> None:
    """Write the public graph to `path`, replacing what was there only once all is written."""
    with replacing_output(path) as file, io.TextIOWrapper(file, encoding="utf-8") as out:
        _write(snapshot, out)


def nodes(snapshot: Snapshot) -> Iterator[Row]:
    """Id and fields of everything that may be shown, by kind and then id; stages stand last."""
    yield from _organizations(snapshot)
    yield from _clusters(snapshot)
    yield from _projects(snapshot)
    for stage in snapshot.stages:
        yield stage, {"type": "stage", "name": stage.partition("/")[2].replace("-", " ")}


def edges(snapshot: Snapshot) -> Iterator[Edge]:
    """Source, target and fields of every public tie: participations, memberships, relations, activities."""
    shown = _shown(snapshot)
    yield from _participations(snapshot, shown)
    yield from _memberships(snapshot, shown)
    yield from _relations(snapshot, shown)
    yield from _activities(snapshot, shown)


def _write(snapshot: Snapshot, out: TextIO) -> None:
    out.write(f'<?xml version="1.0" encoding="utf-8"?>\n<graphml xmlns="{_SPACE}">\n')
    for domain, keys in (("node", NODE_KEYS), ("edge", EDGE_KEYS)):
        out.writelines(
            f'<key id="{domain}-{name}" for="{domain}" attr.name="{name}" attr.type="{kind}"/>\n'
            for name, kind in keys.items()
        )
    out.write('<graph id="graph" edgedefault="directed">\n')
    out.write(f"<desc>{escaped(_about(snapshot))}</desc>\n")
    out.writelines(
        f"<node id={quoted(identifier)}>{_data('node', fields)}</node>\n"
        for identifier, fields in nodes(snapshot)
    )
    for number, (source, target, fields) in enumerate(edges(snapshot)):
        ends = f"source={quoted(source)} target={quoted(target)}"
        out.write(f'<edge id="e{number}" {ends}>{_data("edge", fields)}</edge>\n')
    out.write("</graph>\n</graphml>\n")


def _about(snapshot: Snapshot) -> str:
    public = (info for info in snapshot.datasets if not is_private(info.id))
    return " ".join([f"digest {snapshot.digest}.", *(f"{info.attribution}." for info in public)])


def _shown(snapshot: Snapshot) -> np.ndarray:
    """Which nodes, by number, may be shown."""
    others = np.ones(len(snapshot.clusters.ids) + len(snapshot.projects.ids), dtype=bool)
    return np.concatenate([~np.asarray(snapshot.organizations.hidden, dtype=bool), others])


def _organizations(snapshot: Snapshot) -> Iterator[Row]:
    table = snapshot.organizations
    columns = zip(
        table.ids, table.names, table.kind.tolist(), table.country.tolist(), table.nuts, table.city,
        table.lat.tolist(), table.lng.tolist(), table.website, table.hidden.tolist(), strict=True,
    )  # fmt: skip
    for identifier, name, kind, country, nuts, city, lat, lng, website, hidden in columns:
        if not hidden:
            place = {"country": _country(snapshot, country), "region": nuts, "city": city}
            point = {"lat": _degrees(lat), "lng": _degrees(lng), "website": website}
            about = {"type": "organization", "name": name, "kind": ORGANIZATION_KINDS[kind]}
            yield identifier, {**about, **place, **point}


def _clusters(snapshot: Snapshot) -> Iterator[Row]:
    table = snapshot.clusters
    for row, (identifier, name) in enumerate(zip(table.ids, table.names, strict=True)):
        record = table.records[row]
        yield (
            identifier,
            {
                "type": "cluster",
                "name": name,
                "country": _country(snapshot, int(table.country[row])),
                "region": table.nuts[row],
                "city": record.city,
                "lat": _degrees(float(table.lat[row])),
                "lng": _degrees(float(table.lng[row])),
                "website": record.website,
            },
        )


def _projects(snapshot: Snapshot) -> Iterator[Row]:
    table = snapshot.projects
    columns = zip(
        table.ids, table.titles, table.acronyms, table.programmes, table.topics, table.start.tolist(),
        table.end.tolist(), strict=True,
    )  # fmt: skip
    for identifier, title, acronym, programme, topic, start, end in columns:
        about = {"type": "project", "name": title, "acronym": acronym, "programme": programme}
        yield identifier, {**about, "topic": topic, "start": iso(start), "end": iso(end)}


def _participations(snapshot: Snapshot, shown: np.ndarray) -> Iterator[Edge]:
    ids, projects = list(snapshot.organizations.ids), list(snapshot.projects.ids)
    table = snapshot.participation.tocoo()
    for row, column, role in zip(table.row.tolist(), table.col.tolist(), table.data.tolist(), strict=True):
        if shown[row]:
            fields = {"relation": "participates", "role": "coordinator" if role == 2 else "partner"}
            yield ids[row], projects[column], fields


def _memberships(snapshot: Snapshot, shown: np.ndarray) -> Iterator[Edge]:
    table = snapshot.memberships
    for row in _rows(table.evidence, ~table.private & shown[table.organization]):
        source = snapshot.organizations.ids[int(table.organization[row])]
        target = snapshot.clusters.ids[int(table.cluster[row])]
        period = {"start": _day(table.start[row]), "end": _day(table.end[row])}
        about = {"relation": "member", "role": MEMBERSHIP_ROLES[int(table.role[row])], **period}
        yield source, target, {**about, **_evidence(snapshot, table.evidence, row)}


def _relations(snapshot: Snapshot, shown: np.ndarray) -> Iterator[Edge]:
    table = snapshot.relations
    private = np.array([is_private(info.id) for info in snapshot.datasets] or [False])
    public = ~private[table.evidence.dataset] & shown[table.source] & shown[table.target]
    for row in _rows(table.evidence, public):
        ends = snapshot.node_id(int(table.source[row])), snapshot.node_id(int(table.target[row]))
        about: dict[str, Value] = {"relation": RELATION_KINDS[int(table.kind[row])]}
        period = {"start": _day(table.start[row]), "end": _day(table.end[row])}
        yield *ends, {**about, **period, **_evidence(snapshot, table.evidence, row)}


def _activities(snapshot: Snapshot, shown: np.ndarray) -> Iterator[Edge]:
    table = snapshot.activities
    for row in _rows(table.evidence, ~table.private & shown[table.performer]):
        ends = snapshot.node_id(int(table.performer[row])), snapshot.stages[int(table.stage[row])]
        yield *ends, {"relation": "performs", **_evidence(snapshot, table.evidence, row)}


def _rows(evidence: Evidences, public: np.ndarray) -> Iterable[int]:
    rows: list[int] = np.flatnonzero(public & (evidence.basis != _REFUSED)).tolist()
    return rows


def _evidence(snapshot: Snapshot, evidence: Evidences, row: int) -> Mapping[str, Value]:
    confidence = float(evidence.confidence[row])
    return {
        "basis": BASES[int(evidence.basis[row])],
        "dataset": snapshot.datasets[int(evidence.dataset[row])].id,
        "citation": evidence.citation[row],
        "date": evidence.date[row],
        "confidence": None if math.isnan(confidence) else confidence,
    }


def _country(snapshot: Snapshot, code: int) -> str:
    return snapshot.countries[code] if code >= 0 else ""


def _degrees(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 5)


def _day(number: int) -> str:
    return "" if int(number) == NO_DAY else iso(int(number))


def _data(domain: str, fields: Mapping[str, Value]) -> str:
    return "".join(
        f'<data key="{domain}-{name}">{escaped(str(value))}</data>'
        for name, value in fields.items()
        if value not in (None, "")
    )
