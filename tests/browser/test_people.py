"""Three people in a browser: who asks has a keyboard alone, who is asked a phone; and what came of it."""

import re
import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from waitress.server import create_server

from graphsvc.answers.matching.filters import vetoed
from graphsvc.bootstrap import Services
from graphsvc.web import create_app
from tests.browser.conftest import watched_page
from tests.browser.test_every_page import findings
from tests.support.claims import info, participation, project
from tests.web.people_world import HUB, PASSWORD, A, B, Calendar, wait_for_mail, world
from tests.web.test_reader_views import bring

MOST_TABS = 60
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Services]:
    with world(tmp_path / "home", Calendar()) as services:
        claims = [project(key, "food") for key in ("p1", "p2")]
        for key, parts in (("p1", "ac"), ("p2", "cb")):  # so B is suggested to A
            claims += [participation(one, key, "food") for one in parts]
        services.graph.store.write(info("food"), claims)
        services.graph.refresh()
        yield services


@pytest.fixture
def address(made: Services) -> Iterator[str]:
    """Where the small world is served, with accounts."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = create_server(create_app(made), sockets=[listener])
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.close()
    thread.join(10)


class Visitors:
    """Makes a page for each person, signed in through the form."""

    looked_at: ClassVar[set[str]] = set()
    """The screens and languages for which axe has looked at the form."""

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser, self._address, self.reports = browser, address, list[str]()
        self._contexts: list[Any] = []

    def sign_in(self, name: str, **settings: Any) -> Page:
        page = self.visit(**settings)
        page.goto("/")
        follow(page, "Konto" if settings.get("locale") == "de" else "Account")
        if repr(settings) not in self.looked_at:
            assert findings(page) == []
            self.looked_at.add(repr(settings))
        page.locator("#mail").fill(f"{name}@{name}.example")
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_have_text("Konto" if settings.get("locale") == "de" else "Account")
        return page

    def visit(self, **settings: Any) -> Page:
        """A page of somebody who is not signed in."""
        context = self._browser.new_context(base_url=self._address, **{"locale": "en-GB", **settings})
        self._contexts.append(context)
        return watched_page(context, self._address, self.reports)

    def close(self) -> None:
        for context in self._contexts:
            context.close()
        assert self.reports == []


@pytest.fixture
def people(browser: Browser, address: str) -> Iterator[Visitors]:
    visitors = Visitors(browser, address)
    yield visitors
    visitors.close()


def follow(page: Page, name: str) -> None:
    """Follow a link of the main menu, which a phone opens first."""
    menu = page.locator(".menu-button")
    if menu.is_visible():
        menu.click()
    page.locator("#main-menu").get_by_role("link", name=name).click()


def ask(page: Page, message: str) -> None:
    """From the inbox to the suggestions of the own organization, and to the form beside one of them."""
    follow(page, "Introductions")
    page.locator("main").get_by_role("link", name="Works A").click()
    page.locator("a[href*='/introductions/new'][href*='organization:b']").first.click()
    reach(page, page.get_by_label("What is it about?"))
    page.keyboard.type(message)


def open_first(page: Page) -> None:
    """From anywhere to the introduction that stands first in the inbox."""
    follow(page, "Introductions")
    page.locator("main a[href^='/introductions/introduction']").first.click()


def reach(page: Page, wanted: Locator) -> None:
    """Go to a control by the tab key alone."""
    for _ in range(MOST_TABS):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{wanted} cannot be reached by keyboard")


def press(page: Page, wanted: Locator, key: str = "Enter") -> None:
    reach(page, wanted)
    page.keyboard.press(key)


def test_from_a_request_to_an_outcome(people: Visitors, made: Services) -> None:
    anna, cleo = people.sign_in("anna"), people.sign_in("cleo")
    ben = people.sign_in("ben", **PHONE)

    ask(anna, "Films from peas")
    assert findings(anna) == []
    press(anna, anna.get_by_label("Who forwards it?"), "ArrowDown")
    press(anna, anna.get_by_role("checkbox"), "Space")
    press(anna, anna.get_by_role("button", name="Ask", exact=True))
    expect(anna.locator("main")).to_contain_text("with the broker")

    open_first(cleo)
    cleo.get_by_label("A line of yours to the other side").fill("They are good")
    cleo.get_by_role("button", name="Forward").click()
    expect(cleo.locator("main")).to_contain_text("asked")

    follow(ben, "Introductions")
    assert findings(ben) == []
    ben.locator("main a[href^='/introductions/introduction']").first.click()
    expect(ben.locator("main")).to_contain_text("They are good")
    expect(ben.locator("main")).not_to_contain_text("Works A")
    assert ben.evaluate("document.documentElement.scrollWidth <= innerWidth")
    ben.get_by_role("button", name="Agree").click()
    expect(ben.locator("main")).to_contain_text("one side has agreed")
    expect(ben.locator("main")).not_to_contain_text("@")

    anna.reload()
    press(anna, anna.get_by_role("button", name="Agree"))
    expect(anna.locator("main")).to_contain_text("ben@ben.example")
    ben.reload()
    expect(ben.locator("main")).to_contain_text("anna@anna.example")
    ben.get_by_role("button", name="We have met").click()
    ben.get_by_role("button", name="We work together").click()
    assert findings(ben) == []
    anna.reload()
    press(anna, anna.get_by_role("button", name="We work together"))
    expect(anna.locator("main")).to_contain_text("You said: We work together")
    made.graph.refresh()
    assert vetoed(made.graph, (A,)) == (B,), "who works together is not suggested"


@pytest.mark.parametrize(("locale", "scheme"), [("en-GB", "dark"), ("de", "light")])
def test_objections_by_keyboard_and_accounts_for_everybody(
    people: Visitors, made: Services, locale: str, scheme: str
) -> None:
    ben = people.sign_in("ben", locale=locale, color_scheme=scheme)
    to, topic = ben.locator("input[name=value]:not([type=hidden])").all()
    reach(ben, to)
    ben.keyboard.type("works a")
    ben.keyboard.press("Enter")
    taken = ben.locator("form:has(input[name=kind][value=to]) button.secondary")
    expect(taken).to_have_count(1)
    assert vetoed(made.graph, (A,)) == (B,)
    reach(ben, topic)
    ben.keyboard.type("x")
    ben.keyboard.press("Enter")
    expect(ben.get_by_role("alert")).to_be_visible()
    expect(topic).to_have_value("x")
    assert findings(ben) == []
    people.reports.clear()  # a browser tells of the answer 400
    press(ben, taken)
    expect(taken).to_have_count(0)
    assert vetoed(made.graph, (A,)) == ()


@pytest.mark.parametrize("tells", [False, True])
def test_a_request_is_declined_and_the_reason_stays_unless_it_is_told(people: Visitors, tells: bool) -> None:
    anna, ben = people.sign_in("anna", color_scheme="dark"), people.sign_in("ben", **PHONE)
    ask(anna, "Films from peas")
    press(anna, anna.get_by_role("button", name="Ask", exact=True))
    expect(anna.locator("main")).to_contain_text("asked")

    open_first(ben)
    ben.get_by_label("Reason, if you like").fill("planted reason")
    if tells:
        ben.get_by_label("tell the reason").check()
    ben.get_by_role("button", name="Decline").click()
    expect(ben.locator("main")).to_contain_text("declined")
    expect(ben.locator("main")).to_contain_text("planted reason")
    assert findings(ben) == []

    open_first(anna)
    expect(anna.locator("main")).to_contain_text("declined")
    assert ("planted reason" in anna.content()) is tells
    assert "@" not in anna.locator("main").inner_text()
    assert findings(anna) == []


@pytest.mark.parametrize(("locale", "scheme"), [("en-GB", "dark"), ("de", "light")])
def test_claims_mail_and_digests_are_accessible(people: Visitors, locale: str, scheme: str) -> None:
    gert = people.sign_in("gert", locale=locale, color_scheme=scheme)
    cleo = people.sign_in("cleo", locale=locale, color_scheme=scheme, **PHONE)
    cleo.goto(f"/organizations/{A}/claim")
    assert findings(cleo) == []
    cleo.locator("#any-mail").fill("karl@gmx.de")
    with cleo.expect_navigation():
        cleo.locator("form:has(#any-mail) button").click()
    follow(cleo, "Vorstellungen" if locale == "de" else "Introductions")
    expect(cleo.locator("#claims")).to_be_visible()
    assert findings(cleo) == []
    assert cleo.evaluate("document.documentElement.scrollWidth <= innerWidth")
    cleo.locator("form[action$='/1/confirm'] button").click()
    expect(cleo.locator("#claims")).to_have_count(0)
    for path in ("/mail", "/introductions/outcomes", "/account/digest/none", "/account", "/rights"):
        gert.goto(path)
        assert findings(gert) == [], path
        gert.set_viewport_size({"width": 320, "height": 640})
        assert gert.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    wait_for_mail()
    gert.goto("/mail")
    (link,) = gert.locator("article a[href*='/account/invitation/']").all()
    gert.goto(urlsplit(link.get_attribute("href") or "").path)
    expect(gert.locator("main")).to_contain_text("Works A")
    assert findings(gert) == []


def test_a_digest_is_ordered_and_ended_without_signing_in(people: Visitors, made: Services) -> None:
    anna, stranger = people.sign_in("anna", **PHONE), people.visit(locale="de")
    for often in ("daily", "weekly"):
        anna.get_by_role("radio", name=often).check()
        anna.locator("section[aria-labelledby=digest]").get_by_role("button", name="Save").click()
        expect(anna.get_by_role("radio", name=often)).to_be_checked()
    made.people_database.clock.now += timedelta(days=8)  # type: ignore[attr-defined]
    made.collaboration.due(made.digest)
    (mail,) = made.post.folder.glob("digest-*.eml")
    text = message_from_bytes(mail.read_bytes(), policy=policy.default).get_content()
    stranger.goto(urlsplit(re.findall(r"http\S+/account/digest/\S+", text)[-1]).path)
    assert findings(stranger) == []
    stranger.locator("main form button").click()
    expect(stranger.locator(".notice")).to_contain_text("keine")
    anna.reload()
    expect(anna.get_by_role("radio", name="never")).to_be_checked()


def test_a_fact_is_disputed_without_an_account_and_answered_by_the_office(
    people: Visitors, made: Services
) -> None:
    stranger, emil, dora = (
        people.visit(),
        people.sign_in("emil", locale="de", **PHONE),
        people.sign_in("dora"),
    )
    stranger.goto(f"/organizations/{A}")
    stranger.get_by_role("link", name="A fact is wrong").click()
    assert findings(stranger) == []
    reach(stranger, stranger.get_by_label("What is wrong, what is right, and what shows it?"))
    stranger.keyboard.type("The country is Austria, see the imprint.")
    press(stranger, stranger.get_by_role("button", name="Send it to the programme office"))
    expect(stranger.locator("main")).to_contain_text("It waits for an answer")
    assert findings(stranger) == []
    emil.get_by_role("link", name="Bestrittene Angaben").click()
    assert findings(emil) == []
    assert emil.evaluate("document.documentElement.scrollWidth <= innerWidth")
    emil.get_by_label("Ihre Antwort").fill("Der Sitz ist in Wien.")
    emil.get_by_role("button", name="Zustimmen: als bestritten zeigen").click()
    expect(emil.locator("main")).to_contain_text("als bestritten gezeigt")
    dora.goto(f"/organizations/{A}")
    expect(dora.locator("main")).to_contain_text("Der Sitz ist in Wien.")
    stranger.reload()
    expect(stranger.locator("main")).to_contain_text("The fact is shown as disputed")


def test_a_cluster_shows_its_member_list_to_the_programme_office(people: Visitors, made: Services) -> None:
    bring(made.settings.home, HUB, "name;city;country\nZwetschgenkern GmbH;;DE\n")
    made.graph.refresh()
    cleo, emil = people.sign_in("cleo", locale="de", **PHONE), people.sign_in("emil")
    assert findings(cleo) == []
    emil.goto("/search?q=Zwetschgen")
    expect(emil.locator("main")).not_to_contain_text("Zwetschgenkern")
    cleo.get_by_role("button", name="Auch dem Programmbüro zeigen").click()
    expect(cleo.get_by_role("button", name="Dem Programmbüro nicht mehr zeigen")).to_be_visible()
    for page, words in (
        (emil, "counts a member list that is not public: Hub"),
        (cleo, "nicht öffentlich ist: Hub"),
    ):
        page.goto("/search?q=Zwetschgen")
        expect(page.locator("main")).to_contain_text("Zwetschgenkern GmbH")
        expect(page.locator("main")).to_contain_text(words)
        assert findings(page) == []
