"""Try the graphsvc of this environment: help, coverage of one cluster, pages by both servers."""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

CLUSTER = "cluster:foodregio"
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")
BIN = Path(sys.executable).parent


def main() -> None:
    """Raise when something does not work."""
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {"GRAPHSVC_HOME": home}
        assert "coverage" in run("graphsvc", "--help", environment=environment)
        serve([BIN / "graphsvc", "serve", "--port", "0"], environment)
        assert json.loads(run("graphsvc", "coverage", CLUSTER, "--json", environment=environment))
        serve([BIN / "gunicorn", "--bind", "127.0.0.1:0", "app:app"], environment)


def run(program: str, *arguments: str, environment: dict[str, str]) -> str:
    """The output of a program of this environment."""
    return subprocess.check_output([str(BIN / program), *arguments], env=environment, text=True)


def serve(command: Sequence[str | Path], environment: dict[str, str]) -> None:
    """Start a server, read two pages of it and end it."""
    server = subprocess.Popen(
        command, env=environment, stderr=subprocess.STDOUT, stdout=subprocess.PIPE, text=True
    )
    assert server.stdout
    lines = []
    try:
        for line in server.stdout:
            lines.append(line)
            if address := ADDRESS.search(line):
                break
        else:
            raise RuntimeError("".join(lines))
        wait(address[0])
        for page in ("/health", f"/clusters/{CLUSTER}"):
            with urlopen(address[0] + page, timeout=120) as answer:
                assert answer.status == 200, page
    finally:
        server.terminate()
        server.communicate(timeout=60)


def wait(address: str) -> None:
    """Wait until everything is made ready."""
    for _ in range(600):
        with suppress(HTTPError), urlopen(address + "/health/ready", timeout=120):
            return
        time.sleep(0.5)
    raise RuntimeError("the data did not become ready")


main()
