"""Certificates: printed for what holds today; a code tells whether it holds and nothing else."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient

from graphsvc.answers.programme.certificates import code_of
from graphsvc.bootstrap import Services
from graphsvc.programme import Award, awards
from graphsvc.web import create_app
from graphsvc.web.qr_code import qr_code
from tests.support.claims import cluster, info

NAME = "Certified Cluster"


def day(distance: int) -> str:
    return (datetime.now(UTC).date() + timedelta(days=distance)).isoformat()


def given(own: Services, since: str, until: str, known: str = "") -> tuple[FlaskClient, Award]:
    """A visitor of a service with one more cluster that has such a label."""
    fact = {"what": "label", "value": "Trial label", "since": since, "until": until}
    facts = [fact | ({"known": known} if known else {})]
    own.graph.store.write(info("trial"), [cluster("certified", "trial", name=NAME, facts=facts)])
    own.graph.refresh()
    (award,) = [
        one for one in awards(own.graph.snapshot().clusters.records) if one.cluster == "cluster:certified"
    ]
    return create_app(own).test_client(), award


def test_a_certificate_is_linked_printed_and_verified(own: Services) -> None:
    client, award = given(own, day(-30), day(400))
    code = code_of(award, own.secret)
    assert re.fullmatch(r"[A-Z2-7]{16}", code)
    assert f'/certificates/{code}"' in client.get("/programme").text
    shown = client.get(f"/certificates/{code}").text
    assert NAME in shown
    assert f"/verify/{code}" in shown
    (picture,) = re.findall(r'<img class="qr" src="([^"]+)"', shown)
    assert unescape(picture) == qr_code(f"http://localhost/verify/{code}")
    told = client.get(f"/verify/{code}").text
    assert "Yes: by what is known here, it holds today." in told
    assert client.get(f"/verify/{code.lower()}").status_code == 200
    for word in (NAME, "certified", "Trial label", day(400)):
        assert word not in told


@pytest.mark.parametrize(
    ("since", "until", "known", "told"),
    [
        (-800, -1, 0, "No: it does not hold today."),
        (1, 400, 0, "No: it does not hold today."),
        (-800, -1, -500, "It is not known here whether it holds today."),
        (-30, 0, 0, "Yes: by what is known here, it holds today."),
    ],
)
def test_what_does_not_hold_has_no_certificate(
    own: Services, since: int, until: int, known: int, told: str
) -> None:
    client, award = given(own, day(since), day(until), day(known) if known else "")
    code = code_of(award, own.secret)
    assert told in client.get(f"/verify/{code}").text
    assert client.get(f"/certificates/{code}").status_code == (200 if told.startswith("Yes") else 404)


def test_codes_differ_by_installation_and_award(own: Services) -> None:
    _, award = given(own, day(-30), day(400))
    every = awards(own.graph.snapshot().clusters.records)
    codes = {code_of(one, own.secret) for one in every}
    assert len(codes) == len({(one.cluster, one.label, one.awarded) for one in every})
    assert code_of(award, b"another key") != code_of(award, own.secret)
