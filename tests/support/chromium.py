"""Debian's Chromium, driven by Playwright.

The one without windows (`chromium-headless-shell`) draws the same pages, and all that the whole browser does
for its windows falls away. Where it is missing, the whole browser will do.
"""

import shutil
import subprocess

COMMANDS = ("chromium-headless-shell", "chromium")
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
    """None of `COMMANDS` is on this machine."""


def executable() -> str:
    """The path of Chromium; raises `ChromiumMissingError` where there is none."""
    for command in COMMANDS:
        if found := shutil.which(command):
            return found
    raise ChromiumMissingError("Browser tests need Chromium: `make test` installs it.")


def version() -> str:
    """The version of Chromium, or "missing"."""
    try:
        done = subprocess.run([executable(), "--version"], capture_output=True, text=True, check=True)
    except ChromiumMissingError:
        return "missing"
    return done.stdout.removeprefix("Chromium").split()[0]
