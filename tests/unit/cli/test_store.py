"""A store as a whole by command: backup and restore, merge and split."""

from pathlib import Path

from graphsvc.state.backup import read_content
from tests.unit.cli.conftest import Call


def test_what_was_backed_up_is_restored_elsewhere(call: Call, tmp_path: Path) -> None:
    call("generate", str(tmp_path / "bundle"), "--organizations", "60")
    call("load", str(tmp_path / "bundle"))
    digest, file, elsewhere = call("digest").out, tmp_path / "backup.zip", tmp_path / "elsewhere"
    made = call("backup", str(file))
    assert (made.code, made.out) == (0, digest)
    assert "datasets: 1," in made.err
    assert read_content(file).files == ("reports/synthetic.json",)
    restored = call("restore", str(file), home=elsewhere)
    assert (restored.code, restored.out) == (0, digest)
    assert call("digest", home=elsewhere).out == digest
    assert (elsewhere / "reports" / "synthetic.json").exists()


def test_what_cannot_be_restored_is_said_and_changes_nothing(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "backup.zip"
    call("backup", str(file))
    call("generate", str(tmp_path / "bundle"), "--organizations", "60")
    call("load", str(tmp_path / "bundle"))
    digest = call("digest").out
    full = call("restore", str(file))
    assert (full.code, full.out) == (1, "")
    assert "not empty (datasets: 1)" in full.err
    assert "--replace" in full.err
    file.write_bytes(file.read_bytes()[:-20])
    cut = call("restore", str(file), "--replace")
    assert (cut.code, cut.out) == (1, "")
    assert "was cut or changed" in cut.err
    assert call("digest").out == digest
    assert call("restore", str(tmp_path / "none.zip")).code == 2


def test_two_organizations_become_one_and_two_again(call: Call, tmp_path: Path) -> None:
    call("generate", str(tmp_path / "bundle"), "--organizations", "60")
    call("load", str(tmp_path / "bundle"))
    digest, (one, other) = call("digest").out, (f"organization:synthetic-000000{n}" for n in (1, 2))
    name = "Synthetic organization 0000002"
    merged = call("merge", one, name)
    assert (merged.code, merged.out) == (0, f"{one}\n")
    assert f"{other} now leads to {one}" in merged.err
    assert f"({one}) cannot be merged with itself." in call("merge", name, one).err
    refused = call("merge", one, other)
    assert refused.code == 1
    assert "are one already" in refused.err
    split = call("split", other)
    assert (split.code, split.out) == (0, f"{one}\n{other}\n")
    assert call("digest").out == digest
    assert "merged with no other" in call("split", one).err
    assert "Only organizations can be merged" in call("merge", one, "cluster:synthetic-0000").err
    assert "unknown" in call("merge", one, "organization:none").err


def test_an_organization_is_retired_and_counts_again(call: Call, tmp_path: Path) -> None:
    call("generate", str(tmp_path / "bundle"), "--organizations", "60")
    call("load", str(tmp_path / "bundle"))
    digest, one = call("digest").out, "organization:synthetic-0000002"
    assert call("retire", one).code == 2
    retired = call("retire", "Synthetic organization 0000002", "--reason", "Closed")
    assert (retired.code, retired.out) == (0, f"{one}\n")
    again = call("retire", one, "--reason", "Closed")
    assert again.code == 1
    assert "because: Closed" in again.err
    assert call("reinstate", one).out == f"{one}\n"
    assert call("digest").out == digest
    assert call("reinstate", one).code == 1
