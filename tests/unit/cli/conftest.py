"""Commands as they are called: words in, exit code and both outputs out."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from graphsvc.cli import main


@dataclass(frozen=True)
class Said:
    """How a command ended and what it wrote."""

    code: int
    out: str
    err: str


Call = Callable[..., Said]


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """Calls a command, in an empty instance folder unless another is given as `home`."""

    def called(*words: str, home: Path = tmp_path / "home") -> Said:
        monkeypatch.setenv("GRAPHSVC_HOME", str(home))
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            main([str(word) for word in words])
        written = capsys.readouterr()
        return Said(int(end.value.code or 0), written.out, written.err)

    return called
