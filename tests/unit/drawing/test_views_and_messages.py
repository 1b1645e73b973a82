import string
from pathlib import Path

import pytest

from graphsvc.drawing import load_views, messages, texts_for, told
from graphsvc.drawing.messages import both, in_language
from graphsvc.errors import InvalidData


def test_the_views_that_ship_are_valid_and_show_every_kind() -> None:
    views = load_views()
    assert {view.shows for view in views.values()} == {
        "network",
        "projects",
        "clusters",
        "geographic",
        "chain",
        "neighbourhood",
    }
    assert list(views) == sorted(views)


def test_every_fault_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    good = Path("visualizations/network.yml").read_text(encoding="utf-8")
    (tmp_path / "other.yml").write_text(good, encoding="utf-8")
    (tmp_path / "broken.yml").write_text("id: [", encoding="utf-8")
    (tmp_path / "wrong.yml").write_text("id: wrong\nshows: everything\n", encoding="utf-8")
    with pytest.raises(InvalidData) as error:
        load_views(tmp_path)
    assert {issue.file for issue in error.value.issues} == {"other.yml", "broken.yml", "wrong.yml"}


def test_every_text_is_there_in_both_languages_with_the_same_places() -> None:
    for key, texts in messages().items():
        assert set(texts) == {"de", "en"}, key
        places = [
            {name for _, name, _, _ in string.Formatter().parse(text) if name} for text in texts.values()
        ]
        assert places[0] == places[1], key


def test_numbers_are_grouped_as_the_language_does() -> None:
    assert told("map.expanded", "de", nodes=12345) == "12.345 dazugeholt"
    assert both("map.expanded", nodes=12345)["en"] == "12,345 added"


def test_a_script_gets_only_its_own_texts() -> None:
    assert all(key.startswith("chart.") for key in texts_for(("chart.",), "de"))
    assert in_language({"en": "x"}, "de") == "x"
