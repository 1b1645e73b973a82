"""Many visitors through nginx for a while, slow clients among them: errors, times, memory.

`python -m tests.bench.bench_proxy --seconds 120 --visitors 100 --slow 50` starts the service on the example
data, nginx with the configuration of `docs/operating/nginx.conf` in front, and sends traffic from addresses
of 127.0.0.0/8 to 127.0.0.1 alone.
"""

import argparse
import http.client
import random
import statistics
import tempfile
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

from tests.support.addresses import CHAIN, DIL, FOUR, FPI, PROJECT
from tests.support.nginx import NAME, Nginx
from tests.support.serving import ServiceProcess, serving
from tests.support.visiting import Visitor, slow_clients

PAGES = (
    "/",
    "/search?q=food",
    "/search/suggestions?q=pack",
    f"{CHAIN}?{FOUR}",
    f"/organizations/{DIL}",
    f"/clusters/{FPI}",
    f"/projects/{PROJECT}",
    f"/partners/{DIL}",
    "/alliance/food-processing",
    "/about/help",
    f"/api/v1/coverage?{FOUR}",
    "/static/vendor/app.css",
)
PUBLIC = {
    "GRAPHSVC_PUBLIC": "1",
    "GRAPHSVC_HOSTS": NAME,
    "GRAPHSVC_PROXIES": "1",
    "GRAPHSVC_HTTPS": "1",
}
"""The settings that `docs/operating/graphsvc.service` sets."""


@dataclass(frozen=True)
class Load:
    """What is sent: how long, by how many visitors and slow clients, which pages, with how much pause."""

    seconds: float
    visitors: int
    slow: int
    pause: float
    pages: tuple[str, ...] = PAGES


@dataclass
class Figures:
    """What was seen; times in seconds, memory (resident) in MB of the service and of all of nginx."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    slow_open: int = 0
    slow_closed: int = 0
    memory: list[tuple[float, float]] = field(default_factory=list)

    def lines(self) -> Iterable[str]:
        """One line a figure."""
        cuts = statistics.quantiles(self.seconds, n=100) if len(self.seconds) > 1 else [0.0] * 99
        yield f"requests {len(self.seconds)}, errors {len(self.errors)}"
        yield f"p50 {cuts[49] * 1000:.0f} ms, p99 {cuts[98] * 1000:.0f} ms"
        yield f"slow clients {self.slow_open} at the end, {self.slow_closed} connections closed on them"
        for name, place in (("start", 0), ("middle", len(self.memory) // 2), ("end", -1)):
            service, nginx = self.memory[place]
            yield f"memory at the {name}: service {service:.0f} MB, nginx {nginx:.0f} MB"
        yield from sorted(set(self.errors))[:10]


def visit(service: ServiceProcess, nginx: Nginx, load: Load) -> Figures:
    """Send `load` through `nginx` while slow clients hold connections."""
    figures, stop = Figures(), threading.Event()
    threads = [
        threading.Thread(
            target=_visits, args=(Visitor(nginx, f"127.0.1.{place + 1}"), load, place, stop, figures)
        )
        for place in range(load.visitors)
    ]
    _warm(nginx, load.pages)
    with slow_clients(nginx, load.slow) as counts:
        end = time.monotonic() + load.seconds
        figures.memory.append(_memory(service, nginx))
        for thread in threads:
            thread.start()
        while time.monotonic() < end:
            stop.wait(min(5.0, max(0.0, end - time.monotonic())))
            figures.memory.append(_memory(service, nginx))
        figures.slow_open, figures.slow_closed = counts["open"], counts["closed"]
        stop.set()
        for thread in threads:
            thread.join()
    return figures


def _warm(nginx: Nginx, pages: Sequence[str]) -> None:
    visitor = Visitor(nginx, "127.0.3.1")
    for _ in range(3):
        for page in pages:
            visitor.ask(page)
    visitor.close()


def _visits(visitor: Visitor, load: Load, place: int, stop: threading.Event, figures: Figures) -> None:
    chance, pages = random.Random(place), cycle(load.pages[place % len(load.pages) :] + load.pages)
    while not stop.wait(chance.uniform(0.5, 1.5) * load.pause):
        page = next(pages)
        began = time.perf_counter()
        try:
            answer = visitor.ask(page)
        except (OSError, http.client.HTTPException) as error:
            figures.errors.append(f"{page}: {error!r}")
        else:
            if answer.status != 200:
                figures.errors.append(f"{page}: {answer.status}")
        figures.seconds.append(time.perf_counter() - began)
    visitor.close()


def _memory(service: ServiceProcess, nginx: Nginx) -> tuple[float, float]:
    return _resident(service.pid), sum(map(_resident, nginx.pids))


def _resident(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--visitors", type=int, default=100)
    parser.add_argument("--slow", type=int, default=50)
    parser.add_argument("--pause", type=float, default=1.0, help="seconds between two requests of a visitor")
    chosen = parser.parse_args()
    load = Load(chosen.seconds, chosen.visitors, chosen.slow, chosen.pause)
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder) / "home", **PUBLIC) as service,
        Nginx(Path(folder) / "nginx", service.port) as nginx,
    ):
        figures = visit(service, nginx, load)
    print("\n".join(figures.lines()))


if __name__ == "__main__":
    main()
