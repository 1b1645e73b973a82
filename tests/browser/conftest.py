"""The running service and a real browser.

`site` is the service in a process of its own, on the seeds. `page` is a fresh browser page of it; `open_page`
makes more of them with other settings (`open_page(locale="de", viewport={"width": 320, "height": 640})`).
Each of them fails its test when the page reported an error, broke the Content-Security-Policy, or asked
another host for anything. A test that provokes such a report takes it out of `page_reports` after looking.
"""

import shutil
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    expect,
    sync_playwright,
)

from tests.support import chromium
from tests.support.serving import log_end, serving

LOG = pytest.StashKey[Path]()
OpenPage = Callable[..., Page]
PATIENCE = 120_000
"""Milliseconds within which a page, a click or what is expected must come: the service computes for the first
visitor of a page, beside other processes of the run."""

REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy violation: ${event.violatedDirective} by ${event.blockedURI || "inline"}`));
"""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed and LOG in item.config.stash:
        report.sections.append(("log of the service", log_end(item.config.stash[LOG])))
    return report


@pytest.fixture(scope="session")
def site(
    pytestconfig: pytest.Config, seeded: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of the running service, on a copy of the seeds; its log is printed with a failure."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(seeded, folder / "home")
    with serving(folder) as service:
        pytestconfig.stash[LOG] = service.log
        yield service.address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a window, WebGL drawn by the processor."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium.executable(), args=chromium.ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def page_reports() -> list[str]:
    """What the pages of this test reported: errors, policy violations, requests to other hosts."""
    return []


@pytest.fixture
def open_page(site: str, browser: Browser, page_reports: list[str]) -> Iterator[OpenPage]:
    """Make a watched page of the service; keyword arguments are those of Playwright's `new_context`."""
    contexts = []

    def make(**settings: Any) -> Page:
        context = browser.new_context(**{"base_url": site, "locale": "en-GB", **settings})
        contexts.append(context)
        return watched_page(context, site, page_reports)

    yield make
    for context in contexts:
        context.close()
    assert page_reports == []


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """A watched page of the service in English, on a desktop screen."""
    return open_page()


def watched_page(context: BrowserContext, site: str, reports: list[str]) -> Page:
    """A new page that adds to `reports` what it must not do."""
    context.set_default_timeout(PATIENCE)
    context.add_init_script(REPORT_VIOLATIONS)
    page = context.new_page()
    own = urlsplit(site).netloc

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            reports.append(f"console: {message.text} ({page.url})")

    def on_request(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != own:
            reports.append(f"request to another host: {request.url} ({page.url})")

    page.on("console", on_console)
    page.on("pageerror", lambda error: reports.append(f"error: {error} ({page.url})"))
    page.on("request", on_request)
    return page
