"""The operator's NUTS regions: what is drawn, and what a faulty file is told."""

import json
from pathlib import Path
from typing import Any

import pytest

from graphsvc.errors import InvalidData
from graphsvc.ingest.nuts_geojson import geojson, read_outlines

SQUARE = [[[8.0, 54.0], [11.0, 54.0], [11.0, 55.0], [8.0, 54.0]]]
HOSTILE = "<img src=x onerror=alert(1)>"


def feature(code: object = "DEF0", **properties: object) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"NUTS_ID": code, **properties},
        "geometry": {"type": "Polygon", "coordinates": SQUARE},
    }


def written(folder: Path, *features: object) -> Path:
    path = folder / "nuts.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def test_regions_are_read_with_code_level_and_name(tmp_path: Path) -> None:
    file = written(tmp_path, feature("EL", LEVL_CODE=0, NAME_LATN=HOSTILE), feature("DEF03"), feature("XX1"))
    found = read_outlines(file)
    assert [(one.code, one.level, one.name) for one in found] == [
        ("DEF03", 3, "DEF03"),
        ("EL", 0, HOSTILE),
        ("XX1", 1, "XX1"),
    ]
    features = json.loads(geojson(found))["features"]
    assert [one["id"] for one in features] == ["region:DEF03", "region:GR", None]
    assert features[0]["geometry"] == {"type": "MultiPolygon", "coordinates": [SQUARE]}


def test_positions_are_rounded_and_repeated_ones_left_out(tmp_path: Path) -> None:
    near = feature()
    near["geometry"]["coordinates"] = [[[8.00001, 54], [8.00002, 54], [9, 55.12345], [8, 55], [8, 54]]]
    (found,) = read_outlines(written(tmp_path, near))
    assert found.polygons == (([[8.0, 54], [9, 55.123], [8, 55], [8, 54]],),)


def bad(**changes: object) -> dict[str, Any]:
    return {**feature(), **changes}


@pytest.mark.parametrize(
    ("one", "named"),
    [
        (feature(None), "feature 2, NUTS_ID: must be a NUTS code"),
        (feature("de9"), "feature 2 (de9), NUTS_ID: must be a NUTS code"),
        (feature("DE9"), "feature 2 (DE9), NUTS_ID: is there twice"),
        (feature("DEF0", LEVL_CODE=3), "feature 2 (DEF0), LEVL_CODE: must be 2 for a code of 4 characters"),
        (feature("DEF0", NAME_LATN=7), "feature 2 (DEF0), NAME_LATN: must be a text"),
        (bad(geometry=None), "feature 2 (DEF0), geometry: must be a Polygon or MultiPolygon"),
        (bad(geometry={"type": "Point", "coordinates": [1, 2]}), "must be a Polygon or MultiPolygon"),
        (
            bad(geometry={"type": "Polygon", "coordinates": [[[4e6, 3e6]] * 4]}),
            "must be degrees east and north (take the file for EPSG:4326)",
        ),
        (bad(geometry={"type": "Polygon", "coordinates": [[[1, "2"]] * 4]}), "must be two numbers"),
        (bad(geometry={"type": "Polygon", "coordinates": [[[1, 2]]]}), "four positions or more"),
        (bad(geometry={"type": "MultiPolygon", "coordinates": [7]}), "must be made of rings"),
        (bad(properties=None), "feature 2, properties: must hold NUTS_ID"),
        ("nothing", "feature 2, type: must be a Feature"),
    ],
)
def test_a_fault_names_file_feature_property_value_and_reason(
    tmp_path: Path, one: object, named: str
) -> None:
    with pytest.raises(InvalidData) as error:
        read_outlines(written(tmp_path, feature("DE9"), one))
    assert "nuts.geojson" in str(error.value)
    assert named in str(error.value)
    assert len(error.value.issues) == 1


def test_all_faults_are_told_at_once_up_to_fifty(tmp_path: Path) -> None:
    with pytest.raises(InvalidData) as error:
        read_outlines(written(tmp_path, *[feature(number) for number in range(60)]))
    assert len(error.value.issues) == 51
    assert str(error.value.issues[-1].reason) == "10 more features are faulty"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"type": "FeatureCollection", "features": []}', "\xff"])
def test_what_is_no_collection_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "nuts.geojson"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(InvalidData, match=r"nuts\.geojson"):
        read_outlines(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidData, match="cannot be read"):
        read_outlines(tmp_path / "nowhere.geojson")
