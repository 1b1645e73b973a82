"""The page of organizations that are likely known twice: compared, decided one by one, taken back."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from graphsvc.answers.user_content.duplicates import Duplicates, LikelySame
from graphsvc.bootstrap import Services, bootstrap
from graphsvc.domain.ports import opened
from graphsvc.settings import Settings
from graphsvc.state.alike_pairs import AlikePairs
from tests.web.forms import send

PAGE = "/duplicates"


@pytest.fixture(scope="module")
def compared(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance folder where the pairs are known, as after the work of the worker."""
    home = tmp_path_factory.mktemp("compared") / "home"
    shutil.copytree(seeded, home)
    made = bootstrap(Settings(home=home))
    with opened(made.graph.store):
        made.people.duplicates.compare(lambda *_: None)
    return home


@pytest.fixture
def own(compared: Path, tmp_path: Path) -> Iterator[Services]:
    made = bootstrap(Settings(home=Path(shutil.copytree(compared, tmp_path / "home"))))
    with opened(made.graph.store):
        yield made


def first(own: Services) -> LikelySame:
    return own.people.duplicates.show().first[0]


def say(client: FlaskClient, pair: LikelySame, said: str) -> str:
    ids = {"one": pair.one.ref.id, "other": pair.other.ref.id}
    return send(client, f"{PAGE}?lang=en", PAGE, said=said, **ids).text


def test_pairs_say_what_agrees_and_nothing_is_chosen_beforehand(writer: FlaskClient, own: Services) -> None:
    shown = own.people.duplicates.show()
    text = writer.get(PAGE, query_string={"lang": "en"}).text
    assert text.count('value="same"') == len(shown.first) == 10
    assert f"{shown.open} pairs are open." in text
    assert "checked" not in text
    assert all(pair.one.ref.id < pair.other.ref.id and pair.agreed for pair in shown.first)
    assert "Dieselbe" in writer.get(PAGE, query_string={"lang": "de"}).text


def test_not_the_same_is_gone_and_asked_again(writer: FlaskClient, own: Services) -> None:
    pair, before = first(own), own.people.duplicates.show().open
    digest = own.graph.snapshot().digest
    text = say(writer, pair, "different")
    assert "1 pair is not the same" in text
    after = own.people.duplicates.show()
    assert (after.open, after.different) == (before - 1, ((pair.one.ref, pair.other.ref),))
    assert own.graph.snapshot().digest == digest
    say(writer, pair, "open")
    assert first(own) == pair


def test_later_comes_last(writer: FlaskClient, own: Services) -> None:
    pair, before = first(own), own.people.duplicates.show().open
    assert "1 of them was put off and comes last." in say(writer, pair, "later")
    after = own.people.duplicates.show()
    assert (after.open, after.later) == (before, 1)
    assert first(own) != pair


def test_the_same_merges_and_goes_on(writer: FlaskClient, own: Services) -> None:
    pair, before = first(own), own.people.duplicates.show().open
    text = say(writer, pair, "same")
    assert "they are one organization now" in text
    kept, gone = pair.one.ref.id, pair.other.ref.id
    assert own.catalog.organization(gone).ref.id == kept
    assert own.people.duplicates.show().open < before
    assert gone not in re.findall(r'name="(?:one|other)" value="([^"]+)"', text)
    send(writer, f"/organizations/{kept}", f"/organizations/{kept}/split", record=gone)
    assert own.people.duplicates.show().open == before


def test_what_is_no_pair_is_refused_in_words(writer: FlaskClient, own: Services) -> None:
    pair = first(own)
    ids = {"one": pair.one.ref.id, "other": pair.one.ref.id}
    assert (
        "Only two organizations make a pair."
        in send(writer, f"{PAGE}?lang=en", PAGE, said="later", **ids).text
    )


def test_the_page_opens_while_the_worker_compares(
    client: FlaskClient, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, dict[str, str]]] = []

    def later(kind: str, **arguments: str) -> tuple[int, int]:
        asked.append((kind, arguments))
        return (1200, 2692) if asked[1:] else (0, 1)

    comparing = Duplicates(services.graph, services.settings, later)
    monkeypatch.setattr(comparing, "_kept", AlikePairs(services.settings.home / "none"))
    monkeypatch.setattr(services.people, "duplicates", comparing)
    begun, further = (client.get(PAGE, query_string={"lang": "en"}) for _ in range(2))
    assert (begun.status_code, further.status_code) == (200, 200)
    total = f"{len(services.graph.snapshot().organizations.ids):,}"
    assert f"Compared: 0 of {total} organizations" in begun.text
    assert f"Compared: 1,200 of {total} organizations" in further.text
    assert "data-reload" in further.text
    assert 'value="same"' not in further.text
    assert asked[0] == ("duplicates", {"digest": services.graph.snapshot().digest})
