"""English words that were kept as they are (job messages, import reports), told in the language of the page.

The wordings come from the catalogue: `english` and `msg` put them there. What fits none stays as it stands.
"""

import re
from functools import cache, lru_cache

from babel.numbers import format_decimal
from flask_babel import gettext as _

from graphsvc.errors import MOST_TOLD, InvalidData, Issue
from graphsvc.messages import Message, msg
from graphsvc.web.language import language, tell
from graphsvc.web.translations import SOURCE_LANGUAGE, catalogue

FOREIGN = (
    msg("Field required"),
    msg("Extra inputs are not permitted"),
    msg("Value error, %(reason)s"),
    msg("Input should be a valid string"),
    msg("Input should be a valid number"),
    msg("Input should be a valid number, unable to parse string as a number"),
    msg("Input should be a valid integer, unable to parse string as an integer"),
    msg("Input should be a finite number"),
    msg("Input should be less than or equal to %(n)s"),
    msg("Input should be greater than or equal to %(n)s"),
    msg("Input should be %(choices)s"),
    msg("String should have at least %(n)s character"),
    msg("String should have at least %(n)s characters"),
    msg("String should have at most %(n)s characters"),
    msg("String should match pattern %(pattern)s"),
)
"""What pydantic says of a value it refuses."""

LEAST = 5
DEEPEST = 3
_PLACE = re.compile(r"%\((\w+)\)s")
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+")
_ISSUE = re.compile(r"(?P<place>\s*[^:]+(?::\d+)?(?:, [^:]+)?): (?P<reason>.+?)(?: \(found (?P<value>.*)\))?")


def retold(words: str | Message | None) -> str:
    """Kept English words in the language of the page, line by line; a line `place: reason` by its reason."""
    if isinstance(words, Message):
        return tell(words)
    if not words or language() == SOURCE_LANGUAGE:
        return words or ""
    return "\n".join(_line(line) for line in words.split("\n"))


def faults(error: InvalidData) -> str:
    """What is wrong with an input, all at once, in the language of the page."""
    return "; ".join([retold(error.message), *(_issue(issue) for issue in error.issues[:MOST_TOLD])])


def _issue(issue: Issue) -> str:
    place = ", ".join(part for part in (issue.file, issue.column) if part)
    if issue.row:
        place = _("%(place)s, row %(row)s", place=place, row=issue.row)
    return _placed(place, issue.reason, issue.value)


def _placed(place: str, reason: str | Message, value: str | None) -> str:
    words = retold(reason)
    if not value:
        return f"{place}: {words}"
    return str(_("%(place)s: %(reason)s (found %(value)s)", place=place, reason=words, value=value))


def _line(line: str) -> str:
    whole = _told(line, language())
    if whole != line:
        return whole
    issue = _ISSUE.fullmatch(line)
    return _placed(issue["place"], issue["reason"], issue["value"]) if issue else line


@lru_cache(maxsize=4096)
def _told(text: str, to: str, depth: int = 0) -> str:
    if _NUMBER.fullmatch(text):
        return str(format_decimal(int(text.replace(",", "")), locale=to))
    exact, patterns = _wordings(to)
    if text in exact:
        return exact[text]
    if depth < DEEPEST:
        for pattern, names, wording in patterns:
            found = pattern.fullmatch(text)
            if found:
                values = zip(names, found.groups(), strict=True)
                return wording % {name: _told(value, to, depth + 1) for name, value in values}
    return text


@cache
def _wordings(to: str) -> tuple[dict[str, str], list[tuple[re.Pattern[str], list[str], str]]]:
    """Texts without values by their words; patterns of the others, those with most own words first."""
    exact: dict[str, str] = {}
    patterns = []
    for message in catalogue(to):
        text, wording = message.id, message.string
        if not text or not isinstance(text, str) or not isinstance(wording, str) or not wording:
            continue
        names = _PLACE.findall(text)
        parts = _PLACE.split(text)[::2]
        own = sum(map(len, parts))
        if not names:
            exact[text] = wording
        elif own >= LEAST and len(set(names)) == len(names):
            pattern = "(.+?)".join(re.escape(part.replace("%%", "%")) for part in parts)
            patterns.append((-own, text, re.compile(pattern, re.DOTALL), names, wording))
    return exact, [
        (pattern, names, wording)
        for _own, _text, pattern, names, wording in sorted(patterns, key=lambda one: one[:2])
    ]
