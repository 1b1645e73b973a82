"""Every route is asked once, as anyone may and as a public service is asked."""

import pytest
from flask.testing import FlaskClient
from flask_openapi import OpenAPI

from tests.support.addresses import CHAIN, DIL, FOUR, FPI, PROJECT

READ = {
    "home.index": "/",
    "health": "/health",
    "ready": "/health/ready",
    "search.results": "/search?q=food",
    "search.suggestions": "/search/suggestions?q=foo",
    "search.organizations": "/search/organizations?organization=foo",
    "board.start": "/chain",
    "board.show": f"{CHAIN}?{FOUR}",
    "board_files.board": f"{CHAIN}/board.csv?{FOUR}",
    "board.gaps": f"{CHAIN}/gaps?{FOUR}",
    "board.resilience": f"{CHAIN}/resilience?{FOUR}",
    "board.compare": f"{CHAIN}/compare?a={FPI}&b=cluster:nieke",
    "board.exchange": f"{CHAIN}/exchange?{FOUR}",
    "alliance.start": "/alliance",
    "alliance.show": "/alliance/food-processing",
    "entity.organization": f"/organizations/{DIL}",
    "entity.cluster": f"/clusters/{FPI}",
    "entity.project": f"/projects/{PROJECT}",
    "entity.region": "/regions/region:DE94",
    "entity.stage": "/stages/food-processing/packaging",
    "partners.start": "/partners",
    "partners.show": f"/partners/{DIL}",
    "partners.for_set": f"/partners/set?of={DIL}&of={FPI}",
    "partners.file": f"/partners/{DIL}/suggestions.txt",
    "partners.compare": f"/partners/{DIL}/compare",
    "partners.path": f"/partners/{DIL}/path?to=organization:pic-998511696",
    "partners.meet": "/meet",
    "implementers.form": "/implementers",
    "implementers.problem": "/problem",
    "profiles.index": "/profiles",
    "profiles.new": "/profiles/new",
    "people.saved": "/saved",
    "members.start": "/members",
    "members.choose": f"/members/list?of={FPI}",
    "members.template": "/members/template.csv",
    "members.show": f"/members/{FPI}",
    "network.map_page": "/map",
    "network.compare": "/map/compare?country=DE&with-country=NL",
    "network.compare_side": "/map/compare/first.svg?country=DE&with-country=NL",
    "network.compare_export": "/map/compare/export.csv?country=DE&with-country=NL",
    "network.regions": "/map/regions.json",
    "network.export": "/map/export.csv?country=DE&view=network",
    "trends.index": "/trends",
    "programme.index": "/programme",
    "assessments.show": f"/clusters/{FPI}/criteria",
    "programme.file": "/programme/landscape.csv",
    "programme.labels_calendar": "/programme/labels.ics",
    "criteria_versions.show": "/programme/criteria?set=eccp-profile&t-members=40",
    "yearly.show": "/programme/report?year=2018",
    "yearly.file": "/programme/report.html?year=2018",
    "yearly.check_start": "/programme/report/check",
    "registers.show": "/programme/registers/policies",
    "registers.template": "/programme/registers/calls/template.csv",
    "registers.dates": "/programme/registers/events/calendar.ics",
    "sheet.show": f"/clusters/{FPI}/sheet",
    "sheet.news": f"/clusters/{FPI}/news.atom",
    "services.index": "/programme/services?of=cluster:nieke",
    "services.template": "/programme/facts.csv",
    "desk.show": f"/desk?of={FPI}",
    "data.index": "/data",
    "about.text": "/about/help",
    "about.api": "/about/api?view=clusters&country=DE",
    "api.document": "/api/v1/openapi.json",
    "api.coverage": f"/api/v1/coverage?chain=food-processing&{FOUR}",
    "api.closers": f"/api/v1/closers?{FOUR}",
    "api.resilience": f"/api/v1/resilience?{FOUR}",
    "api.alliance": "/api/v1/alliance?basis=stated",
    "api.partners": f"/api/v1/partners/{DIL}?top=3",
    "api.search": "/api/v1/search?q=food",
    "api.organization": f"/api/v1/organizations/{DIL}",
    "api.cluster": f"/api/v1/clusters/{FPI}",
    "api.project": f"/api/v1/projects/{PROJECT}",
    "api.region": "/api/v1/regions/region:DE94",
    "api.labels_due": "/api/v1/labels/due?first=2026-11-29&last=2027-11-29",
    "api.policies": "/api/v1/registers/policies",
    "api.calls": "/api/v1/registers/calls",
    "api.events": "/api/v1/registers/events",
    "api.criteria_compare": "/api/v1/criteria/compare?set=eccp-profile&threshold=members=40",
    "api.landscape": "/api/v1/landscape?label=go-cluster&on=2026-11-29",
    "api.services_of_clusters": "/api/v1/services",
    "api.services_missing": "/api/v1/services/missing?of=cluster:nieke",
    "api.chains": "/api/v1/chains",
    "api.chain": "/api/v1/chains/food-processing",
    "api.datasets": "/api/v1/datasets",
    "api.scene": "/api/v1/scene?view=network&country=DE",
    "api.flow": "/api/v1/flow?view=chain",
    "api.compare": "/api/v1/map/compare?country=DE&with-country=NL",
    "api.neighbourhood": f"/api/v1/neighbourhood/{DIL}",
    "api.indicators": f"/api/v1/indicators/{DIL}",
    "api.outcomes": "/api/v1/outcomes",
    "api.list_organizations": "/api/v1/organizations?limit=3",
    "api.list_clusters": "/api/v1/clusters?limit=3",
    "api.list_projects": "/api/v1/projects?limit=3",
    "api.list_participations": "/api/v1/participations?limit=3",
    "api.list_memberships": "/api/v1/memberships?limit=3",
    "api.list_ties": "/api/v1/ties?limit=3",
    "api.list_stages": "/api/v1/stages?limit=3",
    "api.list_indicators": "/api/v1/indicators?limit=3",
    "api.list_trends": "/api/v1/trends?limit=3",
    "people.outcomes": "/outcomes",
    "stories.index": "/programme/stories",
    "reports.show": "/chain/food-processing/report?of=cluster:foodregio",
    "reports.file": "/chain/food-processing/report.html?of=cluster:foodregio",
}
"""Routes that read, by endpoint, each with an address that has an answer."""

