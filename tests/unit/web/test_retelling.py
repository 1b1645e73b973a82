"""English words that were kept are told in the language of the page."""

import ast
import re
from collections.abc import Iterator

import pytest
from flask import Flask

from graphsvc.errors import InvalidData, Issue
from graphsvc.web import language
from graphsvc.web.retelling import FOREIGN, faults, retold
from tests.support.messages import PACKAGE, texts, wordings, written

PLACE = re.compile(r"%\((\w+)\)s")


def kept() -> list[str]:
    """The wordings of everything that is kept in English."""
    found = {sentence.text for sentence in FOREIGN}
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "english":
                found |= {str(part.value) for part in node.args if isinstance(part, ast.Constant)}
    return sorted(found)


KEPT = kept()


@pytest.fixture
def german() -> Iterator[None]:
    app = Flask(__name__)
    language.init_app(app, "en")
    with app.test_request_context("/?lang=de"):
        app.preprocess_request()
        yield


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize("text", KEPT)
def test_everything_that_is_kept_can_be_told_in_german(text: str) -> None:
    wording = next(wordings(message)[0] for message in written() if texts(message)[0] == text)
    values = {name: f"Qx{place}" for place, name in enumerate(PLACE.findall(text))}
    assert retold(text % values) == wording % values


def test_there_is_much_that_is_kept() -> None:
    assert len(KEPT) > 120


@pytest.mark.usefixtures("german")
def test_values_are_told_as_well_and_names_stay() -> None:
    assert retold("Value error, must not be empty") == "nicht möglich: darf nicht leer sein"
    assert retold("left out: the name holds control characters") == (
        "weggelassen: der Name enthält Steuerzeichen"
    )
    assert retold("members.csv has more than 5,000 rows") == "members.csv hat mehr als 5.000 Zeilen"
    assert retold("<img src=x> unlike anything said here") == "<img src=x> unlike anything said here"
    assert retold(None) == retold("") == ""


@pytest.mark.usefixtures("german")
def test_a_message_with_its_findings_is_told_line_by_line() -> None:
    error = InvalidData(
        "data does not fit its mapping",
        [
            Issue("a.csv", 1, "name", "id, title", "the column is missing"),
            Issue("b.csv", 0, "", "", "too large"),
        ],
    )
    assert retold(str(error)).split("\n") == [
        "data passt nicht zu seiner Zuordnung",
        "  a.csv:1, name: die Spalte fehlt (gefunden: 'id, title')",
        "  b.csv: zu groß",
    ]
    assert faults(error) == (
        "data passt nicht zu seiner Zuordnung; a.csv, name, Zeile 1: die Spalte fehlt (gefunden: id, title); "
        "b.csv: zu groß"
    )


def test_english_pages_have_the_words_as_they_are() -> None:
    app = Flask(__name__)
    language.init_app(app, "en")
    with app.test_request_context("/?lang=en"):
        app.preprocess_request()
        assert retold("too large") == "too large"
        error = InvalidData("x", [Issue("a.csv", 2, "name", "v", "named twice")])
        assert faults(error) == "x; a.csv, name, row 2: named twice (found v)"
