"""What is kept in memory is never older than the data and never someone else's."""

import re

from flask.testing import FlaskClient
from flask_openapi import OpenAPI

from graphsvc.bootstrap import Services
from graphsvc.web.response_cache import ResponseCache
from tests.support.addresses import DIL
from tests.web.forms import TOKEN, send


def test_a_shelf_holds_one_state_of_the_data() -> None:
    shelf = ResponseCache()
    assert shelf.get(1, b"a") is None
    shelf.put(1, b"a", b"one", "text/html")
    assert shelf.get(1, b"a") == (b"one", "text/html")
    assert shelf.get(2, b"a") is None
    shelf.put(1, b"a", b"late", "text/html")
    assert shelf.get(2, b"a") is None


def test_a_full_shelf_lets_the_least_asked_for_go() -> None:
    shelf = ResponseCache(most=8)
    shelf.get(1, b"a")
    for key in (b"a", b"b"):
        shelf.put(1, key, b"123", "text/html")
    shelf.get(1, b"a")
    shelf.put(1, b"c", b"123", "text/html")
    assert [key for key in (b"a", b"b", b"c") if shelf.get(1, key)] == [b"a", b"c"]


def test_a_shelf_counts_keys_and_answers() -> None:
    shelf = ResponseCache(most=1000, answers=3)
    shelf.get(1, b"a")
    shelf.put(1, b"k" * 1001, b"", "text/html")
    assert shelf.get(1, b"k" * 1001) is None
    for number in range(5):
        shelf.put(1, bytes([number]), b"", "text/html")
    assert [number for number in range(5) if shelf.get(1, bytes([number]))] == [2, 3, 4]


def test_every_visitor_has_a_token_of_their_own(app: OpenAPI) -> None:
    tokens = set()
    for _ in range(3):
        found = TOKEN.search(app.test_client().get(f"/partners/{DIL}").text)
        assert found
        tokens.add(found[1])
    assert len(tokens) == 3


def test_languages_are_kept_apart(client: FlaskClient) -> None:
    for language in ("de", "en", "de"):
        text = client.get("/partners", headers={"Accept-Language": language}).text
        assert f'<html lang="{language}">' in text


def test_what_is_written_shows_at_once(writer: FlaskClient, own: Services) -> None:
    first = own.matching.partners(DIL, top=1).matches[0].ref
    assert f'id="m-{first.id}"' in writer.get(f"/partners/{DIL}").text
    answer = send(writer, f"/partners/{DIL}", f"/feedback/{DIL}", target=first.id, reason="known")
    assert f'id="m-{first.id}"' not in answer.text
    assert 'class="notice good"' in answer.text
    again = writer.get(f"/partners/{DIL}").text
    assert f'id="m-{first.id}"' not in again
    assert 'class="notice good"' not in again
    word = re.search(r'name="word" value="([^"]+)"', again)
    assert word
    back = send(writer, f"/partners/{DIL}", f"/feedback/{DIL}/undo", word=word[1])
    assert f'id="m-{first.id}"' in back.text
    assert "may come again" in back.text
    pinned = send(writer, f"/partners/{DIL}", f"/feedback/{DIL}", target=first.id, verdict="pin")
    word = re.search(r'name="word" value="([^"]+)"', pinned.text)
    assert word
    back = send(writer, f"/partners/{DIL}", f"/feedback/{DIL}/undo", word=word[1])
    assert "No longer pinned" in back.text
    assert 'id="pinned"' not in back.text
