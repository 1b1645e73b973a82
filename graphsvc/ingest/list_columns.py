"""What the columns of a member list hold: told by the words of their names and by their values."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from graphsvc.ingest.country_codes import country
from graphsvc.ingest.list_header_words import (
    CONTACT,
    COUNTRY,
    HEADER_WITHIN,
    NAME,
    ORGANIZATION,
    PLACE,
    POST_CODE,
    Sense,
    senses_of,
)
from graphsvc.ingest.list_towns import is_town
from graphsvc.ingest.organization_kinds import kind_of_name
from graphsvc.ingest.persons import is_person
from graphsvc.ingest.postal_lines import begins_with_post_code, is_address, post_code_and_place
from graphsvc.messages import Message, msg
from graphsvc.text_folding import plain

NOTHING, NAME_GOES_ON = "", "name_goes_on"
FIELDS: dict[str, Message] = {
    NOTHING: msg("not used"),
    NAME: msg("Name of the organization"),
    NAME_GOES_ON: msg("Rest of the name"),
    PLACE: msg("Place, also with postcode"),
    POST_CODE: msg("Postcode"),
    COUNTRY: msg("Country"),
    "website": msg("Website"),
    "kind": msg("Kind of organization"),
    "stage": msg("Value-chain stage"),
    "branch": msg("Branch or description"),
    "since": msg("Member since"),
    "until": msg("Member until"),
    "role": msg("Role in the cluster"),
    "first_name": msg("First name of a person"),
    "surname": msg("Surname of a person"),
}
"""What a person may choose for a column."""
SEVERAL = frozenset({"stage", "branch", NAME_GOES_ON, NOTHING})
"""What more than one column may hold; what they say is put together."""
_ORDER = (
    *(ORGANIZATION, NAME, "first_name", "surname", POST_CODE, PLACE, COUNTRY, "website", "kind", "stage"),
    *("branch", "since", "until", "role", CONTACT),
)
NO_NAMES = msg("which column is the name of the organization? No row with names of columns was found")
_HEADER_SCORE, _HEADER_SHARE = 0.75, 0.4
_LOOKED_AT = 300
_MOSTLY = 0.6
_POST_CODE = re.compile(r"(?:[A-Z]{1,3}[- ])?(?:\d{4,5}|\d{2,3}[ -]\d{2,3}|\d{4}[ -](?:[A-Z]{2}|\d{3}))")
_WEBSITE = re.compile(r"(?:https?://\S+|www\.\S+|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,6}(?:/\S*)?)", re.IGNORECASE)
_DATE = re.compile(r"(?:\d{4}-\d{1,2}-\d{1,2}.*|\d{1,2}[./]\d{1,2}[./]\d{2,4}|(?:19|20)\d\d)")
_NUMBER = re.compile(r"[-+]?[\d.,\s]+")
_LAST_NUMBER = re.compile(r"\d\W*$")
_STREET = re.compile(r"[^\W\d].*\d")
"""A number behind letters."""

Rows = Sequence[tuple[int, Sequence[str]]]


class Columns(NamedTuple):
    """The row that names the columns (0: none does), what each column is taken for, and what is not clear."""

    header: int
    fields: tuple[str, ...]
    problem: Message | None = None


def guessed(rows: Rows, header: int | None = None) -> Columns:
    """What the columns of a table hold; the row of their names is looked for unless it is given.

    Where no row names columns and the first one is no member, it is taken for names that are not understood.
    """
    found = header_row(rows) if header is None else header
    top = next((cells for _, cells in rows), ())
    fits = bool(found) or header == 0 or any(_is_organization(cell) for cell in top)
    if not fits and rows:
        found = rows[0][0]
    names = next((cells for number, cells in rows if number == found), ())
    body = [cells for number, cells in rows if number > found][:_LOOKED_AT]
    width = max((len(cells) for _, cells in rows), default=0)
    columns = [
        [cells[at].strip() for cells in body if at < len(cells) and cells[at].strip()] for at in range(width)
    ]
    fields, problem = _by_names(names, columns)
    fields += [NOTHING] * (width - len(fields))
    if fits and not problem:
        _by_values(fields, names, columns)
        _by_addresses(fields, columns)
    if NAME not in fields:
        problem = problem or _no_name(names, fields)
    return Columns(found, tuple(fields), problem)


def header_row(rows: Rows) -> int:
    """The number of the row that names the columns, 0 where none of the first ones does."""
    top = [(number, cells) for number, cells in rows if any(cell.strip() for cell in cells)][:HEADER_WITHIN]
    scores = [(_score(cells, top), -place, number) for place, (number, cells) in enumerate(top)]
    if len(scores) > 1 and scores[-1][2] == rows[-1][0]:
        scores.pop()  # below the last row nobody is named
    best = max(scores, default=(0.0, 0, 0))
    return best[2] if best[0] >= _HEADER_SCORE else 0


def names_in_one_row(rows: Rows) -> Rows:
    """The rows; where names of columns stand in two of them (a group over its parts), all in the lower one.

    The lower row says two names or more that the upper does not, and of the upper one's organization nothing.
    """
    for place, ((_, upper), (number, lower)) in enumerate(pairwise(rows[:HEADER_WITHIN])):
        own = [at for at, cell in enumerate(lower) if cell and cell != upper[at]]
        told = sum(bool(senses_of(lower[at])) for at in own)
        named = any(
            {ORGANIZATION, NAME} & senses_of(cell).keys() for at, cell in enumerate(upper) if at not in own
        )
        if named and told >= 2 and told >= _MOSTLY * len(own) and not any(map(_is_organization, lower)):
            names = tuple(low or high for low, high in zip(lower, upper, strict=True))
            return [*rows[:place], (number, names), *rows[place + 2 :]]
    return rows


def _score(cells: Sequence[str], top: Rows) -> float:
    """How much of a row names columns: for each kind of column the share of the letters of its name."""
    shares: dict[str, float] = {}
    filled = [at for at, cell in enumerate(cells) if cell.strip()]
    for at in filled:
        below = [other for _, other in top if other is not cells and list(other) != list(cells)]
        if any(at < len(other) and plain(other[at]) == plain(cells[at]) for other in below):
            continue
        for field, sense in senses_of(cells[at]).items():
            shares[field] = max(shares.get(field, 0.0), sense.letters / sense.of)
    score = sum(share for share in shares.values() if share > _HEADER_SHARE)
    return score if score >= _HEADER_SHARE * min(len(filled), 3) else 0.0


def _by_names(names: Sequence[str], columns: Sequence[Sequence[str]]) -> tuple[list[str], Message | None]:
    """The fields that names of columns tell; a company beats a name; beside a first name it is a person's."""
    senses = [senses_of(name) for name in names]
    votes = Counter(language for sense in senses for one in sense.values() for language in one.languages)
    fields = [_field(sense, votes) for sense in senses]
    persons = "first_name" in fields or "surname" in fields
    organizations = [at for at, field in enumerate(fields) if field == ORGANIZATION]
    plain_names = [at for at, field in enumerate(fields) if field == NAME]
    if persons and not organizations:
        organizations = [at for at in plain_names if _share(columns[at], _is_organization) > 0.5]
    if persons:
        part = "first_name" if "surname" in fields else "surname"
        fields = [part if field == NAME else field for field in fields]
    wanted = organizations or ([] if persons else plain_names)
    problem = None
    if len(wanted) > 1 and len({plain(names[at]) for at in wanted}) < len(wanted):
        problem = msg(
            "more than one column is called %(name)s; which is the name?", name=names[wanted[0]].strip()
        )
        wanted = []
    chosen = max(wanted, key=lambda at: (len(columns[at]), -at), default=None)
    fields = [NOTHING if field in {NAME, ORGANIZATION, CONTACT} else field for field in fields]
    if chosen is not None:
        fields[chosen] = NAME
        for at in {*wanted} & {*_numbered_alike(names, chosen)}:
            fields[at] = NAME_GOES_ON
    for field in {*fields} - SEVERAL:
        same = [at for at, one in enumerate(fields) if one == field]
        # "Kraj" is a place in Slovenia and a region in Czechia: the language of the other columns decides;
        # else a place that is no street before one that is
        best = max(same, key=lambda at: (_told(senses[at].get(field), votes), _no_street(columns[at]), -at))
        for at in set(same) - {best}:
            fields[at] = NOTHING
    return fields, problem


