"""`graphsvc batch` from the command line."""

from pathlib import Path

import pytest

from graphsvc.taxonomy.profiles import profile, write_profile
from tests.unit.cli.conftest import Call


@pytest.fixture
def small(call: Call, tmp_path: Path) -> Path:
    """An instance folder with 60 synthetic organizations."""
    home = tmp_path / "small"
    for words in (
        ("generate", str(tmp_path / "data"), "--organizations", "60"),
        ("load", str(tmp_path / "data")),
    ):
        assert call(*words, home=home).code == 0
    return home


def test_a_batch_says_how_far_it_is_and_is_kept(call: Call, small: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    first = call("batch", "--workers", "1", "--top", "5", "--out", str(out), home=small)
    assert (first.code, first.out) == (0, "")
    assert first.err.splitlines()[:2] == ["0 of 60 organizations", "60 of 60 organizations"]
    assert "60 organizations in 1 block, 0 of them done before; matching profile partners 1.0" in first.err
    again = call("batch", "--top", "5", home=small)
    assert again.err.splitlines()[0] == "60 of 60 organizations"
    assert "1 block, 1 of them done before" in again.err
    asking, rank, candidate, score = out.read_text("utf-8").splitlines()[1].split(",")
    shown = call("batch", "--show", asking, "--top", "5", home=small)
    assert shown.out.splitlines()[0].split() == [rank, f"{float(score):.3f}", candidate]


def test_what_cannot_be_done_is_said(call: Call, small: Path) -> None:
    empty = call("batch")
    assert (empty.code, empty.out) == (1, "")
    assert "graphsvc load FOLDER" in empty.err
    assert "not computed yet" in call("batch", "--show", "organization:synthetic-0000000", home=small).err
    unknown = call("batch", "--show", "organization:nobody", home=small)
    assert (unknown.code, unknown.err) == (1, "Error: unknown organization: organization:nobody\n")


@pytest.mark.parametrize(
    "words", [["--profile", "nowhere.yml"], ["--top", "0"], ["--workers", "2", "--dask", "tcp://x:1"]]
)
def test_what_was_not_understood_ends_with_exit_code_2(call: Call, words: list[str]) -> None:
    assert call("batch", *words).code == 2


def test_a_profile_for_another_task_is_refused(call: Call, small: Path, tmp_path: Path) -> None:
    own = tmp_path / "own-1.0.yml"
    own.write_text(write_profile(profile("members")), encoding="utf-8")
    said = call("batch", "--profile", str(own), home=small)
    assert said.code == 1
    assert "is a matching profile for members, not for partners" in said.err
