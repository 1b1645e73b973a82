from pathlib import Path

import pytest

from graphsvc.drawing import Layouts, MapGraph, MissingAssets, load_views
from graphsvc.drawing.gallery import best_connected, draw_all
from tests.unit.drawing.worlds import small_world


@pytest.fixture
def vendor(tmp_path: Path) -> Path:
    folder = tmp_path / "vendor"
    folder.mkdir()
    for kind in ("map", "charts", "neighbourhood"):
        (folder / f"{kind}.js").write_text("void 0;", encoding="utf-8")
        (folder / f"{kind}.css").write_text("p {}", encoding="utf-8")
    (folder / "countries.json").write_text('{"type": "FeatureCollection", "features": []}', encoding="utf-8")
    return folder


def test_every_view_is_drawn_in_both_languages_and_the_index_leads_to_all(
    tmp_path: Path, vendor: Path
) -> None:
    written = draw_all(MapGraph(small_world()), load_views(), Layouts(), tmp_path / "gallery", vendor)
    names = {path.name for path in written}
    assert {f"{view}.{language}.html" for view in load_views() for language in ("de", "en")} <= names
    for language in ("de", "en"):
        index = (tmp_path / "gallery" / f"index.{language}.html").read_text(encoding="utf-8")
        assert all(
            name in index for name in names if name.endswith(f"{language}.html") and "index" not in name
        )


def test_drawing_twice_gives_the_same_bytes(tmp_path: Path, vendor: Path) -> None:
    first = draw_all(MapGraph(small_world()), load_views(), Layouts(), tmp_path / "one", vendor)
    second = draw_all(MapGraph(small_world()), load_views(), Layouts(), tmp_path / "two", vendor)
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_scripts_that_are_not_built_are_named(tmp_path: Path) -> None:
    (tmp_path / "countries.json").write_text("{}", encoding="utf-8")
    with pytest.raises(MissingAssets, match="make env"):
        draw_all(MapGraph(small_world()), load_views(), Layouts(), tmp_path / "gallery", tmp_path)


def test_the_best_connected_belongs_to_a_cluster() -> None:
    assert best_connected(MapGraph(small_world())) == "organization:pic-3"
