"""Convert a member list to claims of a private dataset, and write the empty template."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from graphsvc.answers.members.stage_column import stage_column
from graphsvc.domain import (
    Activity,
    Basis,
    Claim,
    Evidence,
    Membership,
    MembershipRole,
    Organization,
    OrganizationKind,
)
from graphsvc.domain.ids import PRIVATE
from graphsvc.drawing.spreadsheets import sheet_csv, sheets_xlsx
from graphsvc.errors import UnknownId
from graphsvc.ingest.list_rows import TEMPLATE, TEMPLATE_ROW, MemberRow
from graphsvc.ingest.names import name_key
from graphsvc.ingest.organization_kinds import kind_of_name
from graphsvc.ingest.persons import is_person
from graphsvc.state.city_places import CityPlaces
from graphsvc.state.own_words import LOCAL

NEW = "new"
_CITATION = "own member list"


@dataclass(frozen=True)
class ListWriter:
    """Makes the claims of the rows of one cluster's list.

    `salt` hides names in ids; `places` says where cities lie; `chain` is what stages are read for; `known`
    are ids of members of the list that was before by `name_of`, so that a new version of the list leaves
    their ids as they were; `today` is the date of what the list states.
    """

    salt: bytes
    places: CityPlaces
    dataset: str
    cluster: str
    chain: str
    known: Mapping[str, str]
    today: str

    def claims(self, entry: MemberRow, chosen: str | None) -> Iterator[Claim]:
        """The claims of a row: the organization, with what the list says where it is new and where its city
        lies, membership, stages.

        A known organization is named without any field, so that it stays when its own dataset leaves.
        """
        if chosen is None:
            return
        says = Evidence(basis=Basis.STATED, dataset=self.dataset, citation=_CITATION)
        identifier = self.id_of(entry, chosen)
        if chosen == NEW:
            yield Organization(
                id=identifier,
                name=entry.name,
                city=entry.city or None,
                country=entry.country,
                website=entry.website,
                organization_kind=self._kind(entry),
                text="; ".join(text for text in (entry.stage, entry.branch) if text) or None,
                person=is_person(entry.name, entry.kind) or None,
                evidence=says,
            )
            yield from self._place(identifier, entry)
        else:
            yield Organization(id=identifier, evidence=says)
        yield Membership(
            organization=identifier,
            cluster=self.cluster,
            role=MembershipRole(entry.role or MembershipRole.MEMBER),
            start=entry.since,
            evidence=says,
        )
        own = Evidence(
            basis=Basis.CONFIRMED, dataset=self.dataset, citation=_CITATION, by=LOCAL, date=self.today
        )
        for stage in stage_column(self.chain).read(entry).stages:
            yield Activity(performer=identifier, stage=f"{self.chain}/{stage}", evidence=own)

    def _kind(self, entry: MemberRow) -> OrganizationKind:
        """The kind that the list states, else the one that the name tells."""
        stated = OrganizationKind(entry.kind) if entry.kind else None
        return stated or kind_of_name(entry.name) or OrganizationKind.OTHER

    def _place(self, identifier: str, entry: MemberRow) -> Iterator[Claim]:
        found = self.places.find(entry.city, entry.country) if entry.city else None
        if found is not None:
            concluded = Evidence(
                basis=Basis.INFERRED,
                dataset=self.dataset,
                citation=_CITATION,
                confidence=found.agreement,
                words=entry.city,
            )
            yield Organization(
                id=identifier, country=found.country, lat=found.lat, lng=found.lng, evidence=concluded
            )

    def id_of(self, entry: MemberRow, chosen: str) -> str:
        """The id of a row; nobody can tell from the id of a new one whether a name is on a list."""
        if chosen != NEW:
            return chosen
        known = self.known.get(name_of(entry.name))
        if known is not None:
            return known
        text = "\n".join((self.dataset, entry.name, entry.city or "", entry.country or ""))
        return f"{PRIVATE}{hashlib.blake2b(text.encode(), key=self.salt, digest_size=12).hexdigest()}"


def name_of(name: str) -> str:
    """A name as members are recognized by from one version of a list to the next."""
    return name_key(name).run


def template(form: str, language: str) -> bytes:
    """An empty list to fill in, as `csv` or `xlsx`, headed in a language. Raises `UnknownId`."""
    rows = (TEMPLATE[language], TEMPLATE_ROW)
    if form == "csv":
        return sheet_csv(rows, language)
    if form == "xlsx":
        return sheets_xlsx({TEMPLATE[language][0]: rows})
    raise UnknownId("format", form)
