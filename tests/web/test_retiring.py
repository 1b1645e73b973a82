"""An organization is retired on its page: the old address says when and why, and it counts nowhere."""

from html import unescape

from flask.testing import FlaskClient

from graphsvc.bootstrap import Services
from graphsvc.state.own_words import today
from tests.support.addresses import CHAIN, DIL
from tests.web.forms import send

PAGE, WHY = f"/organizations/{DIL}", "Joined <another> house"
ELSEWHERE = (
    "/",
    "/data",
    "/retired",
    "/outcomes",
    f"/api/v1/organizations/{DIL}",
    f"/partners/{DIL}",
    f"/map?ego={DIL}&radius=1",
    f"{CHAIN}?of=cluster:foodregio&of=cluster:fpi&of=cluster:giqs&of=cluster:nieke",
    "/clusters/cluster:fpi",
    "/api/v1/organizations?limit=500",
)


def test_an_organization_is_retired_with_a_reason_and_comes_back(writer: FlaskClient, own: Services) -> None:
    with own.graph.store.read() as reader:
        before = reader.digest()
    name = str(own.catalog.organization(DIL).ref.name)
    organizations = own.catalog.note().organizations
    counted = {row.id: row.organizations for row in own.datasets.all()}
    refused = send(writer, PAGE, f"{PAGE}/retire", reason=" ")
    assert "Say why, in at most 500 letters." in refused.text
    gone = send(writer, PAGE, f"{PAGE}/retire", reason=WHY)
    assert (gone.status_code, gone.request.path) == (404, PAGE)
    assert "because: Joined &lt;another&gt; house" in gone.text
    assert "Let it count again" in gone.text
    assert "retired because:" in gone.text
    assert "stillgelegt. Grund: Joined" in writer.get(f"{PAGE}?lang=de").text
    assert own.catalog.note().organizations == organizations - 1
    now = {row.id: row.organizations for row in own.datasets.all()}
    assert sum(now.values()) == sum(counted.values()) - sum(DIL in ids for ids in _datasets(own))
    assert name not in {str(hit.ref.name) for group in own.catalog.search(name).groups for hit in group.hits}
    for path in ELSEWHERE:
        answer = writer.get(path)
        assert answer.status_code in (200, 302, 404), path
    told = writer.get(f"/api/v1/organizations/{DIL}?lang=en").get_json()["detail"]
    assert told == f"{name} was retired on {today()} because: {WHY}"
    assert WHY in unescape(writer.get("/retired").text)
    assert writer.get("/?lang=en").status_code == 200
    back = send(writer, PAGE, f"{PAGE}/reinstate")
    assert (back.status_code, back.request.path) == (200, PAGE)
    assert "counts again; it had been retired because" in back.text
    assert "None is retired." in writer.get("/retired").text
    with own.graph.store.read() as reader:
        assert reader.digest() == before


def _datasets(own: Services) -> list[set[str]]:
    """The ids of organizations that each dataset names."""
    found: dict[str, set[str]] = {}
    with own.graph.store.read() as reader:
        for row in reader.entities(("organization",)):
            if row.dataset != "retired":
                found.setdefault(row.dataset, set()).add(row.id)
    return list(found.values())
