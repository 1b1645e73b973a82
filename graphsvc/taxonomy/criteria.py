"""Criteria sets as data: what an issuer asks of a cluster, how it is known, and thresholds where public."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Literal

from graphsvc.errors import InvalidTaxonomy, Issue, UnknownId
from graphsvc.messages import msg
from graphsvc.taxonomy.checked_file import Finding, read_checked, repeated_ids

Label = Mapping[str, str]
FUNCTIONS = ("members", "member-kinds", "company-share", "sectors")
"""What can be computed from the data; `graphsvc.programme.computed` has one function a name."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """What is asked of a cluster.

    Attributes
    ----------
    known : computed by `function` from the data, answered with a document, or judged by a person
    value : number or yes-no
    threshold : the least number, or True for what must be so; None where no source tells it
    threshold_source : where the threshold stands, empty without one
    """

    id: str
    area: str
    title: Label = field(hash=False)
    note: Label = field(hash=False)
    known: Literal["computed", "answered", "judged"]
    function: str
    value: Literal["number", "yes-no"]
    unit: Label = field(hash=False)
    waivable: bool
    threshold: float | bool | None
    threshold_source: str


@dataclass(frozen=True, slots=True)
class CriteriaSet:
    """A version of the criteria of an issuer; `areas` are titles by id, `waiver` says when."""

    id: str
    version: str
    title: Label = field(hash=False)
    issuer: str
    source: str
    valid_from: str
    valid_until: str
    note: Label = field(hash=False)
    waiver: Label = field(hash=False)
    waiver_source: str
    areas: Mapping[str, Label] = field(hash=False)
    criteria: tuple[Criterion, ...]


def load_criteria(path: Path | str) -> CriteriaSet:
    """Read and check one criteria set.

    Raises
    ------
    InvalidTaxonomy
        With every finding at once, by file, line and path: what breaks `criteria.schema.json`, ids that stand
        there twice, unknown areas and functions, a function without or beside `computed`, a threshold of the
        wrong kind, a waiver that nothing can use, a validity that ends before it begins.
    """
    path = Path(path)
    return _made(
        read_checked(path, "criteria", msg("%(file)s is not a criteria set", file=path.name), _faults)
    )


def criteria_sets(*folders: Path) -> tuple[CriteriaSet, ...]:
    """All criteria sets of the package and of `folders` (`<set>/<version>.yml`), by id and version.

    Raises `InvalidTaxonomy` where a file cannot be used or two give the same id and version.
    """
    found: dict[tuple[str, tuple[int, ...]], CriteriaSet] = {}
    for path, made in (*_shipped(), *(pair for folder in folders for pair in _in(folder))):
        key = made.id, tuple(int(part) for part in made.version.split("."))
        if key in found:
            reason = msg("criteria set %(id)s has this version already", id=made.id)
            raise InvalidTaxonomy(reason, [Issue(path.name, 0, "version", made.version, reason)])
        found[key] = made
    return tuple(found[key] for key in sorted(found))


def criteria_set(set_id: str, version: str | None = None, *, folders: Iterable[Path] = ()) -> CriteriaSet:
    """One criteria set, its newest version unless `version` says which. Raises `UnknownId`."""
    every = criteria_sets(*folders)
    named = [one for one in every if one.id == set_id and version in (None, one.version)]
    if not named:
        asked = " ".join(filter(None, (set_id, version)))
        raise UnknownId("criteria set", asked, sorted({f"{one.id} {one.version}" for one in every}))
    return named[-1]


@cache
def _shipped() -> tuple[tuple[Path, CriteriaSet], ...]:
    with resources.as_file(resources.files("graphsvc.taxonomy") / "data" / "criteria") as folder:
        return tuple(_in(Path(folder)))


def _in(folder: Path) -> Iterator[tuple[Path, CriteriaSet]]:
    for path in sorted(folder.glob("*/*.yml")):
        yield path, load_criteria(path)


def _faults(data: Mapping[str, Any]) -> Iterator[Finding]:
    yield from repeated_ids(data, "areas")
    yield from repeated_ids(data, "criteria")
    areas = [area["id"] for area in data["areas"]]
    used = {one["area"] for one in data["criteria"]}
    for place, area in enumerate(areas):
        if area not in used:
            yield f"areas[{place}].id", msg("no criterion belongs to this area"), area
    for place, one in enumerate(data["criteria"]):
        yield from _faults_of(f"criteria[{place}]", one, areas)
    waivable = any(one.get("waivable") for one in data["criteria"])
    if waivable and "waiver" not in data:
        yield "waiver", msg("criteria can be waived, but nothing says when"), ""
    if "waiver" in data and not waivable:
        yield "waiver", msg("no criterion can be waived"), ""
    if data.get("valid_until", "9999") < data.get("valid_from", ""):
        yield "valid_until", msg("lies before valid_from"), data["valid_until"]


def _faults_of(path: str, one: Mapping[str, Any], areas: list[str]) -> Iterator[Finding]:
    if one["area"] not in areas:
        yield f"{path}.area", msg("there is no area with this id"), one["area"]
    function = one.get("function", "")
    if one["known"] == "computed" and not function:
        yield path, msg("the field %(field)s is missing", field="function"), ""
    elif function and one["known"] != "computed":
        yield f"{path}.function", msg("only computed criteria have a function"), function
    elif function and function not in FUNCTIONS:
        yield f"{path}.function", msg("must be one of %(known)s", known=", ".join(FUNCTIONS)), function
    wanted, other = ("required", "at_least") if one.get("value") == "yes-no" else ("at_least", "required")
    threshold = one.get("threshold")
    if threshold and wanted not in threshold:
        yield f"{path}.threshold", msg("the field %(field)s is missing", field=wanted), ""
    if threshold and other in threshold:
        yield f"{path}.threshold.{other}", msg("does not fit the kind of value"), str(threshold[other])


def _made(data: Mapping[str, Any]) -> CriteriaSet:
    waiver = data.get("waiver", {})
    return CriteriaSet(
        id=data["id"],
        version=data["version"],
        title=dict(data["title"]),
        issuer=data["issuer"],
        source=data["source"],
        valid_from=data.get("valid_from", ""),
        valid_until=data.get("valid_until", ""),
        note=dict(data.get("note", {})),
        waiver=dict(waiver.get("title", {})),
        waiver_source=waiver.get("source", ""),
        areas={area["id"]: dict(area["title"]) for area in data["areas"]},
        criteria=tuple(map(_criterion, data["criteria"])),
    )


def _criterion(data: Mapping[str, Any]) -> Criterion:
    threshold = data.get("threshold", {})
    return Criterion(
        id=data["id"],
        area=data["area"],
        title=dict(data["title"]),
        note=dict(data.get("note", {})),
        known=data["known"],
        function=data.get("function", ""),
        value=data.get("value", "number"),
        unit=dict(data.get("unit", {})),
        waivable=data.get("waivable", False),
        threshold=True if threshold.get("required") else threshold.get("at_least"),
        threshold_source=threshold.get("source", ""),
    )
