"""How soon the network map can be used in a browser: generated graphs of three sizes, in Debian's Chromium.

    .venv/bin/python -m tests.bench.bench_maps

Prints the seconds from the address to `data-ready` for two visits, once the worker has placed the nodes, what
was drawn, and the seconds to the map of the largest community alone.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from graphsvc.answers.loading import load_folder
from graphsvc.ingest.synthetic import generate
from graphsvc.store.sqlite import SqliteStore
from tests.support import chromium

SIZES = (2_000, 20_000, 100_000)
PROJECTS, PARTNERS = 0.65, 3.0


def main() -> None:
    """Serve each graph and open its map."""
    print("organizations  nodes drawn  edges drawn  first visit (s)  second visit (s)  one community (s)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.executable(), args=[*chromium.ARGUMENTS, "--no-sandbox"]
        )
        for size in SIZES:
            with tempfile.TemporaryDirectory() as folder:
                _fill(Path(folder), size)
                _measure(browser, Path(folder), size)
        browser.close()


def _fill(home: Path, size: int) -> None:
    generate(home / "data", size, 7, projects=int(size * PROJECTS), partners=PARTNERS)
    store = SqliteStore(home / "graph.db")
    load_folder(home / "data", store, home)
    store.close()


def _measure(browser: Browser, home: Path, size: int) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "graphsvc", "serve", "--port", str(port)]
    environment = os.environ | {"GRAPHSVC_HOME": str(home)}
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(address)
        while _visit(browser, address)[1] is None:
            time.sleep(5)
        visits = [_visit(browser, address) for _ in range(2)]
        alone, *_ = _visit(browser, address, "&community=0")
    finally:
        server.terminate()
        server.wait()
    (first, nodes, edges), (second, *_) = visits
    assert nodes
    print(f"{size:13,}{nodes:>13}{edges:>13}{first:17.1f}{second:18.1f}{alone:19.1f}", flush=True)


def _wait(address: str) -> None:
    for _ in range(4800):
        try:
            urllib.request.urlopen(f"{address}/health/ready", timeout=5)
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise SystemExit("the service did not start")


def _visit(browser: Browser, address: str, asked: str = "") -> tuple[float, str | None, str | None]:
    page = browser.new_page()
    start = time.perf_counter()
    page.goto(f"{address}/map?view=network{asked}", timeout=120_000)
    page.wait_for_selector('html[data-ready="true"]', timeout=120_000)
    spent = time.perf_counter() - start
    drawn = page.locator("[data-map]").first
    counts = drawn.get_attribute("data-nodes"), drawn.get_attribute("data-edges")
    page.close()
    return spent, *counts


if __name__ == "__main__":
    main()