def _numbered_alike(names: Sequence[str], chosen: int) -> list[int]:
    """The columns behind one that are called as it is but for a number: "Name 2" behind "Name 1"."""
    bare = [_LAST_NUMBER.sub("", plain(name)).strip() for name in names]
    return [at for at in range(chosen + 1, len(names)) if bare[at] == bare[chosen]]


def _no_street(values: Sequence[str]) -> bool:
    return _share(values, lambda value: bool(_STREET.search(value))) < 1 - _MOSTLY


def _told(sense: Sense | None, votes: Counter[str]) -> int:
    """How many columns have names in a language in which this sense is meant."""
    return max((votes[language] for language in sense.languages), default=0) if sense else 0


def _by_values(fields: list[str], names: Sequence[str], columns: Sequence[Sequence[str]]) -> None:
    """Give columns without a telling name what their values show."""
    untold = [
        at for at in range(len(fields)) if not fields[at] and not (at < len(names) and senses_of(names[at]))
    ]
    # "PR" and "A" below a name that is not understood are a province or a class as well as a country
    code = 4 if any(name.strip() for name in names) else 2
    tests: tuple[tuple[str, Callable[[str], bool], float], ...] = (
        (COUNTRY, lambda value: len(value) >= code and country(value)[0] is not None, 0.8),
        ("website", lambda value: bool(_WEBSITE.fullmatch(value)) and "@" not in value, 0.8),
        (POST_CODE, lambda value: bool(_POST_CODE.fullmatch(value)) and not _DATE.fullmatch(value), 0.8),
        (NAME, _is_organization, 0.4),
        (PLACE, _is_place, 0.8),
    )
    for field, fits, least in tests:
        open_ = [at for at in untold if not fields[at]]
        if field == POST_CODE:
            open_ = [
                at for at in open_ if not _are_numbers_of_rows(columns[at]) and _beside(fields, at, names)
            ]
        shares = {at: _share(columns[at], fits) for at in open_}
        best = max(shares, key=lambda at: (shares[at], -at), default=None)
        no_place = field == PLACE and (names or NAME not in fields)
        if best is not None and field not in fields and shares[best] >= least and not no_place:
            fields[best] = field


