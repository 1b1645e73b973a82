"""Coordinates as people and programs write them, checked against the country."""

import re
from functools import lru_cache

from graphsvc.ingest.reference import country_boxes, country_midpoints
from graphsvc.messages import Message, msg

MARGIN = 1.0
"""Degrees by which a place may lie outside the box of its country, for islands and rough outlines."""
_ROUNDED = 0.001
"""Degrees by which a coordinate may differ from the middle of a country that it was rounded from."""
_NUMBER = r"\d{1,3}(?:[.,]\d+)?"
_SEXAGESIMAL = re.compile(
    rf"(\d{{1,3}})\s*[°ºd:\s]\s*({_NUMBER})\s*(?:['′’:m\s]\s*(?:({_NUMBER})\s*(?:\"|″|”|''|s)?)?)?\Z"
)
_DECIMAL = re.compile(r"([-−+]?)\s*(\d{1,3}(?:[.,]\d+)?)\s*°?\Z")
_SIDE = re.compile(r"\s*\b([NSEWO])\b\s*|(?<=[\d°'″\"])([NSEWO])\Z|\A([NSEWO])(?=\d)", re.IGNORECASE)
_POINT = re.compile(r"(?:SRID=\d+;)?\s*POINT\s*Z?\s*\(\s*(\S+)\s+(\S+?)(?:\s+\S+)?\s*\)\Z", re.IGNORECASE)
_SIGN = {"N": 1, "E": 1, "O": 1, "S": -1, "W": -1}


def degrees(value: str, limit: float) -> tuple[float | None, str | Message]:
    """A coordinate between -limit and limit in decimal degrees.

    >>> [degrees(text, 180)[0] for text in ("48,4", "48°24'0\\"N", "9° 59.4' W", "S 12.5")]
    [48.4, 48.4, -9.99, -12.5]
    """
    text = value.strip()
    try:
        found = float(text)
    except ValueError:
        read = _read(text)
        if read is None:
            return None, msg("left out: not a coordinate")
        found = read
    if not -limit <= found <= limit:
        return None, msg("left out: outside the globe")
    return found, ""


def sides(text: str) -> tuple[str, str]:
    """Latitude and longitude of a pair as `48.4, 9.99`, `(48,4; 9,99)` or `POINT(9.99 48.4)`; else "", "".

    >>> sides("(48.4, 9.99)"), sides("POINT(9.99 48.4)"), sides("48,4 9,99")
    (('48.4', '9.99'), ('48.4', '9.99'), ('48,4', '9,99'))
    """
    point = _POINT.match(text.strip())
    if point:
        return point[2], point[1]
    bare = text.strip("()[] ")
    for mark in (";", "|", ", ", ","):
        parts = bare.split(mark)
        if len(parts) == 2:
            return parts[0].strip(), parts[1].strip()
    parts = bare.split(",")
    if len(parts) == 4 and all(part.strip("-+ ").isdigit() for part in parts):
        return f"{parts[0]},{parts[1]}".strip(), f"{parts[2]},{parts[3]}".strip()
    parts = bare.split()
    return (parts[0], parts[1]) if len(parts) == 2 else ("", "")


def checked(lat: float, lng: float, country: str | None) -> tuple[tuple[float, float] | None, str | Message]:
    """Latitude and longitude as they fit the country: exchanged where only that fits, else left out.

    The middle of the country is left out too: so a gazetteer answers that knows no more than the country.
    Without a country, or for one without a box, they stand as they are.
    """
    if country is not None and _is_midpoint(lat, lng, country):
        return None, msg("left out: the middle of %(country)s, which tells no place", country=country)
    if country is None or country not in country_boxes() or _inside(lat, lng, country):
        return (lat, lng), ""
    if abs(lng) <= 90 and _inside(lng, lat, country):
        return (lng, lat), msg(
            "latitude and longitude exchanged: so they lie in %(country)s", country=country
        )
    return None, msg("left out: not in %(country)s", country=country)


def _is_midpoint(lat: float, lng: float, country: str) -> bool:
    return any(
        abs(lat - middle) <= _ROUNDED and abs(lng - east) <= _ROUNDED
        for middle, east in country_midpoints().get(country, ())
    )


@lru_cache(maxsize=65_536)
def _inside(lat: float, lng: float, country: str) -> bool:
    return any(
        south - MARGIN <= lat <= north + MARGIN
        and (west - MARGIN <= lng <= east + MARGIN or west - MARGIN <= lng + 360 <= east + MARGIN)
        for south, west, north, east in country_boxes()[country]
    )


def _read(text: str) -> float | None:
    side = _SIDE.search(text)
    sign = 1
    if side:
        letter = next(part for part in side.groups() if part).upper()
        sign, text = _SIGN[letter], (text[: side.start()] + text[side.end() :]).strip()
    found = _DECIMAL.match(text)
    if found:
        number = float(found[2].replace(",", "."))
        return sign * (-number if found[1] in ("-", "−") and found[1] else number)
    parts = _SEXAGESIMAL.match(text)
    if not parts:
        return None
    whole, minutes, seconds = (float((part or "0").replace(",", ".")) for part in parts.groups())
    return None if minutes >= 60 or seconds >= 60 else sign * round(whole + minutes / 60 + seconds / 3600, 7)
