"""Drafts of files and folders: what a killed process leaves is swept, what a process is writing stays."""

import signal
import subprocess
import sys
from pathlib import Path

from graphsvc.files import replacing, replacing_folder, sweep_drafts

WRITER = """
import os, signal, sys
from pathlib import Path
from graphsvc.files import replacing, replacing_folder

home = Path(sys.argv[1])
with replacing_folder(home / "snapshots" / "one") as folder, replacing(home / "reports" / "one.json") as file:
    (folder / "part.npy").write_bytes(b"half")
    file.write(b"half")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_drafts_of_a_killed_process_are_swept(tmp_path: Path) -> None:
    end = subprocess.run([sys.executable, "-c", WRITER, str(tmp_path)], check=False)
    assert end.returncode == -signal.SIGKILL
    assert len(list(tmp_path.rglob(".*.part"))) == 2
    sweep_drafts(tmp_path)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["reports", "snapshots"]


def test_drafts_that_are_written_stay(tmp_path: Path) -> None:
    with replacing(tmp_path / "file") as file, replacing_folder(tmp_path / "folder") as folder:
        sweep_drafts(tmp_path)
        file.write(b"whole")
        (folder / "part").write_bytes(b"whole")
    sweep_drafts(tmp_path)
    assert (tmp_path / "file").read_bytes() == (tmp_path / "folder" / "part").read_bytes() == b"whole"
    assert not list(tmp_path.glob(".*"))


REMOVER = """
import os, shutil, signal, sys
from pathlib import Path
from graphsvc.files import remove_folder

def killed(path, **options):
    next(path.iterdir()).unlink()
    os.kill(os.getpid(), signal.SIGKILL)

shutil.rmtree = killed
remove_folder(Path(sys.argv[1]))
"""


def test_who_is_killed_while_removing_a_folder_leaves_no_part_of_it(tmp_path: Path) -> None:
    folder = tmp_path / "upload"
    folder.mkdir()
    for name in "ab":
        (folder / name).write_text(name)
    end = subprocess.run([sys.executable, "-c", REMOVER, str(folder)], check=False)
    assert end.returncode == -signal.SIGKILL
    assert not folder.exists()
    assert list(tmp_path.iterdir())
    sweep_drafts(tmp_path)
    assert not list(tmp_path.iterdir())
