"""Forms: what is sent, what becomes of it, and that nothing else is kept."""

import io
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from graphsvc.bootstrap import Services
from graphsvc.state.feedback import said
from tests.support.addresses import DIL, FPI
from tests.web.forms import send

ABSTRACT = (
    "Ein schonendes Verfahren trocknet Obst mit weniger Energie und hält Vitamine besser als Heißluft. "
    "Gesucht werden Betriebe der Obstverarbeitung und des Anlagenbaus. Quetzalcoatlus."
)
PLANTED = "Quetzalcoatlus"


def kept(home: Path) -> bytes:
    """Everything the instance folder holds."""
    return b"".join(path.read_bytes() for path in sorted(home.rglob("*")) if path.is_file())


@pytest.mark.parametrize("page", ["/implementers", "/problem"])
def test_what_is_described_is_answered_and_forgotten(
    page: str, writer: FlaskClient, own: Services, capsys: pytest.CaptureFixture[str]
) -> None:
    response = send(writer, page, page, title=PLANTED, abstract=ABSTRACT)
    assert response.status_code == 200
    assert PLANTED in response.text, "the form keeps what was typed, so that it can be changed"
    assert PLANTED.encode() not in kept(own.settings.home)
    printed = capsys.readouterr()
    assert PLANTED not in printed.out + printed.err


def test_not_for_us_takes_a_suggestion_away(writer: FlaskClient, own: Services) -> None:
    first = own.matching.partners(DIL, top=1).matches[0].ref.id
    response = send(writer, f"/partners/{DIL}", f"/feedback/{DIL}", target=first, reason="competitor")
    assert response.status_code == 200
    own.graph.refresh()
    assert first not in {match.ref.id for match in own.matching.partners(DIL, top=50).matches}


def test_a_disputed_fact_is_shown_as_disputed(writer: FlaskClient, own: Services) -> None:
    page = f"/organizations/{DIL}"
    send(writer, page, f"/words/{DIL}", kind="dispute", field="city", text="We have moved <b>away</b>.")
    send(writer, page, f"/words/{DIL}", kind="ours", text="We are DIL.")
    own.graph.refresh()
    text = writer.get(page, headers={"Accept-Language": "en"}).text
    assert "Disputed since" in text
    assert "We have moved &lt;b&gt;away&lt;/b&gt;." in text
    listed = writer.get("/data", headers={"Accept-Language": "en"}).text.partition('id="said"')[2]
    assert "a fact is disputed since" in listed
    assert "someone speaks for it, since" in listed
    assert "We have moved &lt;b&gt;away&lt;/b&gt;." in listed


def test_an_objection_ends_suggestions(writer: FlaskClient, own: Services) -> None:
    first = own.matching.partners(DIL, top=1).matches[0].ref.id
    send(
        writer, f"/organizations/{first}", f"/words/{first}", kind="object", text="Please do not suggest us."
    )
    own.graph.refresh()
    assert first not in {match.ref.id for match in own.matching.partners(DIL, top=50).matches}


def test_an_objection_counts_wherever_somebody_is_suggested(own: Services) -> None:
    asked = {"title": "Gentle drying of fruit", "abstract": ABSTRACT}

    def suggested() -> tuple[set[str], ...]:
        pairs = own.matching.meetings(limit=50)
        own.people.save_search("mine", f"/partners/{DIL}")
        (saved,) = own.people.saved()
        return (
            {match.ref.id for match in own.matching.implementers(**asked).matches},
            {match.ref.id for match in own.matching.researchers(**asked).matches},
            {one.id for pair in pairs for one in (pair.a, pair.b)},
            {match.ref.id for match in own.matching.members((DIL,), title="drying of fruit").matches},
            set(saved.seen),
        )

    before = suggested()
    assert all(before)
    silent = {min(found) for found in before}
    for one in silent:
        own.people.object(one, "Please do not suggest us.")
    assert [found & silent for found in suggested()] == [set()] * len(before)
    assert own.catalog.organization(min(before[0])).ref.id == min(before[0]), "public facts stay"


def test_a_form_that_is_unknown_is_refused(writer: FlaskClient) -> None:
    response = send(writer, f"/organizations/{DIL}", f"/words/{DIL}", kind="other", text="x")
    assert response.status_code == 400


@pytest.mark.parametrize(
    "address", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"]
)
def test_only_own_addresses_are_saved(address: str, writer: FlaskClient) -> None:
    assert send(writer, f"/partners/{DIL}", "/saved", address=address, label="x").status_code == 400


