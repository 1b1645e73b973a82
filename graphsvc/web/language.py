"""Language of a page and everything that depends on it: wording, numbers, dates, names of countries."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent
from flask import Flask, Response, current_app, g, request
from flask_babel import Babel, get_locale, get_translations, gettext
from markupsafe import Markup, escape

from graphsvc.messages import Message, Value, filled
from graphsvc.taxonomy.sectors import sector_label
from graphsvc.text_folding import folded
from graphsvc.web.coverage_words import basis_word, state_word
from graphsvc.web.translations import LANGUAGES, Catalogues

COOKIE = "lang"
MISSING = "–"


def init_app(app: Flask, default_language: str) -> None:
    """Choose a language for every request and offer the words and formats to the templates."""
    Babel(app, default_locale=default_language, locale_selector=chosen_language)
    catalogues = Catalogues()

    @app.before_request
    def use_catalogues() -> None:
        g.default_language = default_language
        catalogues.as_default()

    app.after_request(_remember)
    app.jinja_env.filters.update(
        tell=tell,
        label=label,
        sector=lambda name: label(sector_label(name)),
        number=number,
        share=share,
        day=day,
        country=country,
        listed=listed,
        by_name=by_name,
        signed=signed,
        state_word=state_word,
        basis_word=basis_word,
    )
    app.jinja_env.globals.update(_=_worded, gettext=_worded, ngettext=_counted)


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Words in a language where no page is asked for, as on the command line."""
    app = Flask(__name__)
    init_app(app, code)
    with app.test_request_context(f"/?lang={code}"):
        app.preprocess_request()
        yield


def chosen_language() -> str:
    """The address, else the cookie, else what the browser prefers, else the service's own language."""
    for wanted in (request.args.get("lang"), request.cookies.get(COOKIE)):
        if wanted in LANGUAGES:
            return wanted
    default: str = g.get("default_language", "en")
    return request.accept_languages.best_match(LANGUAGES) or default


def language() -> str:
    """Two letters of the language this request is answered in."""
    return str(_locale().language)


def tell(sentence: object) -> str:
    """`sentence` in the language of the page; anything that is no sentence is taken as it stands."""
    if sentence is None:
        return ""
    if isinstance(sentence, Mapping):
        return label(sentence)
    if isinstance(sentence, tuple | list):
        return listed(sentence)
    if not isinstance(sentence, Message):
        return str(sentence)
    values = {name: _shown(name, value) for name, value in sentence.values.items()}
    if sentence.many is None:
        text = gettext(sentence.text)
    else:
        n = sentence.values["n"]
        text = get_translations().ungettext(sentence.text, sentence.many, n if isinstance(n, int) else 2)
    return filled(str(text), values)


def label(labels: Mapping[str, str] | str | None) -> str:
    """The label of this language, else the English one, else any."""
    if labels is None or isinstance(labels, str):
        return labels or ""
    return labels.get(language()) or labels.get("en") or next(iter(labels.values()), "")


def number(value: float | None, digits: int = 1) -> str:
    """`1.234,5` in German, `1,234.5` in English; at most `digits` places."""
    if value is None:
        return MISSING
    if isinstance(value, int) or float(value).is_integer():
        return str(format_decimal(int(value), locale=_locale()))
    return str(format_decimal(round(value, digits), format="#,##0." + "#" * digits, locale=_locale()))


def signed(value: float, digits: int = 2) -> str:
    """A number with its sign and exactly `digits` places."""
    places = "0" * digits
    return str(format_decimal(value, format=f"+#,##0.{places};−#,##0.{places}", locale=_locale()))


def share(value: float | None, digits: int = 0) -> str:
    """A share of one as a percentage with `digits` places."""
    if value is None:
        return MISSING
    places = "." + "0" * digits if digits else ""
    sign = "\N{NO-BREAK SPACE}%" if language() == "de" else "%"
    return str(format_percent(value, format=f"#,##0{places}{sign}", locale=_locale()))


def day(value: str | date | None) -> str:
    """A date as precise as it is known: `22.11.2026`, `November 2026` or `2026`."""
    if value is None or value == "":
        return MISSING
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, str):
        parts = [int(part) for part in value[:10].split("-")]
        if len(parts) == 1:
            return value
        if len(parts) == 2:
            return str(format_skeleton("yMMMM", date(parts[0], parts[1], 1), locale=_locale()))
        value = date(*parts)
    if language() == "de":
        return str(format_date(value, format="dd.MM.yyyy", locale=_locale()))
    return str(format_date(value, format="d MMMM yyyy", locale=_locale()))


def country(code: str | None) -> str:
    """The name of the country in the language of the page."""
    return _locale().territories.get(code, code) if code else ""


def by_name(codes: Iterable[str]) -> list[str]:
    """Countries by their names in the language of the page, accents aside."""
    return sorted(codes, key=lambda code: (folded(country(code)), code))


def listed(parts: Iterable[object]) -> str:
    """`a, b und c`; in German `a und b sowie c` where a part has an "und" of its own."""
    words = [tell(part) for part in parts]
    if language() == "de" and len(words) > 1 and any(" und " in word for word in words):
        return f"{', '.join(words[:-1])} sowie {words[-1]}"
    return str(format_list(words, locale=_locale()))


def _worded(text: str, /, **values: object) -> Markup:
    """A text of a template in the language of the page; values are escaped unless they are markup."""
    return Markup(filled(gettext(text), {name: str(escape(value)) for name, value in values.items()}))  # noqa: S704 - our own text, values escaped


def _counted(one: str, many: str, num: int, /, **values: object) -> Markup:
    """As `_worded`, for a text whose wording depends on a count, in it written as numbers are (`%(num)s`)."""
    text = get_translations().ungettext(one, many, num)
    shown = {name: str(escape(value)) for name, value in {"num": number(num), **values}.items()}
    return Markup(filled(str(text), shown))  # noqa: S704 - our own text, values escaped


def _shown(name: str, value: Value) -> str:
    if isinstance(value, str):
        return day(value) if name.endswith("_date") else value
    if isinstance(value, Message | Mapping):
        return tell(value)
    if isinstance(value, tuple):
        parts = [_shown(name, part) for part in value]
        return "\n".join(parts) if name.endswith("_lines") else listed(parts)
    if isinstance(value, date):
        return day(value)
    return share(value) if name.endswith("_share") else number(value)


def _locale() -> Locale:
    return get_locale() or Locale("en")


def _remember(response: Response) -> Response:
    wanted, secure = request.args.get("lang"), current_app.config["SESSION_COOKIE_SECURE"]
    if wanted in LANGUAGES and request.cookies.get(COOKIE) != wanted:
        response.set_cookie(COOKIE, wanted, max_age=31_536_000, samesite="Lax", httponly=True, secure=secure)
    return response
