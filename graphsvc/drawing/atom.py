"""News as an Atom feed (RFC 4287)."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from xml.etree import ElementTree as ET

_ATOM = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A piece of news: ISO day, text, and the address of its source (may be empty)."""

    day: str
    title: str
    source: str


def feed(title: str, address: str, page: str, entries: Iterable[FeedEntry], made: str) -> bytes:
    """The feed at `address` about a `page`; `made` is the ISO day of one without entries.

    An entry keeps its id as long as day, text and source stay as they are.
    """
    entries = list(entries)
    root = ET.Element("feed", {"xmlns": _ATOM})
    _add(root, "id", address)
    _add(root, "title", title)
    _add(root, "updated", _moment(max((one.day for one in entries), default=made)))
    ET.SubElement(root, "link", {"rel": "self", "href": address})
    ET.SubElement(root, "link", {"rel": "alternate", "href": page})
    _add(ET.SubElement(root, "author"), "name", "graphsvc")
    for one in entries:
        entry = ET.SubElement(root, "entry")
        key = sha256(f"{address}\n{one.day}\n{one.title}\n{one.source}".encode()).hexdigest()
        _add(entry, "id", f"urn:sha256:{key}")
        _add(entry, "title", one.title)
        _add(entry, "updated", _moment(one.day))
        if one.source.startswith(("http://", "https://")):
            ET.SubElement(entry, "link", {"rel": "alternate", "href": one.source})
        _add(entry, "summary", one.source)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = text


def _moment(day: str) -> str:
    return f"{day}T00:00:00Z"
