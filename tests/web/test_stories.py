"""Success stories from recorded outcomes: drafts for the owner, public with both consents to the version."""

import re

import pytest
from flask.testing import FlaskClient

from graphsvc.bootstrap import Services, bootstrap
from graphsvc.domain import Basis, DatasetInfo, Evidence, Relation, RelationKind
from graphsvc.domain.ports import opened
from graphsvc.settings import Settings
from graphsvc.web import create_app

CLUSTER = "cluster:foodregio"
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture(name="person")
def _person(own: Services) -> FlaskClient:
    app = create_app(own)
    app.config["WTF_CSRF_ENABLED"] = False
    return app.test_client()


def noted(own: Services) -> str:
    """Note that a cluster and a partner of suggestions work together; the id of their story."""
    partner = own.graph.snapshot().organizations.ids[0]
    own.people.feedback(CLUSTER, partner, verdict="outcome")
    (draft,) = own.stories.drafts()
    assert draft.outcome.by == "here"
    return draft.outcome.id


def agreeing(person: FlaskClient, story: str, version: int, side: str) -> int:
    said = {"version": version, "side": side, "by": "Anna", "proof": "mail of 1 November 2026"}
    return person.post(f"/stories/{story}/consent", data=said).status_code


def test_a_draft_holds_facts_with_their_ids_and_gaps_as_gaps(own: Services, person: FlaskClient) -> None:
    assert "No outcome is on record." in person.get("/programme/stories?lang=en").text
    story = noted(own)
    page = person.get(f"/stories/{story}/draft?lang=en").text
    assert "They work together; whoever used the suggestions noted it." in page
    for one in (CLUSTER, own.graph.snapshot().organizations.ids[0], "feedback:"):
        assert f"<code>{one}" in page
    assert person.post(f"/stories/{story}/draft", data={"achieved": HOSTILE}).status_code == 302
    page = person.get(f"/stories/{story}/draft?lang=en").text
    assert HOSTILE not in page
    assert "Version 1 waits for consent." in page
    assert person.get(f"/stories/{story}").status_code == 404
    too_long = {"achieved": "x" * 3001, "part": "kept"}
    answer = person.post(f"/stories/{story}/draft", data=too_long)
    assert answer.status_code == 409
    assert ">kept</textarea>" in answer.text


def test_it_is_public_in_the_version_that_both_agreed_to_and_on_the_sheet(
    own: Services, person: FlaskClient
) -> None:
    story = noted(own)
    partner = own.graph.snapshot().organizations.ids[0]
    person.post(f"/stories/{story}/draft", data={"achieved": "A new line of oat drinks."})
    refused = person.post(f"/stories/{story}/consent", data={"version": 1, "side": CLUSTER, "by": "Anna"})
    assert refused.status_code == 409
    assert 'value="Anna"' in refused.text
    assert agreeing(person, story, 1, CLUSTER) == 302
    assert person.get(f"/stories/{story}").status_code == 404
    assert agreeing(person, story, 1, partner) == 302
    person.post(f"/stories/{story}/draft", data={"achieved": "Twice as many lines."})
    made = bootstrap(Settings(home=own.settings.home, public=True))
    with opened(made.graph.store):
        public = create_app(made).test_client()
        page = public.get(f"/stories/{story}?lang=en").text
        assert "A new line of oat drinks." in page
        assert "Twice as many lines." not in page
        assert page.count("Not recorded.") == 2
        assert "mail of 1 November" not in page
        assert "Anna" not in page
        assert f'href="/stories/{story}"' in public.get(f"/clusters/{CLUSTER}/sheet").text
        assert f'href="/stories/{story}"' in public.get("/programme/stories").text
        assert public.get(f"/stories/{story}/draft").status_code == 404
    back = {"version": 1, "side": partner, "by": "Bernd", "given": "no"}
    assert person.post(f"/stories/{story}/consent", data=back).status_code == 302
    assert person.get(f"/stories/{story}").status_code == 404
    assert not re.findall(r'href="/stories/', person.get(f"/clusters/{CLUSTER}/sheet").text)


def test_what_both_sides_confirmed_is_an_outcome_too(own: Services, person: FlaskClient) -> None:
    partner = own.graph.snapshot().organizations.ids[1]
    says = Evidence(basis=Basis.CONFIRMED, dataset="introductions", date="2026-10-01", by="both sides")
    claim = Relation(source=CLUSTER, target=partner, relation=RelationKind.COOPERATES, evidence=says)
    own.graph.store.write(DatasetInfo(id="introductions", title="Confirmed"), [claim])
    own.graph.refresh()
    (draft,) = own.stories.drafts()
    assert (draft.outcome.by, draft.outcome.day) == ("both", "2026-10-01")
    page = person.get(f"/stories/{draft.outcome.id}/draft?lang=en").text
    assert "both sides confirmed it" in page
