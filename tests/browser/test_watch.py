"""The watch over pages sees what it is there for."""

import re

import pytest
from playwright.sync_api import Page, Route

from tests.browser.conftest import OpenPage

POLICY = {"Content-Security-Policy": "default-src 'self'", "Content-Type": "text/html"}


def answer(page: Page, body: str) -> None:
    def handle(route: Route) -> None:
        route.fulfill(body=f"<!doctype html><title>t</title>{body}", headers=POLICY)

    page.route("**/made-up", handle)
    page.goto("/made-up")


@pytest.mark.parametrize(
    ("body", "report"),
    [
        ("<script>alert(1)</script>", "policy violation: script-src-elem"),
        ("<p style='color: red'>", "policy violation: style-src-attr"),
        ("<img src='https://example.org/x.png'>", "request to another host: https://example.org"),
        ("<img src='/nowhere.png'>", "404"),
    ],
)
def test_what_a_page_may_not_do_is_reported(
    open_page: OpenPage, page_reports: list[str], body: str, report: str
) -> None:
    page = open_page()
    answer(page, body)
    page.wait_for_load_state("networkidle")
    assert re.search(re.escape(report), "\n".join(page_reports)), page_reports
    page_reports.clear()


def test_webgl_is_there(page: Page) -> None:
    assert page.evaluate("Boolean(new OffscreenCanvas(1, 1).getContext('webgl2'))")
