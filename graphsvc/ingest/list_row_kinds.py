"""Rows of a list that are no members (totals, dates, headings), and names that are none."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from graphsvc.domain import MembershipRole, OrganizationKind
from graphsvc.ingest import cleaning, dates
from graphsvc.ingest.empty_cells import is_nothing
from graphsvc.ingest.list_header_words import NAME, ORGANIZATION, senses_of
from graphsvc.ingest.list_sheet import ListSheet
from graphsvc.ingest.organization_kinds import kind_of_name
from graphsvc.ingest.postal_lines import is_reaching
from graphsvc.messages import Message, msg
from graphsvc.text_folding import plain

_WORD = re.compile(r"[^\W\d_]+")
_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"[-+]?[\d.,\s]*\d[\d.,\s]*%?")
_UNIT = r"(?:[^\W\d_]+\.?|[^\w\s.,+-])?"
_AMOUNT = re.compile(rf"{_UNIT}\s*{_NUMBER.pattern}\s*{_UNIT}")
_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}(?:[T ].*)?|\d{1,2}[./-]\d{1,2}[./-](?:\d{2}|\d{4})")
_TRUTH = frozenset(
    (
        *("true", "false", "wahr", "falsch", "vrai", "faux", "vero", "falso", "verdadero"),
        *("ja", "nein", "yes", "no"),
    )
)
_DAY = re.compile(r"\d{1,2}\.\s?\d{1,2}\.\s?\d{4}|\d{1,4}[/-]\d{1,2}[/-]\d{1,4}|(?:19|20)\d\d")
_ENDING = re.compile(r"[(,:–—-]\s*([^\W\d_]+)(?:\s+(?:[^\W\d_]{1,4}|[\d./-]*\d[\d./-]*))*\s*\)?$")
"""A word at the end of a name, in brackets or behind a dash, perhaps with a date: "(left on 1.1.2023)"."""
_BEGINNING = 40
"""Characters within which "Former member:" stands before a name."""
_OTHER_MARKS = re.compile(r"[;|\t]")
_MOSTLY = 0.6

TOTAL = msg("looks like a total")
NOTED = msg("looks like a date or a remark about the list")
HEADING = msg("looks like a heading over members")
TOWN = msg("a place over members: taken as theirs")
FORMER = msg("looks like a former member")
LONELY = msg("stands alone in its row: a member, or a heading?")
REACHED = msg("a line of an address or a way to reach somebody as a name")
STRUCK = msg("struck through in the spreadsheet")
HIDDEN = msg("hidden in the spreadsheet")
NOBODY = msg("a word for a person without an organization as a name")
HEADER_AGAIN = msg("the names of the columns once more")


_NO_NAMES: tuple[tuple[Callable[[str], object], Message], ...] = (
    (_NUMBER.fullmatch, msg("a number as a name")),
    (_DATE.fullmatch, msg("a date as a name")),
    (_TRUTH.__contains__, msg("a truth value as a name")),
    (is_nothing, msg("a word for “nothing” as a name")),
)


@dataclass(frozen=True)
class UsualRows:
    """What the rows of a list are like: names of columns, and the share of rows that fill several cells."""

    header: tuple[str, ...]
    several: float


def usual_rows(header: Sequence[str], rows: Sequence[Sequence[str]]) -> UsualRows:
    """What is usual in a list."""
    filled = sum(len([cell for cell in cells if cell]) > 1 for cells in rows)
    return UsualRows(tuple(map(plain, header)), filled / len(rows) if rows else 0.0)


def no_member(cells: Sequence[str], usual: UsualRows, *, placed: bool) -> Message | None:
    """Why a row is no member; nothing where it is one. `placed` says that it names a place or the like."""
    filled = [cell for cell in cells if cell]
    if any(usual.header) and tuple(map(plain, cells)) == usual.header:
        return HEADER_AGAIN
    first = filled[0]
    words = set(_WORD.findall(plain(first)))
    if not placed and _is_total(first, words) and all(map(_is_count, filled[1:])):
        return TOTAL
    if len(filled) > 2 or (len(filled) == 2 and not (_DATE.fullmatch(filled[1]) or filled[1].isdigit())):
        return None
    noted = len(filled) == 2 and (first.endswith(":") or (words and words <= _listed("noted")))
    if _is_note(first, words) or noted:
        return NOTED
    if len(filled) == 1 and usual.several and (_is_heading(first) or first.endswith(":")):
        return HEADING
    return None


def former(name: str, cells: Sequence[str], until: str, today: str | None) -> Message | None:
    """Why a row is of a former member: it names a date of leaving, or a cell says that the member has left.

    Such a cell begins with a word for it, the name ends in one. Who leaves on a later day than `today` (in
    ISO form; none: not known) is a member still.

    >>> [former(name, (), "", None) is FORMER for name in ("Mill AG (left 2023)", "Mill (former Miller)")]
    [True, False]
    >>> [former("Mill AG", ["gekündigt zum 31.12.2027"], until, "2026-11-30") for until in ("", "2028")]
    [None, None]
    """
    ending = _ENDING.search(plain(name))
    if _DIGIT.search(until):
        return None if _is_later(until, today) else FORMER
    said = [cell for cell in cells if (word := _WORD.match(plain(cell))) and word[0] in _listed("former")]
    begin, mark, _ = plain(name[:_BEGINNING]).partition(":")
    said += [begin] if mark and is_former_word(begin.split(" ")[0]) else []
    said += [ending[0]] if ending and ending[1] in _listed("former") else []
    return FORMER if any(not _is_later(text, today) for text in said) else None


def says_active(column: str) -> bool:
    """Whether a column of that name says whether somebody is a member still."""
    word = _WORD.match(plain(column))
    return word is not None and word[0] in _listed("active")


def says_no(cell: str) -> bool:
    """Whether a cell says no.

    >>> says_no("Nein"), says_no("N"), says_no("ja")
    (True, True, False)
    """
    return plain(cell.strip()) in _listed("no")


def is_former_word(word: str) -> bool:
    """Whether a word without accents says that somebody is a member no more."""
    return word in _listed("former")


def hidden_or_struck(sheet: ListSheet, row: int, name_at: int) -> Message | None:
    """Why a row is left out by how its spreadsheet shows it: not at all, or its name struck through."""
    if (row, sheet.columns[name_at]) in sheet.struck:
        return STRUCK
    return HIDDEN if row in sheet.hidden else None


def _is_later(text: str, today: str | None) -> bool:
    """Whether the last day that a text names is after `today`; a year or month alone lasts to its end."""
    days = [day for part in _DAY.findall(text) if (day := dates.date(part)[0])]
    return today is not None and bool(days) and f"{max(days)}~" > today


def lonely(cells: Sequence[str], usual: UsualRows) -> Message | None:
    """Why a row that has a name alone is doubted, where others say more and the name is of no company."""
    filled = [cell for cell in cells if cell]
    alone = len(filled) == 1 and usual.several >= _MOSTLY
    alone = alone and kind_of_name(filled[0]) is not OrganizationKind.COMPANY
    return LONELY if alone else None


def odd_name(name: str, delimiter: str) -> Message | None:
    """Why a name is none: a number, a date, a truth value, a word for nothing, or several cells in one."""
    word = name.strip().lower()
    for is_one, reason in _NO_NAMES:
        if is_one(word):
            return reason
    if "".join(_WORD.findall(plain(name))) in _listed("nobody"):
        return NOBODY
    if delimiter and _OTHER_MARKS.search(name.replace(delimiter, "")):
        return msg("several cells in one? It holds the sign that stands between cells in other files")
    return REACHED if kind_of_name(name) is None and is_reaching(name) else None


def kind_in_words(text: str) -> str | None:
    """The kind of organization that a cell of a column of kinds names."""
    word = text.strip()
    if not word:
        return None
    exact = cleaning.kind(word)[0]
    words = set(_WORD.findall(plain(word)))
    named = exact or next((kind for kind in OrganizationKind if words & _listed(kind)), None)
    return named or kind_of_name(word)


def role_in_words(text: str) -> str | None:
    """The role in a cluster that a cell names, nothing for those that are no role here."""
    words = set(_WORD.findall(plain(text)))
    if words & _listed("founding"):
        return MembershipRole.FOUNDING_MEMBER
    return MembershipRole.BOARD if words & _listed("board") else None


def _is_total(text: str, words: set[str]) -> bool:
    totals = words & _listed("total")
    others = words - _listed("total") - _listed("group") - _listed("amount")
    others = {word for word in others if not {NAME, ORGANIZATION} & senses_of(word).keys()}
    counted = bool(_DIGIT.search(text)) and bool(words & _listed("group")) and text.strip()[0].isdigit()
    return not others and (bool(totals) or counted)


def _is_count(text: str) -> bool:
    return bool(_AMOUNT.fullmatch(text.strip())) or _is_total(text, set(_WORD.findall(plain(text))))


def _is_note(text: str, words: set[str]) -> bool:
    plain_words = words - _listed("month")
    if text.lstrip().startswith("*") or _DATE.fullmatch(text.strip()):
        return True
    begin = _WORD.match(plain(text))
    return (
        begin is not None
        and begin[0] in _listed("noted")
        and (plain_words <= _listed("noted") or ":" in text[:25])
        and (bool(_DIGIT.search(text)) or ":" in text)
    )


def _is_heading(text: str) -> bool:
    words = _WORD.findall(plain(text))
    groups = _listed("group")
    if words and words[0] in _listed("title"):
        return True
    if kind_of_name(text) is not None and len(text.split()) > 1:
        return False
    return (
        bool(words)
        and len(words) <= 5
        and (words[-1] in groups or words[0] in groups or _ends_as_group(words[-1]))
    )


def _ends_as_group(word: str) -> bool:
    return word.endswith(("mitglieder", "mitglied", "medlemmar", "medlemmer", "partner", "leden"))


@lru_cache(maxsize=16)
def _listed(kind: str) -> frozenset[str]:
    text = resources.files("graphsvc.ingest").joinpath("data", "list_rows.txt").read_text("utf-8")
    lines = dict(line.split(":", 1) for line in text.splitlines() if not line.startswith("#"))
    return frozenset(lines[kind].split())
