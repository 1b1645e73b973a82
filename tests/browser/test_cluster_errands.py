"""Errands of a cluster manager in German, from the home page; some on a phone, some without a mouse."""

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect
from pypdf import PdfReader
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from tests.browser.conftest import OpenPage
from tests.browser.test_keyboard import tab_to

DESKTOP: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
ON_BOTH = pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desktop", "phone"])
HEAD = ("Firma", "Ort", "Beschreibung")
JUICE = ("Zwickel Säfte GmbH", "Lübeck", "Hersteller von Fruchtsäften")
BOXES = ("Nordkarton Verpackungen GmbH", "Kiel", "Faltschachteln")
CARRIER = ("Hansespedition Brandt GmbH", "Hamburg", "Lebensmittellogistik")
NAMELESS = ("Alpha Beta GmbH", "Flensburg", "")
LATER = tuple((f"Fünferlei {letter} GmbH", "Husum", "") for letter in "PQRST")

Bring = Callable[[Page, str, Sequence[tuple[str, ...]]], None]


@pytest.fixture
def german(open_page: OpenPage) -> Callable[..., Page]:
    """Opens the home page in German on a screen."""

    def opened(screen: ViewportSize = DESKTOP) -> Page:
        page = open_page(locale="de-DE", viewport=screen)
        page.goto("/")
        expect(page.locator("html")).to_have_attribute("lang", "de")
        return page

    return opened


@pytest.fixture
def bring(tmp_path: Path, open_page: OpenPage) -> Iterator[Bring]:
    """Brings a workbook as the member list of a cluster, up to the question whether to use it."""
    used: set[str] = set()

    def read(page: Page, cluster: str, rows: Sequence[tuple[str, ...]]) -> None:
        used.add(cluster)
        page.goto("/")
        page.locator('main a[href="/members"]').click()
        page.locator("main select[name=of]").select_option(value=cluster)
        page.locator("main form button").click()
        page.locator("#list").set_input_files(workbook(tmp_path / "Mitglieder.xlsx", rows))
        page.locator("#bring button").click()
        expect(page).to_have_url(re.compile(r"/members/[^/]+/[0-9a-f]{32}"))

    yield read
    for cluster in sorted(used):
        page = open_page()
        page.goto(f"/members/{cluster}?remove=1")
        if page.locator("#remove").count():
            page.locator("#remove button").click()
            expect(page.locator(".notice.good")).to_be_visible()


def workbook(path: Path, rows: Sequence[tuple[str, ...]]) -> Path:
    """A sheet as an office keeps it: a title and an empty row above the head, an empty first column, a row
    each member, and their number and the day below.
    """
    lines = (("Mitgliederliste – Stand 01.11.2026",), (), HEAD, *rows)
    with Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate((*lines, ("Summe", str(len(rows))), ("Stand: 01.11.2026",))):
            sheet.write_row(number, 1, row)
    return path


def use(page: Page) -> None:
    """Confirm the list that was read."""
    page.locator("#decide .actions button").click()
    expect(page.locator("fieldset.member").first).to_be_visible()


def overview(page: Page, cluster: str) -> None:
    """From the home page to the overview of a cluster."""
    page.goto("/")
    page.locator("#door-cluster").select_option(value=cluster)
    page.locator(".door:has(#door-cluster) button").click()
    expect(page.locator("#news")).to_be_visible()


def board_of_four(page: Page) -> None:
    """From the home page to the board of the example."""
    page.locator('section[aria-labelledby="example"] > p a').click()
    expect(page.locator(".board-box .board")).to_be_visible()


def arrow_to(page: Page, cell: str) -> None:
    """Walk down a column of the board to a cell."""
    focused = page.locator(f"#{cell}:focus")
    for _ in range(20):
        if focused.count():
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"no arrow leads to {cell}")


def fits(page: Page) -> None:
    """Nothing is wider than the screen, at a desk and on a phone."""
    own = page.viewport_size
    assert own is not None
    for screen in (DESKTOP, PHONE):
        page.set_viewport_size(screen)
        assert page.evaluate("document.documentElement.scrollWidth") <= screen["width"]
    page.set_viewport_size(own)


