"""Outlines of NUTS regions from a GeoJSON file of the operator, such as those of Eurostat's GISCO."""

import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graphsvc.errors import InvalidData, Issue
from graphsvc.ingest.reference import nuts_regions
from graphsvc.messages import Message, msg
from graphsvc.snapshot.regions import region_code

LONGEST_NAME = 200
MOST_ISSUES = 50
DIGITS = 3
_CODE = re.compile(r"[A-Z]{2}[0-9A-Z]{0,3}")

Ring = list[list[float]]


@dataclass(frozen=True, slots=True)
class Outline:
    """A region: NUTS code as the file writes it, level 0 to 3, name, and polygons of rings in degrees."""

    code: str
    level: int
    name: str
    polygons: tuple[tuple[Ring, ...], ...]


def read_outlines(path: Path) -> tuple[Outline, ...]:
    """Read a FeatureCollection of polygons with `NUTS_ID` (and `LEVL_CODE`, `NAME_LATN` if there), by code.

    Coordinates are degrees east and north (EPSG:4326); they are rounded to three digits, about 100 m.

    Raises:
        InvalidData: the file cannot be read or a feature cannot be drawn; the first fifty faults at once,
            each with the file, the feature, the property, its value and what is wrong with it.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise _invalid(
            path, [Issue(path.name, 0, "", "", msg("cannot be read as JSON: %(error)s", error=str(error)))]
        ) from error
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(document, dict) or document.get("type") != "FeatureCollection":
        raise _invalid(
            path, [Issue(path.name, 0, "type", _shown(document), msg("must be a FeatureCollection"))]
        )
    if not isinstance(features, list) or not features:
        raise _invalid(path, [Issue(path.name, 0, "features", "", msg("must hold at least one feature"))])
    found: dict[str, Outline] = {}
    issues: list[Issue] = []
    for number, feature in enumerate(features, 1):
        try:
            outline = _outline(feature, found)
        except _Fault as fault:
            issues.append(fault.issue(path.name, number, feature))
        else:
            found[outline.code] = outline
    if issues:
        raise _invalid(path, issues)
    return tuple(found[code] for code in sorted(found))


def geojson(outlines: Iterable[Outline]) -> str:
    """The outlines as the GeoJSON that the map draws: `id` is that of the region's page, if it has one."""
    features = [
        {
            "type": "Feature",
            "id": f"region:{region_code(outline.code)}" if outline.code in nuts_regions() else None,
            "properties": {"code": outline.code, "level": outline.level, "name": outline.name},
            "geometry": {"type": "MultiPolygon", "coordinates": outline.polygons},
        }
        for outline in outlines
    ]
    document = {"type": "FeatureCollection", "features": features}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


class _Fault(Exception):
    def __init__(self, name: str, value: object, reason: Message) -> None:
        super().__init__(reason)
        self.name, self.value, self.reason = name, value, reason

    def issue(self, file: str, number: int, feature: object) -> Issue:
        properties = feature.get("properties") if isinstance(feature, dict) else None
        code = properties.get("NUTS_ID") if isinstance(properties, dict) else None
        which = f"feature {number} ({_shown(code)})" if code else f"feature {number}"
        return Issue(file, 0, f"{which}, {self.name}", _shown(self.value), self.reason)


def _outline(feature: object, known: Mapping[str, Outline]) -> Outline:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise _Fault("type", feature, msg("must be a Feature"))
    properties = feature.get("properties")
    if not isinstance(properties, dict):
        raise _Fault("properties", properties, msg("must hold NUTS_ID"))
    code = properties.get("NUTS_ID")
    if not isinstance(code, str) or not _CODE.fullmatch(code):
        raise _Fault(
            "NUTS_ID", code, msg("must be a NUTS code: two letters, then up to three letters or digits")
        )
    if code in known:
        raise _Fault("NUTS_ID", code, msg("is there twice"))
    level = properties.get("LEVL_CODE")
    if level is not None and (isinstance(level, bool) or level != len(code) - 2):
        raise _Fault(
            "LEVL_CODE",
            level,
            msg("must be %(level)s for a code of %(n)s characters", level=len(code) - 2, n=len(code)),
        )
    return Outline(code, len(code) - 2, _name(properties, code), _polygons(feature.get("geometry")))


def _name(properties: Mapping[str, Any], code: str) -> str:
    name = properties.get("NAME_LATN")
    if name is None:
        return code
    if not isinstance(name, str) or len(name) > LONGEST_NAME:
        raise _Fault(
            "NAME_LATN", name, msg("must be a text of at most %(most)s characters", most=LONGEST_NAME)
        )
    return name.strip() or code


def _polygons(geometry: object) -> tuple[tuple[Ring, ...], ...]:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if not isinstance(geometry, dict) or kind not in ("Polygon", "MultiPolygon"):
        raise _Fault("geometry", kind or geometry, msg("must be a Polygon or MultiPolygon"))
    parts = geometry.get("coordinates")
    polygons = [parts] if kind == "Polygon" else parts
    if not isinstance(polygons, list) or not polygons:
        raise _Fault("geometry", kind, msg("must have coordinates"))
    return tuple(_rings(polygon) for polygon in polygons)


def _rings(polygon: object) -> tuple[Ring, ...]:
    if not isinstance(polygon, list) or not polygon:
        raise _Fault("geometry", polygon, msg("must be made of rings"))
    return tuple(_ring(ring) for ring in polygon)


def _ring(ring: object) -> Ring:
    if not isinstance(ring, list) or len(ring) < 4:
        raise _Fault("geometry", ring, msg("a ring must have four positions or more"))
    found: Ring = []
    for position in ring:
        spot = _spot(position)
        if not found or spot != found[-1]:
            found.append(spot)
    return found


def _spot(position: object) -> list[float]:
    numbers = position[:2] if isinstance(position, list) else []
    plain = all(isinstance(part, int | float) and not isinstance(part, bool) for part in numbers)
    if len(numbers) != 2 or not plain or not all(math.isfinite(part) for part in numbers):
        raise _Fault("geometry", position, msg("a position must be two numbers"))
    lng, lat = numbers
    if not (-180 <= lng <= 180 and -90 <= lat <= 90):
        raise _Fault(
            "geometry", position, msg("must be degrees east and north (take the file for EPSG:4326)")
        )
    return [round(lng, DIGITS), round(lat, DIGITS)]


def _shown(value: object, longest: int = 60) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= longest else f"{text[:longest]}…"


def _invalid(path: Path, issues: list[Issue]) -> InvalidData:
    shown = issues[:MOST_ISSUES]
    if len(issues) > MOST_ISSUES:
        shown.append(
            Issue(path.name, 0, "", "", msg("%(n)s more features are faulty", n=len(issues) - MOST_ISSUES))
        )
    return InvalidData(msg("outlines of NUTS regions (GRAPHSVC_NUTS) that cannot be drawn"), shown)
