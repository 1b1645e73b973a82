"""Errands as people would put them, each begun on the home page and done by clicking and typing in fields."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

ABSTRACT = (
    "A gentle process dries fruit with less energy and keeps vitamins better than hot air. "
    "Wanted are fruit processors and makers of drying plants."
)


def home(page: Page) -> None:
    page.goto("/")
    expect(page.locator("h1")).to_have_text("What do you want to know?")


def find(page: Page, name: str, hit: str) -> None:
    page.locator("#search").fill(name)
    page.locator("#suggestions a", has_text=hit).first.click()


def test_is_our_chain_complete_and_who_proves_packaging(page: Page) -> None:
    home(page)
    page.get_by_role("link", name="Open the board and its proof").click()
    expect(page.locator(".sentences")).to_contain_text("7 of 7 required stages")
    page.locator("#c-packaging").click()
    proof = page.locator("#proof")
    expect(proof).to_contain_text("Who proves Packaging?")
    expect(proof).to_contain_text("foodRegio")
    expect(proof.locator(".source").first).to_contain_text("“")
    expect(page.locator("main")).to_contain_text("Claim of their own, not a result")


def test_what_changes_when_one_is_unticked(page: Page) -> None:
    home(page)
    page.get_by_role("link", name="Open the board and its proof").click()
    before = page.locator("#c-processing").inner_text()
    packaging = page.locator("#c-packaging").inner_text()
    page.locator('input[name=of][value="cluster:fpi"]').uncheck()
    expect(page.locator(".board thead")).not_to_contain_text("Food-Processing")
    expect(page.locator("#c-processing")).not_to_have_text(before)
    expect(page.locator("#c-packaging")).to_have_text(packaging)
    expect(page).not_to_have_url(re.compile("fpi"))
    page.reload()
    expect(page.locator('input[name=of][value="cluster:fpi"]')).not_to_be_checked()
    page.go_back()
    expect(page.locator('input[name=of][value="cluster:fpi"]')).to_be_checked()


def test_whom_should_my_institute_meet_and_why(page: Page) -> None:
    home(page)
    find(page, "lebensmitteltechnik", "DIL")
    page.get_by_role("link", name="Find partners").click()
    expect(page.locator(".match")).to_have_count(10)
    page.get_by_role("link", name="Why? All reasons").first.click()
    bars = page.locator(".why table")
    points = [float(text.replace("−", "-")) for text in bars.locator("tbody .num").all_inner_texts()]
    total = float(bars.locator("tfoot .num").inner_text().replace("−", "-"))
    assert abs(sum(points) - total) <= 0.005 * (len(points) + 1)


def test_who_could_bring_my_result_to_market(page: Page) -> None:
    home(page)
    page.get_by_label("Title and abstract").fill(ABSTRACT)
    page.get_by_role("button", name="Find implementers").click()
    expect(page.locator("#answer")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Not yet filed a patent?")
    expect(page.get_by_label("Abstract, in German or English")).to_have_value(ABSTRACT)


def test_bring_my_own_members_and_take_them_out_again(page: Page, tmp_path: Path) -> None:
    members = tmp_path / "members.csv"
    members.write_text(
        "name,place\nDIL e.V.,Quakenbrück\nGanz Neue Gewürze GmbH,Bielefeld\n", encoding="utf-8"
    )
    home(page)
    page.get_by_role("link", name="Bring our own member list").click()
    page.get_by_label("Whose members?").select_option(value="cluster:giqs")
    page.get_by_role("button", name="Next").click()
    page.get_by_label("Member list (Excel, ODS or CSV; name and place suffice)").set_input_files(members)
    page.get_by_role("button", name="Read the list").click()
    expect(page.locator("h1")).to_have_text("Are these your members?")
    page.get_by_role("button", name="Use this list").click()
    expect(page.locator(".notice.good")).to_contain_text("Your members are in use now.")
    page.get_by_role("link", name="Show them on the board").click()
    expect(page.locator(".board thead")).to_contain_text("GIQS")
    page.locator(".board thead a", has_text="GIQS").click()
    page.get_by_role("link", name="Show it and say what they do").click()
    page.get_by_role("link", name="Remove the list").click()
    page.get_by_role("button", name="Yes, remove the list").click()
    expect(page.locator(".notice.good")).to_contain_text("Your list is removed")


def test_is_my_organization_in_here_however_i_spell_it(page: Page) -> None:
    home(page)
    page.get_by_role("link", name="Search for its name above").click()
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type("universitaet muenchen")
    page.keyboard.press("Enter")
    expect(page.locator(".hits").first).to_contain_text("Universität München")


def test_what_if_foodregio_leaves(page: Page) -> None:
    home(page)
    page.get_by_role("link", name="Open the board and its proof").click()
    page.get_by_role("link", name="What if one leaves?").click()
    page.get_by_label("foodRegio").check()
    expect(page.locator("main")).to_contain_text("Then the chain looks like this")
    expect(page.locator("#c-packaging")).to_contain_text("missing")


def test_which_is_the_smallest_alliance(page: Page) -> None:
    home(page)
    page.get_by_role("link", name="all clusters with their labels").click()
    page.get_by_role("link", name="what the clusters cover").click()
    page.get_by_role("link", name="Find the smallest alliance").click()
    expect(page.locator("main")).to_contain_text("provably the smallest of the clusters")
    page.get_by_role("link", name="See it on the board").first.click()
    expect(page.locator(".sentences")).to_contain_text("required stages")


def test_what_is_in_here_and_may_i_use_it(page: Page) -> None:
    home(page)
    page.get_by_role("link", name="Data", exact=True).click()
    expect(page.locator("main")).to_contain_text("CC BY 4.0")
    page.get_by_role("link", name=re.compile("refused, .* corrected")).first.click()
    expect(page.locator("h1")).to_have_text("Which rows were refused or corrected, and why?")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as CSV").click()
    assert "reason" in Path(download.value.path()).read_text(encoding="utf-8").splitlines()[0]


def test_what_is_new_in_two_years_against_the_two_before(page: Page) -> None:
    home(page)
    page.get_by_role("button", name="Open the map").click()
    page.get_by_role("link", name="What is new?").click()
    expect(page).to_have_url(re.compile("from=2015&to=2016&with-from=2017&with-to=2018"))
    page.get_by_role("link", name="Clusters", exact=True).click()
    expect(page.locator(".lead .answer")).to_contain_text("Ties new in 2017–2018: 41.")
    new = page.get_by_role("region", name="New: only 2017–2018").locator("tbody tr").first
    expect(new.locator("a[href^='/projects/']").first).to_be_visible()
    page.wait_for_load_state()  # until then its pictures come
    assert page.evaluate("[...document.images].every((one) => one.complete && one.naturalWidth)")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    rows = Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert sum(row.startswith("new,") for row in rows) == 41


def test_a_manager_opens_the_overview(page: Page) -> None:
    home(page)
    page.get_by_label("Your cluster").select_option(value="cluster:fpi")
    page.get_by_role("button", name="To my overview").click()
    expect(page.locator("h1")).to_contain_text("Food-Processing Initiative")
    expect(page.locator("main")).to_contain_text("Since your last visit")
    page.get_by_role("link", name="My overview from now on").click()
    expect(page.locator("main")).to_contain_text("Since your last visit")
