"""A cluster management writes the success stories of its own cluster; they are public with both consents."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from graphsvc.bootstrap import Services
from graphsvc.domain import Basis, Evidence, Relation, RelationKind
from graphsvc.web import create_app
from tests.support.claims import cluster, info
from tests.web.people_world import A, B, Calendar, signed_in, world

C, D = "organization:c", "organization:d"


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Services]:
    """The small world, in which A of the hub and B work together, and C and D, who are in no cluster."""
    with world(tmp_path, Calendar()) as services:
        says = Evidence(basis=Basis.CONFIRMED, dataset="introductions", date="2026-02-01", by="both sides")
        services.graph.store.write(info("food"), [cluster("other", "food", name="Other")])
        services.graph.store.write(
            info("introductions"),
            [
                Relation(source=one, target=other, relation=RelationKind.COOPERATES, evidence=says)
                for one, other in ((A, B), (C, D))
            ],
        )
        services.graph.refresh()
        yield services


def test_a_story_of_the_own_cluster_from_draft_to_public(made: Services) -> None:
    app = create_app(made)
    app.config["WTF_CSRF_ENABLED"] = False
    own, others = (
        next(one.outcome.id for one in made.stories.drafts() if one.outcome.sides[0].id == side)
        for side in (A, C)
    )
    cleo, anna, gert, visitor = (
        *(signed_in(made, app, name) for name in ("cleo", "anna", "gert")),
        app.test_client(),
    )
    visitor.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    listed = cleo.get("/programme/stories")
    assert (f"/stories/{own}/draft" in listed.text, f"/stories/{others}/draft" in listed.text) == (
        True,
        False,
    )
    assert "no-store" in listed.headers["Cache-Control"]
    drafts = [client.get("/programme/stories").text for client in (anna, gert, visitor)]
    assert not any("/draft" in text for text in drafts)
    draft, consent = f"/stories/{own}/draft", f"/stories/{own}/consent"
    for client in (anna, gert, visitor):
        assert client.get(draft).status_code == 404
        for path in (draft, consent):
            assert client.post(path, data={"achieved": "mine"}).status_code == 403
    assert cleo.get(f"/stories/{others}/draft").status_code == 404
    assert cleo.post(f"/stories/{others}/draft", data={"achieved": "x"}).status_code == 403
    assert cleo.get("/stories/none/draft").status_code == 404
    assert "both sides confirmed it" in cleo.get(draft).text
    assert cleo.post(draft, data={"achieved": "Oat drinks in new cartons."}).status_code == 302
    for side in (A, B):
        assert visitor.get(f"/stories/{own}").status_code == 404
        said = {"version": 1, "side": side, "by": "Anna", "proof": "mail of 1 March 2026"}
        assert cleo.post(consent, data=said).status_code == 302
    shown = visitor.get(f"/stories/{own}").text
    assert ("Oat drinks in new cartons." in shown, "mail of 1 March" in shown) == (True, False)
    noted = [row.what for row in made.personal_data.audit(f"story:{own}")]
    assert noted == ["save story", "record consent to story", "record consent to story"]