def numbers(found: Locator) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", found.inner_text())]


def test_is_our_chain_complete_and_on_whom_does_it_rest(german: Callable[..., Page]) -> None:
    page = german()
    tab_to(page, "^Wertschöpfungskette mit Belegen öffnen$")
    page.keyboard.press("Enter")
    expect(page.locator(".board-box .board")).to_be_visible()
    expect(page.locator("#result > .sentences")).to_contain_text("7 von 7")
    skip = page.locator('.jump a[href="#result"]')
    tab_to(page, re.escape(skip.inner_text()), 20)
    page.keyboard.press("Enter")
    expect(page.locator("#result")).to_be_focused()
    tab_to(page, r"\A\d[^!]*Beleg\Z", 20)
    page.keyboard.press("End")
    arrow_to(page, "c-packaging")
    page.keyboard.press("Enter")
    proof = page.locator("#proof")
    expect(proof.locator("li a", has_text="foodRegio").first).to_be_visible()
    expect(proof.locator(".source").first).to_contain_text("„")


def test_who_could_bring_us_packaging_and_logistics_nearby(german: Callable[..., Page]) -> None:
    page = german()
    overview(page, "cluster:nieke")
    page.locator('main a[href*="/gaps"]').first.click()
    for stage in ("Verpackung", "Distribution und Handel"):
        gap = page.locator("section.gap").filter(has=page.get_by_role("heading", name=stage))
        rows = gap.locator("ol.rows > li")
        expect(rows.first.locator(".mark")).to_be_visible()
        away = [int(km.replace(".", "")) for km in re.findall(r"([\d.]+) km entfernt", gap.inner_text())]
        assert away
        assert away == sorted(away)
    page.locator("section.gap ol.rows b a").first.click()
    expect(page.locator("h1")).to_be_visible()


@ON_BOTH
def test_with_which_cluster_next_and_why_with_this_one(
    german: Callable[..., Page], screen: ViewportSize
) -> None:
    page = german(screen)
    overview(page, "cluster:foodregio")
    page.locator('main a[href="/partners/cluster:foodregio"]').last.click()
    reasons = page.locator(".match .reasons")
    expect(reasons).to_have_count(10)
    assert len(set(reasons.all_inner_texts())) >= 8
    page.locator('.match a[href*="open="]').first.click()
    expect(page.locator(".why tfoot .num")).to_be_visible()
    fits(page)
    page.locator('main a[href*="/meet?of="]').click()
    expect(page.locator('section[aria-labelledby="mine"] .card h3').first).to_contain_text("foodRegio")
    fits(page)


def test_what_breaks_if_giqs_leaves(german: Callable[..., Page]) -> None:
    page = german()
    board_of_four(page)
    actions = page.locator('.jump a[href="#actions"]')
    tab_to(page, re.escape(actions.inner_text()), 20)
    page.keyboard.press("Enter")
    tab_to(page, "^Was wäre, wenn eines geht", 20)
    page.keyboard.press("Enter")
    giqs = page.locator('input[name=leave][value="cluster:giqs"]')
    expect(giqs).to_be_visible()
    giqs.focus()
    page.keyboard.press("Space")
    expect(page.locator(".board thead a", has_text="foodRegio")).to_be_visible()
    expect(page.locator(".board thead a", has_text="GIQS")).to_have_count(0)
    tables = page.locator("main table:not(.board) tbody th")
    assert not [text for text in tables.all_inner_texts() if "GIQS" in text]


def test_a_paper_for_the_board_meeting_with_its_sources(german: Callable[..., Page]) -> None:
    page = german()
    board_of_four(page)
    page.locator('#actions a[href*="/report?"]').click()
    expect(page.locator("[data-print]")).to_be_visible()
    expect(page.locator("h1")).to_contain_text("Ist die Wertschöpfungskette")
    fits(page)
    with page.expect_download() as printed:
        page.locator('a[href*="/report.pdf"][href*="language=de"]').click()
    assert 2 <= len(PdfReader(printed.value.path()).pages) <= 4
    with page.expect_download() as download:
        page.locator('a[href*="/report.xlsx"][href*="language=de"]').click()
    sheets = CalamineWorkbook.from_path(str(download.value.path()))
    rows = [row for name in sheets.sheet_names for row in sheets.get_sheet_by_name(name).to_python()]
    assert any("foodRegio" in str(cell) for row in rows for cell in row)
    assert any("https://" in str(cell) for row in rows for cell in row)


