"""A real Neo4j server as a child process, from the jars of `pom.xml`: for the tests and for `make neo4j`."""

import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Self

from neo4j import GraphDatabase
from neo4j.exceptions import DriverError, Neo4jError

ROOT = Path(__file__).resolve().parents[2]
LIB = ROOT / ".neo4j" / "lib"
USER = "neo4j"
DEFAULT_PORT = 7687
START_SECONDS = 120.0
STOP_SECONDS = 30.0
KEEP_ALIVE_SECONDS = 5
"""The server tells drivers to give up an answer after twice that time without a sign of life."""

QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""Java options for a server that lives for minutes: compiled quickly, it takes half the processor time."""

PLANNED_ONCE = (
    "dbms.cypher.min_replan_interval=1d",
    "dbms.cypher.statistics_divergence_threshold=1.0",
    "internal.cypher.use_parameter_size=false",
)
"""Settings for the same: a question is planned once, whatever the number of nodes and the length of lists."""

_OPENED = [
    f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in ("java.nio", "java.io", "sun.nio.ch")
]


class ServerError(Exception):
    """The server cannot be fetched, does not start, or does not answer in time."""


def ensure_jars() -> None:
    """Fetch the server's jars where they are missing.

    Raises `ServerError` with what is missing and how to get it.
    """
    done = subprocess.run([ROOT / ".ci" / "neo4j"], capture_output=True, text=True, check=False)
    if done.returncode:
        raise ServerError((done.stderr or done.stdout).strip())


def version() -> str:
    """The version of the fetched server, or "missing"."""
    for jar in LIB.glob("neo4j-kernel-*.jar"):
        if found := re.fullmatch(r"neo4j-kernel-([\d.]+)\.jar", jar.name):
            return found[1]
    return "missing"


def free_port() -> int:
    """A port of the loopback interface that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Neo4jServer:
    """One server with its data in `home`; a second start on the same `home` opens the same database.

    `port` is a free one when not given; it is kept over restarts, so that a `url` stays valid.
    `memory` is the Java heap, in the notation of `java -Xmx`. One that is not `brief` is as Java and Neo4j
    make it, good for hours and much data. With `read_only` set, the next start takes no writes.
    """

    def __init__(
        self, home: Path, *, port: int | None = None, memory: str = "1g", brief: bool = True
    ) -> None:
        self.home = home.resolve()
        self.port = port or free_port()
        self.memory = memory
        self.brief = brief
        self.read_only = False
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def password(self) -> str:
        """The password of this `home`, made when it was first asked for."""
        file = self.home / "password"
        if not file.exists():
            self.home.mkdir(parents=True, exist_ok=True)
            file.touch(mode=0o600)
            file.write_text(secrets.token_hex(12), encoding="ascii")
        return file.read_text(encoding="ascii")

    @property
    def url(self) -> str:
        """The address as `GRAPHSVC_STORE` takes it."""
        return f"neo4j://{USER}:{self.password}@127.0.0.1:{self.port}"

    @property
    def running(self) -> bool:
        """Whether the server was started and has not ended."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        """The process of the running server."""
        if self._process is None:
            raise ServerError("the server is not running")
        return self._process.pid

    @property
    def log(self) -> Path:
        """What the server prints, of all its starts."""
        return self.home / "server.log"

    def start(self) -> Self:
        """Start the server and wait until it answers.

        Raises `ServerError` with the end of its log when it stops, or has not answered after two minutes
        (on two idle cores it takes 6 to 31 seconds, longest after a kill).
        """
        ensure_jars()
        self._configure()
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self._java(
                    "org.neo4j.server.CommunityEntryPoint",
                    f"--home-dir={self.home}",
                    f"--config-dir={self._conf}",
                ),
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            self._wait()
        except BaseException:
            self.kill()
            raise
        return self

    def stop(self) -> None:
        """Shut the server down in order; kill it when that takes more than 30 seconds."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    def kill(self) -> None:
        """End the server as a power cut would: `kill -9`."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def join(self) -> int:
        """Wait until the server ends by itself; its exit status."""
        if self._process is None:
            raise ServerError("the server is not running")
        return self._process.wait()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def _conf(self) -> Path:
        return self.home / "conf"

    def _java(self, main: str, *arguments: str) -> list[str]:
        java = shutil.which("java") or "java"
        options = QUICK if self.brief else ()
        return [java, f"-Xmx{self.memory}", *options, "-cp", f"{LIB}/*", *_OPENED, main, *arguments]

    def _configure(self) -> None:
        address = f"127.0.0.1:{self.port}"
        self._conf.mkdir(parents=True, exist_ok=True)
        (self._conf / "neo4j.conf").write_text(
            f"server.bolt.listen_address={address}\n"
            f"server.bolt.advertised_address={address}\n"
            "server.http.enabled=false\n"
            f"server.bolt.connection_keep_alive={KEEP_ALIVE_SECONDS}s\n"
            f"server.bolt.connection_keep_alive_streaming_scheduling_interval={KEEP_ALIVE_SECONDS}s\n"
            "server.memory.pagecache.size=256m\n"
            "db.tx_log.preallocate=false\n"
            "dbms.usage_report.enabled=false\n"
            f"server.databases.default_to_read_only={str(self.read_only).lower()}\n"
            + "".join(f"{setting}\n" for setting in (PLANNED_ONCE if self.brief else ())),
            encoding="utf-8",
        )
        if (self.home / "data" / "dbms").exists():
            return
        done = subprocess.run(
            self._java("org.neo4j.cli.AdminTool", "dbms", "set-initial-password", self.password),
            env={**os.environ, "NEO4J_HOME": str(self.home), "NEO4J_CONF": str(self._conf)},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise ServerError(f"the password could not be set:\n{done.stdout}{done.stderr}")

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self._process is None or self._process.poll() is not None:
                raise ServerError(f"Neo4j did not start:\n{self._log_end()}")
            if self._listens() and self._answers():
                return
            time.sleep(0.25)
        raise ServerError(f"Neo4j did not answer within {START_SECONDS:.0f} s:\n{self._log_end()}")

    def _listens(self) -> bool:
        with socket.socket() as probe:
            probe.settimeout(1.0)
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def _answers(self) -> bool:
        try:
            with GraphDatabase.driver(
                f"neo4j://127.0.0.1:{self.port}", auth=(USER, self.password), max_transaction_retry_time=0
            ) as driver:
                driver.execute_query("RETURN 1")
        except (DriverError, Neo4jError):
            return False
        return True

    def _log_end(self) -> str:
        logs = [self.log, self.home / "logs" / "neo4j.log"]
        return "\n".join(
            log.read_text(encoding="utf-8", errors="replace")[-4000:] for log in logs if log.exists()
        )


def main() -> int:
    """Run a server in the foreground with its data in the instance folder, until it is interrupted."""
    home = Path(os.environ.get("GRAPHSVC_HOME", ROOT / "var")) / "neo4j"
    with socket.socket() as probe:
        taken = probe.connect_ex(("127.0.0.1", DEFAULT_PORT)) == 0
    server = Neo4jServer(home, port=None if taken else DEFAULT_PORT, memory="2g", brief=False)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    print(f"Starting Neo4j {version()}, data in {home}", flush=True)
    try:
        with server:
            print("Neo4j is running (stop with Ctrl-C). In a second terminal:\n", flush=True)
            print(f"  GRAPHSVC_STORE={server.url} make run\n", flush=True)
            return server.join()
    except KeyboardInterrupt:
        print("\nNeo4j has stopped; its data stay.")
        return 0
    except ServerError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