OWNERS = {
    "admissions.show": f"/clusters/{FPI}/admission",
    "merging.duplicates": "/duplicates",
    "retiring.index": "/retired",
    "merging.same": f"/organizations/{DIL}/same?q=organization:pic-998511696",
    "data.report": "/data/food/report",
    "data.report_file": "/data/food/report.csv",
}
"""Routes that read what only the owner of the service sees."""

ABSENT = {
    "network.community": "/communities/community:none",
    "admissions.letter": f"/clusters/{FPI}/admission/letter.txt",
    "registers.call": "/programme/calls?call=none",
    "api.applicants": "/api/v1/registers/calls/applicants?call=none",
    "certificates.show": "/certificates/NONE",
    "stories.show": "/stories/none",
    "stories.draft": "/stories/none/draft",
    "certificates.verify": "/verify/NONE",
    "trends.show": "/trends/none",
    "trends.file": "/trends/none/file.csv",
    "profiles.show": "/profiles/profile:none",
    "profiles.edit": "/profiles/profile:none/edit",
    "members.check": f"/members/{FPI}/none",
    "members.not_taken": f"/members/{FPI}/none/not-taken.csv",
    "people.look": "/saved/search:none",
    "data.job": "/data/jobs/999999",
    "api.trend": "/api/v1/trends/none",
}
"""Routes that read something that is not there; the tests of their pages make it first."""

ANSWER = {
    "implementers.find": "/implementers",
    "implementers.researchers": "/problem",
    "implementers.file": "/implementers/suggestions.txt",
    "implementers.researchers_file": "/problem/suggestions.txt",
    "api.implementers": "/api/v1/implementers",
    "api.researchers": "/api/v1/researchers",
}
"""Routes that are posted to and write nothing."""