def test_a_saved_search_is_listed_and_forgotten(writer: FlaskClient, own: Services) -> None:
    response = send(
        writer, f"/partners/{DIL}", "/saved", address=f"/partners/{DIL}?country=DE", label="DIL <i>DE</i>"
    )
    assert "DIL &lt;i&gt;DE&lt;/i&gt;" in response.text
    (saved,) = own.people.saved()
    assert "DIL" not in send(writer, "/saved", f"/saved/{saved.id}/remove").text.split("<main")[1]


def test_a_profile_that_is_hidden_is_kept_and_removed(writer: FlaskClient, own: Services) -> None:
    fields = {"kind": "result", "title": "Gentle drying", "abstract": ABSTRACT, "visibility": "hidden"}
    response = send(writer, "/profiles/new", "/profiles/new", **fields)
    assert "<h1>Gentle drying</h1>" in response.text
    (profile,) = own.people.profiles()
    response = send(writer, f"/profiles/{profile.id}", f"/profiles/{profile.id}/remove")
    assert "Gentle drying" not in response.text


def test_the_publishing_check_speaks_and_keeps_what_was_typed(writer: FlaskClient) -> None:
    fields = {
        "kind": "result",
        "title": "Idea",
        "abstract": "Short.",
        "trl": "1",
        "wanted": "investor",
        "visibility": "public",
    }
    response = send(writer, "/profiles/new", "/profiles/new", **fields)
    assert 'role="alert"' in response.text
    assert 'value="Idea"' in response.text


def test_a_member_list_comes_and_goes(writer: FlaskClient, own: Services) -> None:
    digest = own.graph.snapshot().digest
    rows = [
        "name,place",
        "DIL e.V.,Quakenbrück",
        "Ganz Neue Gewürze GmbH,Bielefeld",
        "<img src=x onerror=alert(1)>,Kiel",
        ",Ulm",
    ]
    file = (io.BytesIO("\n".join(rows).encode()), "members.csv")
    checked = send(writer, f"/members/{FPI}", f"/members/{FPI}", list=file)
    assert checked.status_code == 200
    assert "DIL" in checked.text
    assert "&lt;img src=x onerror=alert(1)&gt;" in checked.text
    assert "<img src=x" not in checked.text
    answers = {
        f"row-{row.row}": row.candidates[0].ref.id
        for row in own.members.get(checked.request.path.split("/")[-1]).doubtful
    }
    mine = send(writer, checked.request.path, checked.request.path, **answers)
    assert mine.request.path == f"/members/{FPI}"
    assert own.graph.refresh().digest != digest
    names = {ref.name for ref in own.members.of(FPI)}
    assert "Ganz Neue Gewürze GmbH" in names
    send(writer, f"/members/{FPI}", f"/members/{FPI}/remove")
    assert own.members.of(FPI) == ()
    assert own.graph.refresh().digest == digest


def test_ticked_stages_of_members_count_until_they_are_taken_back(writer: FlaskClient, own: Services) -> None:
    rows = ["name,place", "Ganz Neue Gewürze GmbH,Bielefeld", "Muster und Sohn,Kiel"]
    file = (io.BytesIO("\n".join(rows).encode()), "members.csv")
    checked = send(writer, f"/members/{FPI}", f"/members/{FPI}", list=file)
    mine = send(writer, checked.request.path, checked.request.path)
    assert "Of 2 members 0 have a stage that was stated, 1 one that was inferred, 1 none." in mine.text
    ids = {str(ref.name): ref.id for ref in own.members.of(FPI)}
    spice, son = ids["Ganz Neue Gewürze GmbH"], ids["Muster und Sohn"]
    digest = own.graph.snapshot().digest
    saved = send(
        writer,
        f"/members/{FPI}",
        f"/members/{FPI}/stages",
        **{"member": [spice, son], f"stages {son}": ["packaging", "logistics"], f"kind {son}": "company"},
    )
    assert "Of 2 members 1 have a stage that was stated, 0 one that was inferred, 1 none." in saved.text
    assert {one.stage.id for one in own.catalog.stages_of(spice, "food-processing")} == set()
    held = own.catalog.stages_of(son, "food-processing")
    assert {(one.stage.id, one.fact.basis) for one in held} == {
        ("packaging", "confirmed"),
        ("logistics", "confirmed"),
        ("distribution", "confirmed"),
    }
    assert own.catalog.organization(son).kind == "company"
    token = re.search(r'name="token" value="([0-9a-f]{32})"', saved.text)
    assert token is not None
    back = send(writer, f"/members/{FPI}", "/undo", token=token[1], next=f"/members/{FPI}")
    assert back.request.path == f"/members/{FPI}"
    assert own.graph.snapshot().digest == digest
    send(
        writer, f"/members/{FPI}", f"/members/{FPI}/stages", **{"member": [son], f"stages {son}": ["quality"]}
    )
    send(writer, f"/members/{FPI}", f"/members/{FPI}/remove")
    assert own.members.of(FPI) == ()


