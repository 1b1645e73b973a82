"""Records of organizations as they are compared: each field reduced to what two spellings of it share."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from graphsvc.ingest.names import NameKey, acronym, name_key
from graphsvc.text_folding import latin

_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_DIGITS = re.compile(r"\d+")
_ROMAN = re.compile(r"(?=[ivx]{2,}$)(x{0,3})(ix|iv|v?i{0,3})$")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10}
_SPECIAL = re.compile(r"[^a-z0-9]+")
_SECOND_LEVEL = frozenset(("ac", "co", "com", "edu", "gob", "gov", "gouv", "net", "org", "uni"))
MOST_SHARING = 3
"""An address on the web that more records of one table have tells nothing about identity."""


@dataclass(frozen=True, slots=True)
class IdentityRecord:
    """What is known of an organization; everything but the id and the name may be missing.

    `identifiers` are written `scheme:value` (`pic:999…`, `ror:0aaaa…`, `vat:DE…`); `aliases` are other names,
    short names and acronyms; `country` is an ISO code.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    city: str | None = None
    country: str | None = None
    post_code: str | None = None
    website: str | None = None
    kind: str | None = None
    identifiers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PreparedRecord:
    """A record with its fields ready to be compared; `names` begins with the name as stated."""

    names: tuple[NameKey, ...]
    shorts: frozenset[str]
    acronyms: frozenset[str]
    numbers: tuple[int, ...]
    country: str
    city: str
    city_words: frozenset[str]
    post_code: str
    domain: str
    kind: str
    identifiers: frozenset[str]

    @property
    def legal(self) -> frozenset[str]:
        """The legal forms of the name as stated."""
        return self.names[0].legal if self.names else frozenset()


def prepare(records: Iterable[IdentityRecord]) -> list[PreparedRecord]:
    """Records in the same order, ready to be compared.

    A website that more than `MOST_SHARING` of them have is left out, for it tells one from the other no more.
    """
    records = list(records)
    domains = [domain_of(record.website) for record in records]
    shared = {domain for domain, count in Counter(domains).items() if count > MOST_SHARING}
    return [
        _prepared(record, "" if domain in shared else domain)
        for record, domain in zip(records, domains, strict=True)
    ]


def _prepared(record: IdentityRecord, domain: str) -> PreparedRecord:
    first = name_key(record.name)
    spellings = [first]
    bracketed = _BRACKETS.findall(record.name)
    if bracketed:
        spellings += [name_key(_BRACKETS.sub(" ", record.name)), *map(name_key, bracketed)]
    others = [name_key(alias) for alias in record.aliases]
    shorts = frozenset(key.run for key in (*spellings[2:], *others) if len(key.run) > 1)
    spellings = [first, *(key for key in (*spellings[1:], *others) if len(key.words) > 1)]
    names = tuple({key.words: key for key in spellings if key.words}.values())
    city = _plain(record.city)
    return PreparedRecord(
        names=names,
        shorts=shorts,
        acronyms=frozenset(filter(None, map(acronym, names))),
        numbers=numbers_in((*first.words, *_ends_in_roman(record.name, first))),
        country=record.country or "",
        city=city,
        city_words=frozenset(city.split()),
        post_code=post_code(record.post_code, record.country),
        domain=domain,
        kind=record.kind or "",
        identifiers=record.identifiers,
    )


def numbers_in(words: Sequence[str]) -> tuple[int, ...]:
    """The numbers that a name holds, in order of size, Roman ones of two letters or more among them.

    >>> numbers_in(("szpital", "nr", "4")), numbers_in(("polytechnikum", "lodz", "ii")), numbers_in(("b2b",))
    ((4,), (2,), (2,))
    """
    found = [int(digits[:18]) for word in words for digits in _DIGITS.findall(word)]
    found += [_roman(word) for word in words if _ROMAN.match(word)]
    if len(words) > 1:
        found += [_ROMAN_VALUES[word] for word in words[-1:] if word in _ROMAN_VALUES]
    return tuple(sorted(found))


def _ends_in_roman(name: str, key: NameKey) -> tuple[str, ...]:
    """A last "I" or "V", which a name key takes for a joining word or a legal form."""
    last = latin(name.strip()).rpartition(" ")[2]
    return (last,) if last in _ROMAN_VALUES and key.words[-1:] != (last,) and not key.legal else ()


def _roman(word: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in word]
    following = [*values[1:], 0]
    return sum(-one if one < after else one for one, after in zip(values, following, strict=True))


@lru_cache(maxsize=65_536)
def domain_of(website: str | None) -> str:
    """The registered name of a website, about: the last two parts of its host, three below `.ac.uk`.

    >>> domain_of("http://www.hu-berlin.de/en"), domain_of("chem.gla.ac.uk")
    ('hu-berlin.de', 'gla.ac.uk')
    """
    host = re.split(
        r"[/?#,; ]", (website or "").strip().lower().removeprefix("https://").removeprefix("http://")
    )[0]
    parts = host.partition(":")[0].strip(".").split(".")
    if len(parts) < 2 or not all(parts):
        return ""
    kept = 3 if len(parts) > 2 and parts[-2] in _SECOND_LEVEL and len(parts[-1]) == 2 else 2
    return ".".join(parts[-kept:])


def post_code(text: str | None, country: str | None) -> str:
    """A postcode without spaces, marks and the country before it.

    >>> post_code("D-79110", "DE"), post_code("SW1A 1AA", "GB")
    ('79110', 'sw1a1aa')
    """
    found = _SPECIAL.sub("", (text or "").lower())
    return found if country in ("GB", "IE", "NL", "CA") else found.lstrip("abcdefghijklmnopqrstuvwxyz")


@lru_cache(maxsize=65_536)
def _plain(text: str | None) -> str:
    return " ".join(_SPECIAL.split(latin(text))).strip() if text else ""