def _are_numbers_of_rows(values: Sequence[str]) -> bool:
    """Whether numbers rise from row to row, as those of members and customers do and postcodes do not."""
    numbers = [int(value) if value.isdecimal() else 0 for value in values]
    return len(values) > 1 and all(left < right for left, right in pairwise(numbers))


def _beside(fields: Sequence[str], at: int, names: Sequence[str]) -> bool:
    """Whether a column stands beside that of the place, where one is named so."""
    named = any(name.strip() for name in names) and PLACE in fields
    return not named or PLACE in fields[max(at - 1, 0) : at + 2]


def _by_addresses(fields: list[str], columns: Sequence[Sequence[str]]) -> None:
    """Where no column names a place or postcode, take the first one of addresses that hold both."""
    if not {PLACE, POST_CODE} & set(fields):
        shares = (_share(column, _holds_place) for column in columns)
        found = (at for at, share in enumerate(shares) if not fields[at] and share >= _MOSTLY)
        if (at := next(found, None)) is not None:
            fields[at] = PLACE


def _holds_place(value: str) -> bool:
    return is_address(value) or (is_town(post_code_and_place("", value)[1]) and begins_with_post_code(value))


def _no_name(names: Sequence[str], fields: Sequence[str]) -> Message:
    if "surname" in fields or "first_name" in fields:
        return msg("the list names persons; which column is the name of the organization?")
    if any(name.strip() for name in names):
        shown = ", ".join(name.strip() for name in names if name.strip())[:200]
        return msg("which column is the name of the organization? There are %(columns)s", columns=shown)
    return NO_NAMES


def _share(values: Sequence[str], fits: Callable[[str], bool]) -> float:
    return sum(map(fits, values)) / len(values) if values else 0.0


def _is_organization(value: str) -> bool:
    return kind_of_name(value) is not None and not is_person(value)


def _is_place(value: str) -> bool:
    return (
        len(value) <= 40
        and not _NUMBER.fullmatch(value)
        and len(value.split()) <= 4
        and not _is_organization(value)
    )


def _field(senses: Mapping[str, Sense], votes: Counter[str]) -> str:
    """The field that most letters of a column's name tell, in the language of the others."""
    if POST_CODE in senses and PLACE in senses:
        return PLACE
    whose = max((senses[field].letters for field in (ORGANIZATION, NAME) if field in senses), default=0)
    what = {
        field: sense
        for field, sense in senses.items()
        if field not in {ORGANIZATION, NAME} and sense.letters + whose <= sense.of
    }
    if whose and what:  # "Company country": of the organization, but not its name
        senses = what
    told = {
        field: (sense.letters, _told(sense, votes), -_ORDER.index(field)) for field, sense in senses.items()
    }
    return max(told, key=told.__getitem__, default=NOTHING)