WRITE = {
    "people.feedback": f"/feedback/{DIL}",
    "people.undo": f"/feedback/{DIL}/undo",
    "people.word": f"/words/{DIL}",
    "people.stages": f"/stages/{DIL}",
    "people.website": f"/websites/{DIL}",
    "merging.decide": "/duplicates",
    "merging.merge": f"/organizations/{DIL}/same",
    "merging.split": f"/organizations/{DIL}/split",
    "retiring.retire": f"/organizations/{DIL}/retire",
    "retiring.reinstate": f"/organizations/{DIL}/reinstate",
    "people.take_back": "/undo",
    "people.withdraw": f"/words/{DIL}/withdraw",
    "people.answer": f"/answers/{DIL}",
    "people.save": "/saved",
    "people.drop": "/saved/search:none/remove",
    "implementers.save": "/implementers/save",
    "implementers.researchers_save": "/problem/save",
    "profiles.publish": "/profiles/new",
    "profiles.draft": "/profiles/draft",
    "profiles.change": "/profiles/profile:none/edit",
    "profiles.visibility": "/profiles/profile:none/visibility",
    "profiles.state": "/profiles/profile:none/state",
    "profiles.remove": "/profiles/profile:none/remove",
    "members.upload": f"/members/{FPI}",
    "members.decide": f"/members/{FPI}/none",
    "members.read_again": f"/members/{FPI}/none/reading",
    "members.assign": f"/members/{FPI}/stages",
    "members.remove": f"/members/{FPI}/remove",
    "assessments.save": f"/clusters/{FPI}/criteria?set=eccp-profile",
    "admissions.take": f"/clusters/{FPI}/admission",
    "stories.save": "/stories/none/draft",
    "stories.consent": "/stories/none/consent",
    "yearly.check": "/programme/report/check",
    "registers.load": "/programme/registers/policies",
    "data.example": "/data/example",
    "data.preview": "/data/preview",
    "data.preview_as": "/data/preview/none",
    "data.start": "/data/import/none",
    "data.undo": "/data/food/undo",
    "data.cancel": "/data/jobs/999999/cancel",
}
"""Routes that write."""


def test_the_lists_name_every_route(app: OpenAPI) -> None:
    listed = [*READ, *OWNERS, *ABSENT, *ANSWER, *WRITE]
    assert sorted(listed) == sorted({rule.endpoint for rule in app.url_map.iter_rules()} - {"static"})


@pytest.mark.parametrize("endpoint", [*READ, *OWNERS])
def test_reading_has_an_answer(endpoint: str, client: FlaskClient) -> None:
    response = client.get((READ | OWNERS)[endpoint])
    assert response.status_code in {200, 302}
    if response.status_code == 302:
        assert client.get(response.location).status_code == 200


@pytest.mark.parametrize("endpoint", READ)
def test_a_public_service_is_read_like_any_other(endpoint: str, public: FlaskClient) -> None:
    assert public.get(READ[endpoint]).status_code in {200, 302}


@pytest.mark.parametrize("endpoint", OWNERS)
def test_a_public_service_has_no_pages_of_its_owner(endpoint: str, public: FlaskClient) -> None:
    assert public.get(OWNERS[endpoint]).status_code == 404


@pytest.mark.parametrize("endpoint", ABSENT)
def test_what_is_not_there_is_not_found(endpoint: str, client: FlaskClient) -> None:
    assert client.get(ABSENT[endpoint]).status_code == 404


@pytest.mark.parametrize("endpoint", WRITE)
def test_writing_needs_the_token_of_the_form(endpoint: str, client: FlaskClient) -> None:
    response = client.post(WRITE[endpoint], headers={"Accept-Language": "en"})
    assert response.status_code == 400
    assert "The form had expired." in response.text


@pytest.mark.parametrize("endpoint", WRITE)
def test_a_public_service_writes_nothing(endpoint: str, public: FlaskClient) -> None:
    response = public.post(WRITE[endpoint], headers={"Accept-Language": "en"})
    assert response.status_code == 403
    assert "Nothing was changed and nothing was lost." in response.text


@pytest.mark.parametrize("endpoint", READ)
def test_a_public_service_draws_no_form_that_writes(endpoint: str, public: FlaskClient) -> None:
    text = public.get(READ[endpoint], follow_redirects=True).text
    assert not [address for address in WRITE.values() if f'action="{address}"' in text]
