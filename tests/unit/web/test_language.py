"""Words, numbers and dates in the language of the page."""

from datetime import date

import pytest
from flask import Flask, render_template_string

from graphsvc.messages import msg, say_n
from graphsvc.web import language as words


@pytest.fixture
def app() -> Flask:
    app = Flask(__name__)
    words.init_app(app, "en")
    return app


def both(app: Flask, value: object) -> tuple[str, str]:
    shown = []
    for code in ("de", "en"):
        with app.test_request_context(f"/?lang={code}"):
            app.preprocess_request()
            shown.append(words.tell(value))
    return shown[0], shown[1]


def test_numbers_dates_and_lists(app: Flask) -> None:
    with app.test_request_context("/?lang=de"):
        app.preprocess_request()
        assert words.number(1234.56) == "1.234,6"
        assert words.number(1234) == "1.234"
        assert words.day("2026-11-22") == "22.11.2026"
        assert words.day("2014-09") == "September 2014"
        assert words.day(date(2026, 11, 2)) == "02.11.2026"
        assert words.day(None) == "–"
        assert words.listed(["a", "b", "c"]) == "a, b und c"
        assert words.listed(["a", "b und c", "d"]) == "a, b und c sowie d"
        assert words.country("NL") == "Niederlande"
        assert words.signed(-0.3) == "−0,30"
        assert words.share(0.571) == "57\N{NO-BREAK SPACE}%"
    with app.test_request_context("/?lang=en"):
        app.preprocess_request()
        assert words.number(1234.56) == "1,234.6"
        assert words.day("2026-11-22") == "22 November 2026"
        assert words.country("NL") == "Netherlands"


def test_sentences_are_told_in_both_languages(app: Flask) -> None:
    assert both(app, msg("Suppliers of each stage in both sets.")) == (
        "Anbieter je Stufe in beiden Gruppen.",
        "Suppliers of each stage in both sets.",
    )


def test_counts_choose_the_wording(app: Flask) -> None:
    one, many = "%(n)s project", "%(n)s projects"
    assert both(app, say_n(one, many, n=1))[1] == "1 project"
    assert both(app, say_n(one, many, n=1200))[1] == "1,200 projects"


def test_counts_of_templates_are_written_as_numbers_are(app: Flask) -> None:
    text = (
        "{{ ngettext('One member of your list is in use.', '%(num)s members of your list are in use.', n) }}"
    )
    with app.test_request_context("/?lang=de"):
        app.preprocess_request()
        assert render_template_string(text, n=8957) == "8.957 Mitglieder Ihrer Liste sind in Gebrauch."
        assert render_template_string(text, n=1) == "Ein Mitglied Ihrer Liste ist in Gebrauch."
    with app.test_request_context("/?lang=en"):
        assert render_template_string(text, n=8957) == "8,957 members of your list are in use."


def test_names_inside_sentences_stay_text(app: Flask) -> None:
    hostile = "100%(n)s <img src=x onerror=alert(1)>"
    assert both(app, msg("Suggestions for %(name)s", name=hostile)) == (
        f"Vorschläge für {hostile}",
        f"Suggestions for {hostile}",
    )


def test_a_name_that_ends_in_a_dot_ends_the_sentence(app: Flask) -> None:
    sentence = msg("Matching profile %(name)s.", name="foodRegio e.V.")
    assert both(app, sentence)[1] == "Matching profile foodRegio e.V."
    assert both(app, sentence)[0].endswith("foodRegio e.V.")
    assert not both(app, sentence)[0].endswith("..")
    with app.test_request_context("/?lang=de"):
        app.preprocess_request()
        shown = app.jinja_env.from_string('{{ _("Recognized as: %(name)s.", name=name) }}')
        assert shown.render(name="<b> e.V.") == "Erkannt als: &lt;b&gt; e.V."
        assert shown.render(name="Ltd") == "Erkannt als: Ltd."


@pytest.mark.parametrize(
    ("query", "cookie", "accepts", "expected"),
    [
        ("?lang=de", "en", "en", "de"),
        ("", "de", "en", "de"),
        ("", "", "de-AT,de;q=0.9", "de"),
        ("", "", "fr", "en"),
        ("?lang=xx", "", "fr", "en"),
    ],
)
def test_the_language_is_chosen_by_address_then_cookie_then_browser(
    app: Flask, query: str, cookie: str, accepts: str, expected: str
) -> None:
    headers = {"Accept-Language": accepts, "Cookie": f"lang={cookie}"}
    with app.test_request_context(f"/{query}", headers=headers):
        app.preprocess_request()
        assert words.language() == expected
