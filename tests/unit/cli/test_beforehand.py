"""What cannot work is said before any work begins."""

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from graphsvc.settings import packaged
from tests.unit.cli.conftest import Call


def test_a_port_in_use_is_named_before_the_example_data_is_loaded(call: Call, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = call("serve", "--port", str(port))
    assert (said.code, said.out) == (1, "")
    assert said.err == (
        f"Error: port {port} of 127.0.0.1 is in use: choose another with --port or end what listens there\n"
    )
    assert not (tmp_path / "home").exists()


def test_an_address_that_is_not_ours_is_named(call: Call, tmp_path: Path) -> None:
    said = call("serve", "--host", "192.0.2.1", "--port", "0")
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("Error: port 0 of 192.0.2.1 cannot be opened: ")
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("map", "foodregio", "--out"),
        ("draw", "--all", "--out"),
        ("load", str(packaged("seeds")), "--report"),
        ("generate",),
        ("export",),
        ("export", "--format", "graphml"),
        ("batch", "--out"),
    ],
    ids=lambda words: " ".join(words[:1] + words[2:]),
)
def test_an_output_path_that_cannot_be_written_is_a_usage_error(
    call: Call, tmp_path: Path, words: tuple[str, ...]
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    said = call(*words, str(tmp_path / "file" / "below" / "out"))
    assert (said.code, said.out) == (2, "")
    assert f"cannot be written: {tmp_path / 'file'} is not a folder." in said.err
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("words", [("generate",), ("export",), ("draw", "--all", "--out")])
def test_a_file_in_the_place_of_a_folder_is_a_usage_error(
    call: Call, tmp_path: Path, words: tuple[str, ...]
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    said = call(*words, str(tmp_path / "file"))
    assert (said.code, said.out) == (2, "")
    assert "is a file." in said.err
    assert not (tmp_path / "home").exists()


def test_an_export_takes_its_format_from_the_path(call: Call, seeded: Path, tmp_path: Path) -> None:
    assert call("export", str(tmp_path / "all.graphml"), home=seeded).code == 0
    assert (tmp_path / "all.graphml").read_text(encoding="utf-8").startswith("<?xml")
    assert call("export", str(tmp_path / "all"), home=seeded).code == 0
    assert (tmp_path / "all").is_dir()


@pytest.mark.parametrize("words", [("all.zip",), ("all.csv",), ("all.graphml", "--format", "csv")])
def test_a_file_name_is_refused_for_a_folder(call: Call, tmp_path: Path, words: tuple[str, ...]) -> None:
    path, *others = words
    said = call("export", str(tmp_path / path), *others)
    assert (said.code, said.out) == (2, "")
    assert "CSV is a folder of files" in said.err
    assert not (tmp_path / path).exists()


def test_a_store_that_is_busy_says_so(
    call: Call, seeded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graphsvc.store.sqlite._BUSY_SECONDS", 0.05)
    home = tmp_path / "busy"
    home.mkdir()
    shutil.copy(seeded / "graph.db", home / "graph.db")
    with closing(sqlite3.connect(home / "graph.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        said = call("load", str(packaged("seeds")), home=home)
    assert said.code == 1
    assert "it is busy: another process is writing to it; try again when that one has ended" in said.err


@pytest.mark.parametrize("shell", ["bash", "fish", "zsh"])
def test_a_shell_is_given_its_completion(call: Call, shell: str) -> None:
    said = call("completion", shell)
    assert (said.code, said.err) == (0, "")
    assert f"_GRAPHSVC_COMPLETE={shell}_complete" in said.out


def test_bash_completes_commands_and_options(call: Call, tmp_path: Path) -> None:
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    script = tmp_path / "completion.bash"
    script.write_text(call("completion", "bash").out, encoding="utf-8")
    ask = (
        'source "$0"; COMP_WORDS=(graphsvc cover); COMP_CWORD=1; '
        '_graphsvc_completion graphsvc cover; echo "${COMPREPLY[@]}"'
    )
    ran = subprocess.run(
        ["bash", "-c", ask, str(script)], capture_output=True, text=True, check=True, env=environment
    )
    assert ran.stdout.split() == ["coverage"]