def test_our_list_from_excel_and_what_it_shows_until_the_next_one(
    german: Callable[..., Page], bring: Bring
) -> None:
    """Four errands with one list, which is read on a phone: reading one takes longest of all.

    Say for all members in one go what they do; what is new at our members since my last visit; whom do I
    name to a member that seeks a packer; who comes and who goes with a new version of the list.
    """
    page = german(PHONE)
    overview(page, "cluster:fpi")
    page.locator('main a[href*="since="]').click()
    kept = page.url
    bring(page, "cluster:fpi", (JUICE, BOXES, CARRIER, NAMELESS))
    expect(page.locator("main")).to_contain_text(JUICE[0])
    fits(page)
    use(page)
    stages_of_all_members_in_one_go(page)
    page.set_viewport_size(PHONE)
    news_since(page, kept)
    page.set_viewport_size(DESKTOP)
    a_packer_for(page, JUICE[0])
    bring(page, "cluster:fpi", (JUICE, *LATER))
    the_new_version(page)


def stages_of_all_members_in_one_go(page: Page) -> None:
    """What each does is proposed on the page of members, and the rest is said there."""
    expect(page.locator("fieldset.member")).to_have_count(4)
    fits(page)
    page.locator('main .actions a[href*="/chain/"]').click()
    expect(page.locator("#c-packaging")).to_be_visible()
    expect(page.locator("#c-packaging b")).not_to_have_text("0")
    page.go_back()
    page.set_viewport_size(DESKTOP)
    proposed, without = page.locator("fieldset.member.proposed"), page.locator("fieldset.member.open")
    expect(proposed.filter(has_text=JUICE[0])).to_have_count(1)
    expect(without).to_contain_text(NAMELESS[0])
    without.locator('input[value$="quality"]').check()
    page.locator(".save button").click()
    expect(page.locator(".notice.good").first).to_be_visible()
    expect(page.locator("fieldset.member.assigned")).to_have_count(4)
    expect(
        page.locator("fieldset.member.assigned", has_text=NAMELESS[0]).locator("input:checked")
    ).to_have_count(1)


def news_since(page: Page, kept: str) -> None:
    """The address of the last visit tells what came since."""
    page.goto(kept)
    news = page.locator("section:has(#news) ul li a")
    expect(news.first).to_be_visible()
    expect(page.locator("section:has(#news)")).to_contain_text(re.compile("Säfte|Verpackung|Mitglied"))
    fits(page)


def a_packer_for(page: Page, member: str) -> None:
    """From a member to who packs and is not of our own, and to the way there."""
    page.goto("/members/cluster:fpi")
    page.locator("fieldset.member legend a", has_text=member).click()
    expect(page.locator("main")).not_to_contain_text("Namen einer Person")
    page.locator('main .actions a[href*="/partners/"]').click()
    gap = page.locator("section.gap").filter(has=page.get_by_role("heading", name="Verpackung"))
    first = gap.locator("ol.rows > li").filter(has=page.locator('a[href*="/path"]')).first
    expect(first.locator(".mark")).to_be_visible()
    name = first.locator("b a").inner_text()
    first.locator('a[href*="/path"]').click()
    expect(page.locator("header.lead .kicker")).to_contain_text(name)
    expect(page.locator("header.lead .answer")).not_to_be_empty()


def the_new_version(page: Page) -> None:
    """It says who comes and who goes before it replaces the list."""
    change = page.locator("fieldset:has(input[name=mode])")
    assert numbers(change.locator("p").first) == [5, 3]
    change.locator("summary").click()
    expect(change.locator("details li")).to_have_text([NAMELESS[0], CARRIER[0], BOXES[0]])
    change.locator("input[value=replace]").check()
    use(page)
    expect(page.locator("fieldset.member")).to_have_count(6)
    expect(page.locator("main")).not_to_contain_text(BOXES[0])