def test_an_organization_and_a_cluster_say_what_they_do(writer: FlaskClient, own: Services) -> None:
    page = f"/organizations/{DIL}"
    assert "We do this" in writer.get(page).text
    before = {one.stage.id for one in own.catalog.stages_of(DIL, "food-processing")}
    assert "research" in before
    fields = {f"stages {DIL}": ["quality", "research"], "chain": "food-processing", "next": "//evil.example"}
    saved = send(writer, page, f"/stages/{DIL}", **fields)
    assert saved.request.path == page
    held = {one.stage.id: one.fact.basis for one in own.catalog.stages_of(DIL, "food-processing")}
    assert held == {"quality": "confirmed", "research": "confirmed"}
    token = re.search(r'name="token" value="([0-9a-f]{32})"', saved.text)
    assert token is not None
    send(writer, page, "/undo", token=token[1])
    assert {one.stage.id for one in own.catalog.stages_of(DIL, "food-processing")} == before
    strange = send(
        writer, page, f"/stages/{DIL}", **{f"stages {DIL}": ["flying"], "chain": "food-processing"}
    )
    assert strange.status_code == 400
    cluster = send(
        writer,
        f"/clusters/{FPI}",
        f"/stages/{FPI}",
        **{f"stages {FPI}": ["ingredients"], "chain": "food-processing"},
    )
    assert cluster.status_code == 200
    kept = {one.stage.id: one.fact.basis for one in own.catalog.stages_of(FPI, "food-processing")}
    assert kept == {"ingredients": "confirmed"}
    token = re.search(r'name="token" value="([0-9a-f]{32})"', cluster.text)
    assert token is not None
    send(writer, page, "/undo", token=token[1])


def test_reasons_are_told_in_german(writer: FlaskClient) -> None:
    rows = ["name,place", ",Ulm", f"{'x' * 1001},Kiel", "DIL e.V.,Quakenbrück"]
    file = (io.BytesIO("\n".join(rows).encode()), "members.csv")
    checked = send(writer, f"/members/{FPI}", f"/members/{FPI}?lang=de", list=file)
    page = writer.get(f"{checked.request.path}?lang=de").text
    assert "kein Name" in page
    assert "der Name ist länger als 1.000 Zeichen" in page
    nobody = (io.BytesIO(b"id,place\n1,Ulm"), "members.csv")
    refused = send(writer, f"/members/{FPI}?lang=de", f"/members/{FPI}?lang=de", list=nobody)
    asked = writer.get(f"{refused.request.path}?lang=de").text
    assert "members.csv, Zeile 1: in welcher Spalte steht der Name der Organisation?" in asked


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_template_of_the_list_can_be_sent_back(form: str, writer: FlaskClient) -> None:
    template = writer.get(f"/members/template.{form}")
    assert "attachment" in template.headers["Content-Disposition"]
    file = (io.BytesIO(template.data), f"members.{form}")
    assert send(writer, f"/members/{FPI}", f"/members/{FPI}", list=file).status_code == 200


def test_no_file_is_said_plainly(writer: FlaskClient) -> None:
    response = send(writer, f"/members/{FPI}", f"/members/{FPI}")
    assert response.status_code == 400
    assert "Nothing was changed and nothing was lost." in response.text


def test_a_dispute_names_its_fact_marks_the_row_and_is_withdrawn(writer: FlaskClient) -> None:
    page = f"/organizations/{DIL}"
    send(writer, page, f"/words/{DIL}", kind="dispute", field="city", text="We moved to Kiel.")
    shown = writer.get(page).text
    assert re.search(r"Disputed since [^:]+: City. “We moved to Kiel.”", shown)
    assert re.search(r"<b>City</b>.*<strong class=\"disputed\">", shown)
    assert shown.count('class="disputed"') == 1
    word = re.search(r'name="word" value="(feedback:[^"]+)"', shown)
    assert word
    back = send(writer, page, f"/words/{DIL}/withdraw", word=word[1])
    assert "Withdrawn" in back.text
    assert "Disputed since" not in writer.get(page).text


def test_an_objection_leaves_a_trace_and_is_withdrawn(writer: FlaskClient, own: Services) -> None:
    page = f"/organizations/{DIL}"
    send(writer, page, f"/words/{DIL}", kind="object", text="Not to our competitor, please.")
    shown = writer.get(page).text
    assert "Objected to being suggested" in shown
    assert "Not to our competitor, please." in shown
    word = re.search(r'name="word" value="(feedback:[^"]+)"', shown)
    assert word
    assert said(own.graph).objections == {DIL}
    send(writer, page, f"/words/{DIL}/withdraw", word=word[1])
    assert said(own.graph).objections == frozenset()
    assert "Objected" not in writer.get(page).text
