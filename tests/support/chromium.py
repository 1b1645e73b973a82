"""Debian's Chromium, driven by Playwright."""

import shutil
import subprocess

ARGUMENTS = [
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-gpu-compositing",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class ChromiumMissingError(Exception):
    """There is no command `chromium` on this machine."""


def executable() -> str:
    """The path of Chromium; raises `ChromiumMissingError` where there is none."""
    found = shutil.which("chromium")
    if found is None:
        raise ChromiumMissingError("Browser tests need Chromium: `make test` installs it.")
    return found


def version() -> str:
    """The version of Chromium, or "missing"."""
    try:
        done = subprocess.run([executable(), "--version"], capture_output=True, text=True, check=True)
    except ChromiumMissingError:
        return "missing"
    return done.stdout.removeprefix("Chromium").split()[0]
