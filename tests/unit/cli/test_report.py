"""The paper for a board from the command line, and what `verify` finds in it."""

import io
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from graphsvc.report import frozen_in, write
from graphsvc.state.vector_cache import FILE
from tests.unit.cli.conftest import Call
from tests.unit.cli.test_coverage import FOUR

TODAY = ("--date", "2026-11-29")


def paper(call: Call, home: Path, folder: Path, name: str, language: str = "de") -> Path:
    path = folder / name
    said = call("report", *FOUR, "--out", str(path), "--language", language, *TODAY, home=home)
    assert (said.code, said.err) == (0, "")
    return path


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_four_food_clusters_fit_on_four_pages(
    call: Call, seeded: Path, tmp_path: Path, language: str
) -> None:
    content = paper(call, seeded, tmp_path, "report.pdf", language).read_bytes()
    pages = PdfReader(io.BytesIO(content)).pages
    assert 2 <= len(pages) <= 4
    text = " ".join(" ".join(page.extract_text().split()) for page in pages)
    said = {
        "de": (
            "29.11.2026",
            "4 Cluster 7 von 7 Pflichtstufen",
            "Packbridge",
            "CC BY 4.0",
            "Was nicht bekannt",
        ),
        "en": ("29 November 2026", "cover 7 of 7 required", "Packbridge", "CC BY", "What is not known"),
    }
    for words in said[language]:
        assert words in text


@pytest.mark.parametrize("form", ["pdf", "docx", "xlsx", "html"])
def test_verify_computes_everything_again_and_finds_one_changed_digit(
    call: Call, seeded: Path, tmp_path: Path, form: str
) -> None:
    path = paper(call, seeded, tmp_path, f"report.{form}")
    again = call("report", "verify", str(path), home=seeded)
    assert (again.code, again.err) == (0, "")
    assert "The text is the one that was written." in again.out
    assert "All figures are the same when computed again." in again.out
    frozen = frozen_in(form, path.read_bytes())
    short, *others = frozen.document.sections
    points = short.blocks[0]
    assert isinstance(points, tuple)
    forged = replace(
        short, blocks=((points[0].replace("7 von 7", "6 von 7"), *points[1:]), *short.blocks[1:])
    )
    document = replace(frozen.document, sections=(forged, *others))
    path.write_bytes(write(replace(frozen, document=document), form))
    found = call("report", "verify", str(path), home=seeded)
    assert found.code == 1
    assert "The text is the one that was written." in found.out
    assert "6 von 7" in found.out
    assert "7 von 7" in found.out


def test_two_stores_give_the_same_bytes_and_other_data_is_said(
    call: Call, seeded: Path, tmp_path: Path
) -> None:
    path, other = paper(call, seeded, tmp_path, "report.html"), tmp_path / "other"
    other.mkdir()
    shutil.copy(seeded / FILE, other)  # of the same texts, which take long to encode
    assert call("load", "seeds", home=other).code == 0
    assert paper(call, other, tmp_path, "again.html").read_bytes() == path.read_bytes()
    call("generate", str(tmp_path / "bundle"), "--organizations", "12")
    call("load", str(tmp_path / "bundle"), home=other)
    found = call("report", "verify", str(path), home=other)
    assert found.code == 1
    assert "The data has changed:" in found.out
    assert "The text is the one that was written." in found.out
    assert "Was nicht bekannt ist: “Von 124 Clustern" in found.out


def test_what_is_missing_or_cannot_be_written_is_a_usage_error(
    call: Call, seeded: Path, tmp_path: Path
) -> None:
    assert call("report", "--out", str(tmp_path / "a.pdf"), home=seeded).code == 2
    wrong = call("report", *FOUR, "--out", str(tmp_path / "a.odt"), home=seeded)
    assert wrong.code == 2
    assert "none of .pdf, .docx, .xlsx, .html" in wrong.err
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.4 nothing")
    assert call("report", "verify", str(tmp_path / "b.pdf"), home=seeded).code == 1
