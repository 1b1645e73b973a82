"""Pictures drawn without a browser: everything is on the page, and no name covers another."""

import io
import re
from collections.abc import Iterator
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from graphsvc.domain import Claim, DatasetInfo
from graphsvc.drawing import (
    Filter,
    Layouts,
    MapGraph,
    Origin,
    PictureSize,
    Scene,
    build_scene,
    composed,
    load_views,
    to_png,
    to_svg,
)
from graphsvc.drawing.pictures.lettering import wrapped
from graphsvc.drawing.pictures.marks import Box, Disc, Picture, Stroke, TextLine
from graphsvc.errors import InvalidData
from tests.unit.drawing.worlds import HOSTILE, organization, small_world, takes_part

LONG = "Leibniz-Zentrum für Agrarlandschaftsforschung und nachhaltige Landwirtschaft in Müncheberg e. V."
ORIGIN = Origin(
    "https://graph.example.org/map?view=network",
    (DatasetInfo(id="test", title="Test", licence="CC BY 4.0", attribution="Source: test"),),
    Filter(country=("DE",)),
)
SIZES = [PictureSize(), PictureSize(700, 1200), PictureSize(600, 600)]


def scene_of(many: int = 0, q: str = "") -> Scene:
    more: list[Claim] = [organization(100 + n, f"{LONG} {n}", country="DE") for n in range(many)]
    more += [takes_part(100 + n, 1 + n % 4) for n in range(many)]
    return build_scene(MapGraph(small_world(more)), load_views()["network"], Filter(q=q), Layouts())


def boxes(picture: Picture) -> Iterator[Box]:
    for mark in picture.marks:
        if isinstance(mark, TextLine):
            x, y = mark.at
            yield Box(x, y - 0.7 * mark.size, x + mark.width, y + 0.1 * mark.size)


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("many", [0, 300])
def test_no_words_cover_others_or_leave_the_page(many: int, size: PictureSize) -> None:
    picture = composed(scene_of(many), "de", ORIGIN, size)
    placed = list(boxes(picture))
    for one, other in combinations(placed, 2):
        apart = one.right <= other.left or other.right <= one.left
        assert apart or one.bottom <= other.top or other.bottom <= one.top, (one, other)
    for box in placed:
        assert box.left >= 0
        assert box.top >= 0
        assert box.right <= size.width
        assert box.bottom <= size.height


def test_few_nodes_are_all_named_in_full_and_of_many_it_says_how_many() -> None:
    scene = scene_of()
    told = " ".join(
        mark.text for mark in composed(scene, "en", ORIGIN, SIZES[0]).marks if isinstance(mark, TextLine)
    )
    for label in scene.nodes.labels:
        assert label in told
    many = composed(scene_of(300), "en", ORIGIN, SIZES[0])
    assert re.search(r"named: \d+, the largest first", to_svg(many))


@pytest.mark.parametrize(("language", "words"), [("de", "Lizenz CC BY 4.0"), ("en", "licence CC BY 4.0")])
def test_svg_holds_legend_and_origin_as_text(language: str, words: str) -> None:
    scene = scene_of()
    drawn = to_svg(composed(scene, language, ORIGIN, SIZES[0]))
    assert words in drawn
    assert "<img" not in drawn
    root = ET.fromstring(drawn)  # noqa: S314 - our own
    texts = [text.text or "" for text in root.iter("{http://www.w3.org/2000/svg}text")]
    for kind in {scene.edge_kinds[place].label[language] for place in scene.edges.kind}:
        assert any(text.startswith(f"{kind} (") for text in texts)
    titles = {title.text for title in root.iter("{http://www.w3.org/2000/svg}title")}
    assert HOSTILE in titles


def test_every_node_and_tie_is_drawn_in_the_color_of_the_legend() -> None:
    scene = scene_of()
    marks = composed(scene, "en", ORIGIN, SIZES[0]).marks
    assert sum(isinstance(mark, Disc) and bool(mark.name) for mark in marks) == len(scene.nodes)
    ties = [mark for mark in marks if isinstance(mark, Stroke) and mark.opacity < 1]
    assert len(ties) == len(scene.edges)
    keys = {mark.color for mark in marks if isinstance(mark, Stroke) and mark.opacity == 1}
    assert {tie.color for tie in ties} <= keys
    ends = [(tie.start, tie.end, tie.control) for tie in ties]
    assert len(set(ends)) == len(ends)


def test_png_shows_what_is_composed() -> None:
    picture = composed(scene_of(), "en", ORIGIN, SIZES[1])
    content = to_png(picture)
    assert content == to_png(picture)
    image = Image.open(io.BytesIO(content)).convert("RGB")
    assert image.size == (700, 1200)
    assert image.info["Description"] == picture.about
    for mark in picture.marks:
        if isinstance(mark, Disc) and mark.radius > 4 and not mark.name:
            x, y = mark.center
            assert "#{:02x}{:02x}{:02x}".format(*image.getpixel((round(x), round(y)))) == mark.color  # type: ignore[misc]


def test_nothing_to_draw_says_so() -> None:
    drawn = to_svg(composed(scene_of(q="nobody has this name"), "de", ORIGIN, SIZES[0]))
    assert "Nichts passt zu diesem Filter" in drawn


def test_a_word_wider_than_the_page_is_broken() -> None:
    assert "".join(wrapped("x" * 200, 20, 100)) == "x" * 200


def test_a_size_that_cannot_be_is_refused_by_name() -> None:
    assert PictureSize.from_query({"width": [""], "height": ["800"]}) == PictureSize(height=800)
    with pytest.raises(InvalidData) as refused:
        PictureSize.from_query({"width": ["5001"], "height": ["12.5"]})
    assert [fault.column for fault in refused.value.issues] == ["width", "height"]
