"""Suggestions are pinned, declined and followed up; a page, the API and a command say what became of them."""

import json
import re

from click.testing import CliRunner
from flask.testing import FlaskClient

from graphsvc.bootstrap import Services
from graphsvc.cli import commands
from tests.support.addresses import DIL, FPI
from tests.web.forms import send

PAGE = f"/partners/{DIL}"


def said(own: Services, source: str = DIL) -> dict[str, tuple[str, object]]:
    own.graph.refresh()
    return {pair.ref.id: (pair.verdict, pair.seen) for pair in own.people.saved_pairs(source)}


def fields(page: str, target: str) -> dict[str, str]:
    """What the forms of the card of `target` say of where it stands."""
    card = page[page.index(f'id="m-{target}"') :]
    names = ("profile", "rank", "shown", "next")
    found = {name: re.search(f'name="{name}" value="([^"]+)"', card) for name in names}
    return {name: value[1].replace("&amp;", "&") for name, value in found.items() if value}


def test_a_suggestion_is_pinned_with_where_it_stood_and_followed_up(
    writer: FlaskClient, own: Services
) -> None:
    third = own.matching.partners(DIL, top=10).matches[2].ref.id
    page = f"{PAGE}?kind=company"
    target = own.matching.partners(DIL, top=10, filters={"kind": "company"}).matches[1].ref.id
    card = fields(writer.get(page).text, target)
    assert (card["profile"], card["rank"], card["shown"]) == ("partners 1.0", "2", "10")
    shown = send(writer, page, f"/feedback/{DIL}", target=target, verdict="pin", **card)
    assert shown.request.full_path.rstrip("?") == page
    assert 'id="pinned"' in shown.text
    assert f'id="m-{target}"' in shown.text, "a pinned suggestion stays in its place"
    verdict, seen = said(own)[target]
    assert (verdict, seen.profile, seen.rank, seen.shown) == ("pin", "partners 1.0", 2, 10)  # type: ignore[attr-defined]

    send(writer, page, f"/feedback/{DIL}", target=target, verdict="outcome", **card)
    assert said(own)[target][0] == "outcome"
    send(writer, page, f"/feedback/{DIL}", target=third, reason="too-far")
    assert said(own)[third] == ("not-for-us", None)
    assert own.people.outcomes().unplaced == 1


def test_what_is_no_word_on_a_suggestion_is_refused(writer: FlaskClient, own: Services) -> None:
    target = own.matching.partners(DIL, top=1).matches[0].ref.id
    refused = send(writer, PAGE, f"/feedback/{DIL}", target=target, verdict="love")
    assert refused.status_code == 400
    assert "pin, answered, outcome" in refused.text
    forged = {"profile": "partners 1.0", "rank": "90", "shown": "10"}
    send(writer, PAGE, f"/feedback/{DIL}", target=target, verdict="pin", next="//elsewhere.example", **forged)
    assert said(own)[target] == ("pin", None)


def test_who_was_declined_for_a_profile_is_not_named_for_it_again(writer: FlaskClient, own: Services) -> None:
    kept = own.people.publish(
        kind="result", title="Juice under high pressure", visibility="hidden",
        abstract="Juices and sauces are preserved by high pressure instead of heat.",
    )  # fmt: skip
    assert kept.id
    page = f"/profiles/{kept.id}"
    before = own.people.profile_matches(own.people.profile(kept.id))
    first, second, *_ = (match.ref.id for match in before.matches)
    where = {"profile": before.matching_profile, "rank": "1", "shown": str(len(before.matches)), "next": page}
    shown = send(writer, page, f"/feedback/{kept.id}", target=first, reason="competitor", **where)
    assert shown.request.path == page
    after = own.people.profile_matches(own.people.profile(kept.id))
    assert after.matches[0].ref.id == second
    assert first not in {match.ref.id for match in after.matches}
    assert f'href="/organizations/{first}"' in shown.text, "it is listed among those put aside"
    send(writer, page, f"/profiles/{kept.id}/remove")
    assert own.people.outcomes().judged == 0, "what was said of its matches goes with the profile"


def test_the_page_begins_with_how_to_judge(client: FlaskClient, public: FlaskClient) -> None:
    assert "How to say what you think of a suggestion" in client.get("/outcomes").text
    assert "A public service takes no words" in public.get("/outcomes").text
    assert public.get("/api/v1/outcomes").get_json() == {"judged": 0, "kinds": [], "least": 5, "unplaced": 0}


def test_page_api_and_command_tell_the_same(writer: FlaskClient, own: Services) -> None:
    for asking in (DIL, FPI):
        found = own.matching.partners(asking, top=10)
        for match in found.matches[:3]:
            where = {"profile": found.profile, "rank": str(match.rank), "shown": "10"}
            send(
                writer,
                f"/partners/{asking}",
                f"/feedback/{asking}",
                target=match.ref.id,
                verdict="pin",
                **where,
            )
    told = writer.get("/api/v1/outcomes").get_json()
    assert [(one["kind"], one["profile"], one["all"]["pinned"]) for one in told["kinds"]] == [
        ("organization", "partners 1.0", 3),
        ("cluster", own.matching.partners(FPI, top=1).profile, 3),
    ]
    text = writer.get("/outcomes", headers={"Accept-Language": "en"}).text
    assert "6 suggestions were judged" in text
    assert "fewer than 5" in text
    settings = {"GRAPHSVC_HOME": str(own.settings.home)}
    printed = CliRunner().invoke(commands, ["outcomes", "--json"], env=settings)
    assert json.loads(printed.output) == told
    assert (
        "Partners for an organization, partners 1.0, lists: 1"
        in CliRunner().invoke(commands, ["outcomes"], env=settings).output
    )
