"""Debian's nginx with `docs/operating/nginx.conf`, on free ports and with a certificate of its own."""

import os
import re
import shutil
import ssl
import subprocess
import time
from pathlib import Path
from typing import Self

from tests.support.neo4j_server import free_port

SITE = Path(__file__).resolve().parents[2] / "docs" / "operating" / "nginx.conf"
NAME = "graph.example.org"
START_SECONDS = 30.0

_MAIN = """
{user}
worker_processes 2;
pid {home}/nginx.pid;
error_log {home}/error.log;
events {{ worker_connections 768; }}
http {{
    access_log off;
    client_body_temp_path {home}/bodies;
    proxy_temp_path {home}/answers;
    fastcgi_temp_path {home}/fastcgi;
    uwsgi_temp_path {home}/uwsgi;
    scgi_temp_path {home}/scgi;
    include {home}/site.conf;
}}
"""
"""What Debian's main file sets, with every path in `home`."""


class NginxError(Exception):
    """nginx is missing, refuses its configuration, or does not start."""


def executable() -> str:
    """The path of nginx; raises `NginxError` where there is none."""
    found = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if found is None:
        raise NginxError("The tests of the proxy need nginx: `make test` installs it.")
    return found


class Nginx:
    """nginx in front of the service on `port`; its files are in `home`. Use as a context manager."""

    def __init__(self, home: Path, port: int) -> None:
        self.home, self.https, self.http = home, free_port(), free_port()
        self._process: subprocess.Popen[bytes] | None = None
        home.mkdir(parents=True, exist_ok=True)
        self._make_certificate()
        (home / "site.conf").write_text(self._site(port), encoding="utf-8")
        user = "user root;" if os.geteuid() == 0 else ""
        (home / "nginx.conf").write_text(_MAIN.format(home=home, user=user), encoding="utf-8")

    @property
    def trust(self) -> ssl.SSLContext:
        """What a client needs to believe the certificate."""
        return ssl.create_default_context(cafile=str(self.home / "certificate.pem"))

    @property
    def pids(self) -> list[int]:
        """The main process and its workers."""
        if self._process is None:
            return []
        main = self._process.pid
        children = Path(f"/proc/{main}/task/{main}/children").read_text(encoding="ascii")
        return [main, *map(int, children.split())]

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [executable(), "-p", str(self.home), "-c", str(self.home / "nginx.conf"), "-g", "daemon off;"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + START_SECONDS
        while not (self.home / "nginx.pid").exists() or not (self.home / "nginx.pid").read_text("ascii"):
            if self._process.poll() is not None or time.monotonic() > deadline:
                log = self.home / "error.log"
                raise NginxError(log.read_text("utf-8") if log.exists() else "nginx did not start")
            time.sleep(0.05)
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(START_SECONDS)

    def _site(self, port: int) -> str:
        """The documented configuration; ports, certificate and address of the service are ours."""
        text = SITE.read_text(encoding="utf-8")
        text = re.sub(r"^ *listen \[::\].*\n", "", text, flags=re.MULTILINE)
        for documented, ours in {
            "listen 80": f"listen 127.0.0.1:{self.http}",
            "listen 443": f"listen 127.0.0.1:{self.https}",
            "/etc/ssl/graph.example.org/fullchain.pem": f"{self.home}/certificate.pem",
            "/etc/ssl/graph.example.org/privkey.pem": f"{self.home}/key.pem",
            "http://127.0.0.1:8000": f"http://127.0.0.1:{port}",
        }.items():
            if documented not in text:
                raise NginxError(f"{SITE.name} no longer says {documented!r}")
            text = text.replace(documented, ours)
        return text

    def _make_certificate(self) -> None:
        subprocess.run(
            [
                *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
                *("-keyout", str(self.home / "key.pem"), "-out", str(self.home / "certificate.pem")),
                *("-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}"),
            ],
            check=True,
            capture_output=True,
        )
