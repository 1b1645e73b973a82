"""Indicators on the map of the running service: chosen in the form, kept in the address, awaited."""

import json

from playwright.sync_api import Page, Route, expect

READY = "html[data-ready=true]"


def test_color_and_size_are_chosen_and_stand_in_address_and_exports(page: Page) -> None:
    page.goto("/map?view=network&country=DE")
    page.wait_for_selector(READY, state="attached")
    page.get_by_label("Colors show").select_option(label="Betweenness")
    page.get_by_label("Sizes show").select_option(label="Weight in the network")
    page.get_by_role("button", name="Apply").click()
    legend = page.locator(".map-legend")
    expect(legend).to_contain_text("Betweenness, in the whole network of joint projects")
    expect(legend).to_contain_text("of the shortest ways. The darker, the higher")
    expect(legend).to_contain_text(
        "Size: Weight in the network, in the whole network of joint projects, from"
    )
    page.wait_for_url("**color=betweenness*size=pagerank**")
    drawn = page.locator("[data-map]")
    for name in ("data-scene", "data-export-graphml", "data-expand"):
        assert "color=betweenness" in (drawn.get_attribute(name) or ""), name
    page.reload()
    page.wait_for_selector(READY, state="attached")
    expect(legend).to_contain_text("Betweenness, in the whole network of joint projects")


def test_projects_are_nodes_and_communities_get_names_that_stand_in_address_and_files(page: Page) -> None:
    page.goto("/map?view=network&region=DE9&color=community")
    page.wait_for_selector(READY, state="attached")
    drawn, legend = page.locator("#map"), page.locator(".map-legend")
    names = page.locator("details", has_text="Name communities").last
    names.locator("summary").click()
    names.locator("input").first.fill('North <b>"1"</b>')
    names.get_by_role("button", name="Use these names").click()
    expect(legend).to_contain_text('North <b>"1"</b>')
    folded = int(drawn.get_attribute("data-nodes") or 0)
    page.locator("#m-view").select_option("projects")
    page.get_by_role("button", name="Apply").click()
    expect(legend).to_contain_text("Coordinates the project")
    expect(legend).to_contain_text('North <b>"1"</b>')
    assert int(drawn.get_attribute("data-nodes") or 0) > folded
    page.reload()
    page.wait_for_selector(READY, state="attached")
    expect(legend).to_contain_text('North <b>"1"</b>')
    for name in ("data-scene", "data-export-csv"):
        assert "view=projects" in (drawn.get_attribute(name) or ""), name
    low = page.locator(".map-stage").evaluate("stage => stage.clientHeight")
    page.get_by_role("button", name="Full screen").click()
    expect(page.locator("#map:fullscreen")).to_have_count(1)
    taller = "h => document.querySelector('.map-stage canvas').clientHeight > h + 20"
    page.wait_for_function(taller, arg=low)
    page.get_by_role("button", name="Full screen").click()
    expect(page.locator("#map:fullscreen")).to_have_count(0)
    table = page.request.get(drawn.get_attribute("data-export-csv") or "").text()
    assert '"North <b>""1""</b>"' in table
    assert ",project,Project," in table
    work = page.locator(".map-work").first
    work.locator("summary").click()
    work.get_by_role("spinbutton").fill("2")
    work.get_by_role("button", name="first rows, as sorted").click()
    work.get_by_role("link", name="Suggestions for the set").click()
    expect(page.get_by_role("table", name="Suggestions for a set").locator("tbody tr")).not_to_have_count(0)


def test_views_are_kept_with_a_sentence_and_shown_one_after_the_other(page: Page) -> None:
    page.goto("/map?view=clusters&country=DE")
    page.wait_for_selector("html[data-ready=true]", state="attached")
    story = page.locator(".map-story")
    story.locator("summary").click()
    for words, view in (("Who works <b>together</b>", "Table"), ("The same as rows", "Network")):
        story.get_by_placeholder("Sentence to this view").fill(words)
        story.get_by_role("button", name="Keep this view").click()
        expect(story.locator(".map-sentence")).to_have_text(words)
        page.get_by_role("button", name=view, exact=True).click()
    story.get_by_role("link", name="Previous").click()
    expect(story.locator(".map-sentence")).to_have_text("Who works <b>together</b>")
    story.get_by_role("link", name="Next").click()
    expect(story.locator(".map-sentence")).to_have_text("The same as rows")
    expect(page.locator("#map")).to_have_attribute("data-mode", "table")
    story.get_by_role("button", name="Move up: The same as rows").click()
    expect(story.locator("li a")).to_have_text(["The same as rows", "Who works <b>together</b>"])


def test_clusters_have_indicators_of_their_own_network(page: Page) -> None:
    page.goto("/map?view=clusters&color=closeness&size=core_number&lang=de")
    page.wait_for_selector(READY, state="attached")
    expect(page.locator(".map-legend")).to_contain_text("Nähe, im Netz aller Cluster")
    assert page.locator("#m-color option[value=liaison]").count() == 0


def test_values_that_are_being_computed_are_said_and_awaited(page: Page) -> None:
    asked: list[str] = []

    def unfinished(route: Route) -> None:
        answer = route.fetch()
        scene = json.loads(answer.text())
        if not asked:
            scene["waiting"] = "“Betweenness” is still being computed."
        asked.append(route.request.url)
        route.fulfill(response=answer, body=json.dumps(scene))

    page.route("**/api/v1/scene*", unfinished)
    page.goto("/map?view=network&country=DE&color=betweenness")
    page.wait_for_selector(READY, state="attached")
    status = page.locator(".map-status")
    expect(status).to_contain_text("“Betweenness” is still being computed.")
    expect(status).not_to_contain_text("being computed")
    assert len(asked) == 2


def test_the_newer_of_two_filters_wins_whichever_answer_comes_last(page: Page) -> None:
    page.goto("/map?view=network&country=DE")
    page.wait_for_selector(READY, state="attached")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/api/v1/scene*color=degree*", hold)
    with page.expect_request("**/api/v1/scene*color=degree*"):
        page.get_by_label("Colors show").select_option(label="Partners")
        page.get_by_role("button", name="Apply").click()
    page.get_by_label("Colors show").select_option(label="Betweenness")
    page.get_by_role("button", name="Apply").click()
    legend = page.locator(".map-legend")
    expect(legend).to_contain_text("Betweenness, in the whole network of joint projects")
    late = held[0].fetch()
    held[0].fulfill(response=late)
    page.wait_for_timeout(500)
    expect(legend).to_contain_text("Betweenness, in the whole network of joint projects")
    assert "color=betweenness" in page.url
    assert "color=betweenness" in (page.locator("[data-map]").get_attribute("data-scene") or "")
