"""How fast pages answer: 20 keep-alive connections without think time over a mix of pages, on the seeds.

    .venv/bin/python -m tests.bench.bench_pages

Prints median and 99th percentile in milliseconds, for each page and for all.
"""

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from http.client import HTTPConnection

CONNECTIONS = 20
REQUESTS = 3000
FOOD = "of=cluster:foodregio&of=cluster:nieke&of=cluster:fpi&of=cluster:giqs"
PAGES = (
    "/",
    f"/chain/food-processing?{FOOD}",
    "/organizations/organization:pic-998511696",
    "/clusters/cluster:foodregio",
    "/partners/organization:pic-998511696",
    "/partners/cluster:foodregio",
    "/search?q=fraunhofer",
    "/data",
    f"/api/v1/coverage?chain=food-processing&{FOOD}",
    "/api/v1/partners/organization:pic-998511696?top=10",
)


def main() -> None:
    """Start a service over fresh seeds, load it, print the table."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as home:
        command = [sys.executable, "-m", "graphsvc", "serve", "--port", str(port)]
        environment = os.environ | {"GRAPHSVC_HOME": home}
        server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
        try:
            _wait(port)
            _report(_load(port))
        finally:
            server.terminate()
            server.wait()


def _wait(port: int) -> None:
    for _ in range(240):
        try:
            if _get(HTTPConnection("127.0.0.1", port, timeout=5), "/health/ready") == 200:
                for page in PAGES:
                    _get(HTTPConnection("127.0.0.1", port, timeout=60), page)
                return
        except OSError:
            time.sleep(0.5)
    raise SystemExit("the service did not start")


def _get(connection: HTTPConnection, page: str) -> int:
    connection.request("GET", page, headers={"Accept-Language": "de"})
    answer = connection.getresponse()
    answer.read()
    return answer.status


def _load(port: int) -> dict[str, list[float]]:
    times: dict[str, list[float]] = defaultdict(list)
    failures: list[str] = []
    lock = threading.Lock()

    def client(offset: int) -> None:
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        for number in range(REQUESTS // CONNECTIONS):
            page = PAGES[(offset + number) % len(PAGES)]
            began = time.perf_counter()
            status = _get(connection, page)
            spent = (time.perf_counter() - began) * 1000
            with lock:
                times[page].append(spent)
                if status != 200:
                    failures.append(f"{status} {page}")

    threads = [threading.Thread(target=client, args=(number,)) for number in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        print(f"{len(failures)} answers were not 200: {sorted(set(failures))}")
    return times


def _report(times: dict[str, list[float]]) -> None:
    everything = [spent for spents in times.values() for spent in spents]
    print(f"{'page':70}{'n':>6}{'median ms':>11}{'p99 ms':>9}")
    for page, spents in [*sorted(times.items()), ("all", everything)]:
        ninety_ninth = statistics.quantiles(spents, n=100)[98]
        print(f"{page[:68]:70}{len(spents):6}{statistics.median(spents):11.1f}{ninety_ninth:9.1f}")


if __name__ == "__main__":
    main()
