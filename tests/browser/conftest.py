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
    Error,
    Page,
    Request,
    ViewportSize,
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

MEDIA = ("color_scheme", "reduced_motion")
DESK: ViewportSize = {"width": 1280, "height": 720}

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


class Pages:
    """Pages of the service, each of a browser of its own, which a later test gets again as if they were new.

    To tidy one takes half of the processor time of a new one.
    """

    def __init__(self, browser: Browser, site: str) -> None:
        self._browser, self._site = browser, site
        self._free: dict[str, list[Page]] = {}

    def take(self, viewport: ViewportSize, settings: dict[str, Any]) -> Page:
        """A page without a past. Parameters: the `settings` are those of Playwright's `new_context`."""
        free = self._free.get(repr(settings))
        page = free.pop() if free else new_page(self._browser.new_context(base_url=self._site, **settings))
        page.set_viewport_size(viewport)
        of_its_own: dict[str, Any] = {name: settings.get(name, "null") for name in MEDIA}
        page.emulate_media(media="null", **of_its_own)
        return page

    def give_back(self, page: Page, settings: dict[str, Any]) -> None:
        """Keep a page for another test, unless it cannot be tidied."""
        try:
            tidy = _tidied(page)
        except Error:
            tidy = False
        if tidy:
            self._free.setdefault(repr(settings), []).append(page)
        else:
            page.context.close()

    def close(self) -> None:
        """Close those that are kept."""
        for page in (page for pages in self._free.values() for page in pages):
            page.context.close()


def _tidied(page: Page) -> bool:
    """Whether nothing is left on a page of what was done there: cookies, what it stores, what it runs."""
    if page.context.pages != [page]:
        return False
    page.unroute_all(behavior="ignoreErrors")
    page.goto("/static/icon.svg")
    page.evaluate("localStorage.clear(); sessionStorage.clear()")
    page.context.clear_cookies()
    return True


@pytest.fixture(scope="session")
def pages(browser: Browser, site: str) -> Iterator[Pages]:
    """Pages of the service, made when they are needed."""
    made = Pages(browser, site)
    yield made
    made.close()


@pytest.fixture
def page_reports() -> list[str]:
    """What the pages of this test reported: errors, policy violations, requests to other hosts."""
    return []


@pytest.fixture
def open_page(site: str, pages: Pages, page_reports: list[str]) -> Iterator[OpenPage]:
    """Make a watched page of the service; keyword arguments are those of Playwright's `new_context`."""
    opened = []

    def make(*, viewport: ViewportSize = DESK, **settings: Any) -> Page:
        settings = {"locale": "en-GB", **settings}
        page = pages.take(viewport, settings)
        opened.append((page, settings, watch(page, site, page_reports)))
        return page

    yield make
    for page, settings, unwatch in opened:
        unwatch()
        pages.give_back(page, settings)
    assert page_reports == []


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """A watched page of the service in English, on a desktop screen."""
    return open_page()


def new_page(context: BrowserContext) -> Page:
    """A page that tells of what its policy forbids."""
    context.set_default_timeout(PATIENCE)
    context.add_init_script(REPORT_VIOLATIONS)
    return context.new_page()


def watched_page(context: BrowserContext, site: str, reports: list[str]) -> Page:
    """A new page that adds to `reports` what it must not do."""
    page = new_page(context)
    watch(page, site, reports)
    return page


def watch(page: Page, site: str, reports: list[str]) -> Callable[[], None]:
    """Have a page add to `reports` what it must not do, until the function handed out is called."""
    own = urlsplit(site).netloc

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            reports.append(f"console: {message.text} ({page.url})")

    def on_error(error: Error) -> None:
        reports.append(f"error: {error} ({page.url})")

    def on_request(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != own:
            reports.append(f"request to another host: {request.url} ({page.url})")

    def end() -> None:
        page.remove_listener("console", on_console)
        page.remove_listener("pageerror", on_error)
        page.remove_listener("request", on_request)

    page.on("console", on_console)
    page.on("pageerror", on_error)
    page.on("request", on_request)
    return end
