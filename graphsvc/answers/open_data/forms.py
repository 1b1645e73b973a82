"""The lists that can be asked for: their fields with type and meaning, and by which fields they are filtered.

A field is filtered by equality (`country=DE`, several of them as alternatives), by id or name where it is an
entity, or by a range (`start_from=2015&start_to=2016`), where the parameters are named after the field.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from graphsvc.network import descriptions

How = Literal["", "equal", "entity", "range"]

_ENTITY: dict[str, tuple[str, ...]] = {
    "organization": ("organization",),
    "cluster": ("cluster",),
    "project": ("project",),
    "performer": ("cluster", "organization"),
    "source": ("cluster", "organization"),
    "target": ("cluster", "organization"),
}


@dataclass(frozen=True)
class ListField:
    """A field of a list: its name, type (`str`, `int`, `float`, `bool`, `date` or `list`) and meaning.

    `how` says by what it is filtered. `sure` fields are never null.
    """

    name: str
    type: Literal["str", "int", "float", "bool", "date", "list"]
    about: str
    how: How = ""
    sure: bool = False

    @property
    def kinds(self) -> tuple[str, ...]:
        """What kinds of entities the field names, where it is filtered by entity."""
        return _ENTITY[self.name]


@dataclass(frozen=True)
class ListFilter:
    """A condition that is no field: by id or name of one of `kinds`."""

    name: str
    kinds: tuple[str, ...]
    about: str


@dataclass(frozen=True)
class ListForm:
    """A list by name (`organizations`), what its rows are called, its fields and other filters."""

    name: str
    row: str
    about: str
    fields: Sequence[ListField]
    filters: Sequence[ListFilter] = ()


def _id(name: str, about: str) -> ListField:
    return ListField(name, "str", about, "entity" if name in _ENTITY else "", sure=True)


def _named(end: str, about: str, *, name: str = "its name") -> tuple[ListField, ListField]:
    """The id of an entity that a row is about, and its name."""
    return _id(end, about), ListField(f"{end}_name", "str", name, sure=True)


_NAME = ListField("name", "str", "name to show", sure=True)
_COUNTRY = ListField("country", "str", "ISO 3166 code", "equal")
_REGION = ListField(
    "region", "str", "NUTS code of the address, else of the nearest known city, else the ISO country"
)
_PLACE = (
    ListField("lat", "float", "degrees north"),
    ListField("lng", "float", "degrees east"),
)
_WITH = ListFilter(
    "partner", ("organization",), "this organization takes part in the project too: id or name"
)
_IN_REGION = ListFilter("region", ("region",), "lies in this region: NUTS code, ISO country, id or name")
_EVIDENCE = (
    ListField("basis", "str", "confirmed by a person, stated by a source, or inferred from words", "equal"),
    ListField("citation", "str", "the source"),
    ListField("date", "str", "day, month or year of the source"),
)
_PERIOD = (
    ListField("start", "date", "first day, where known", "range"),
    ListField("end", "date", "last day, where known", "range"),
)
WHOLE_INDICATORS = ("degree", "core_number", "component", "community", "articulation_point")
"""Indicators that are counts, or numbers of a part."""
_INDICATORS = tuple(about for about in descriptions().values() if about.of == "organization")

FORMS: dict[str, ListForm] = {
    form.name: form
    for form in (
        ListForm(
            "organizations",
            "ListedOrganization",
            "Organizations with the fields that win among what sources say.",
            (
                _id("id", "id of the organization"),
                _NAME,
                ListField("kind", "str", "company, research, education, public or other", "equal", sure=True),
                _COUNTRY,
                _REGION,
                ListField("city", "str", "city"),
                *_PLACE,
                ListField("website", "str", "address of the website"),
                ListField("sme", "bool", "small or medium-sized enterprise", "equal"),
                ListField("clusters", "int", "clusters it is a member of", "range", sure=True),
                ListField("projects", "int", "projects it takes part in", "range", sure=True),
                ListField("partners", "int", "organizations it shares a project with", "range", sure=True),
            ),
            (
                _IN_REGION,
                ListFilter("cluster", ("cluster",), "is a member of this cluster: id or name"),
                ListFilter("stage", ("stage",), "holds this value-chain stage: chain/stage"),
            ),
        ),
        ListForm(
            "clusters",
            "ListedCluster",
            "Clusters with the fields that win among what sources say.",
            (
                _id("id", "id of the cluster"),
                _NAME,
                _COUNTRY,
                _REGION,
                ListField("city", "str", "city of its seat"),
                *_PLACE,
                ListField("website", "str", "address of the website"),
                ListField("sectors", "list", "its sectors", "equal", sure=True),
                ListField("label", "str", "quality label"),
                ListField("founded", "str", "year, month or day"),
                ListField("members", "int", "members known by name", "range", sure=True),
                ListField("projects", "int", "projects in which a member takes part", "range", sure=True),
            ),
            (_IN_REGION, ListFilter("stage", ("stage",), "holds this value-chain stage: chain/stage")),
        ),
        ListForm(
            "projects",
            "ListedProject",
            "Joint projects.",
            (
                _id("id", "id of the project"),
                ListField("acronym", "str", "short name"),
                ListField("title", "str", "title, where it has one"),
                ListField("programme", "str", "funding programme"),
                ListField("topic", "str", "topic of the call"),
                *_PERIOD,
                ListField("partners", "int", "partners, known here or not", "range", sure=True),
                ListField("known", "int", "partners known here", "range", sure=True),
            ),
            (
                ListFilter("organization", ("organization",), "in which it takes part: id or name"),
                ListFilter("cluster", ("cluster",), "in which a member takes part: id or name"),
                _WITH,
            ),
        ),
        ListForm(
            "participations",
            "ListedParticipation",
            "Who takes part in which project.",
            (
                *_named("organization", "id of the organization"),
                *_named("project", "id of the project", name="its title, else its short name or number"),
                ListField("role", "str", "coordinator or participant", "equal", sure=True),
            ),
            (_WITH,),
        ),
        ListForm(
            "memberships",
            "ListedMembership",
            "Which organizations are members of which cluster today, without lists that people keep private.",
            (
                *_named("organization", "id of the organization"),
                *_named("cluster", "id of the cluster"),
                ListField("role", "str", "member, founding-member or board", "equal", sure=True),
                *_PERIOD,
                *_EVIDENCE,
            ),
        ),
        ListForm(
            "ties",
            "ListedTie",
            "Ties between organizations and clusters: joint projects, and relations that sources state.",
            (
                *_named("source", "id of one end; of ties without direction the first by id"),
                *_named("target", "id of the other end"),
                ListField(
                    "kind",
                    "str",
                    "worked_with (joint projects), runs, hosts, part_of, cooperates or succeeds",
                    "equal",
                    sure=True,
                ),
                ListField("projects", "int", "joint projects, of worked_with", "range"),
                ListField("first", "int", "year in which the first joint project began", "range"),
                ListField("last", "int", "year in which the last joint project began", "range"),
                ListField("weight", "float", "strength: large projects count less for a pair", "range"),
                *_PERIOD,
                *_EVIDENCE,
            ),
            (ListFilter("of", ("cluster", "organization"), "at either end: id or name"),),
        ),
        ListForm(
            "stages",
            "ListedStage",
            "Which organizations and clusters hold which value-chain stage, on what basis.",
            (
                *_named("performer", "id of the organization or cluster"),
                ListField("chain", "str", "value chain", "equal", sure=True),
                ListField("stage", "str", "stage as chain/stage", "equal", sure=True),
                *_EVIDENCE,
                ListField("confidence", "float", "0 to 1, of inferred stages", "range"),
                ListField("words", "str", "the words on which it rests"),
            ),
        ),
        ListForm(
            "indicators",
            "ListedIndicators",
            "All indicators of every organization in the network of joint projects.",
            (
                *_named("organization", "id of the organization"),
                *(
                    ListField(
                        about.id,
                        "int" if about.id in WHOLE_INDICATORS else "float",
                        about.meaning["en"],
                        "range",
                    )
                    for about in _INDICATORS
                ),
            ),
        ),
        ListForm(
            "trends",
            "ListedTrend",
            "The curves there are; /trends/{indicator} has their values by year.",
            (
                ListField("id", "str", "id of the curve", sure=True),
                ListField("label_en", "str", "its name in English", sure=True),
                ListField("label_de", "str", "its name in German", sure=True),
                ListField("definition_en", "str", "its definition in English", sure=True),
                ListField("definition_de", "str", "its definition in German", sure=True),
            ),
        ),
    )
}
