"""Reads matching profiles from YAML, checks them, writes them, and keeps those that ship with the package."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from graphsvc.errors import UnknownId
from graphsvc.messages import msg
from graphsvc.taxonomy.checked_file import Finding, read_checked
from graphsvc.taxonomy.matching import Band, MatchingProfile, Term

_FILE_NAME = re.compile(r"[a-z][a-z0-9-]*-\d+(\.\d+){1,2}\.yml")


def load_profile(path: Path | str) -> MatchingProfile:
    """Read and check one matching profile.

    Raises
    ------
    InvalidTaxonomy
        With every finding at once: what breaks `profile.schema.json`, strata that do not rise, terms with
        another number of weights than there are strata, terms named twice.
    """
    path = Path(path)
    refusal = msg("%(file)s is not a matching profile", file=path.name)
    return parse_profile(read_checked(path, "profile", refusal, _faults))


def _faults(data: Mapping[str, Any]) -> Iterator[Finding]:
    strata = data["strata"]
    if strata != sorted(strata):
        yield "strata", msg("the bounds must rise"), ""
    seen = set()
    for place, term in enumerate(data["terms"]):
        if len(term["weights"]) != len(strata) + 1:
            yield f"terms[{place}].weights", msg("%(n)s weights are needed", n=len(strata) + 1), ""
        if (term["signal"], term["shape"]) in seen:
            yield f"terms[{place}].signal", msg("this signal stands here twice in this shape"), ""
        seen.add((term["signal"], term["shape"]))


def parse_profile(data: dict[str, Any]) -> MatchingProfile:
    """A matching profile from plain data that has the form of the schema."""
    return MatchingProfile(
        id=data["id"],
        version=data["version"],
        task=data["task"],
        note=dict(data["note"]),
        learned=dict(data["learned"]),
        retrievers=tuple(data["retrievers"]),
        each=int(data["each"]),
        strata=tuple(data["strata"]),
        terms=tuple(
            Term(entry["signal"], entry["shape"], tuple(map(float, entry["weights"])))
            for entry in data["terms"]
        ),
        measured=dict(data.get("measured", {})),
        bands=tuple(Band(**entry) for entry in data.get("bands", ())),
    )


def write_profile(profile: MatchingProfile) -> str:
    """The YAML text of a profile; reading it back gives the same profile."""
    head = {
        "kind": "profile",
        "id": profile.id,
        "version": profile.version,
        "task": profile.task,
        "note": dict(profile.note),
        "learned": dict(profile.learned),
        "retrievers": list(profile.retrievers),
        "each": profile.each,
        "strata": list(profile.strata),
    }
    terms = [
        {"signal": term.signal, "shape": term.shape, "weights": list(term.weights)} for term in profile.terms
    ]
    bands = [
        {
            "first": band.first,
            "last": band.last,
            "suggested": band.suggested,
            "realized": band.realized,
            "low": band.low,
            "high": band.high,
        }
        for band in profile.bands
    ]
    text = _yaml(head) + "terms:\n" + "".join(f"  - {_flow(term)}\n" for term in terms)
    if profile.measured:
        text += _yaml({"measured": dict(profile.measured)})
    if bands:
        text += "bands:\n" + "".join(f"  - {_flow(band)}\n" for band in bands)
    return text


def profiles(*folders: Path) -> tuple[MatchingProfile, ...]:
    """All matching profiles of the package and of `folders`, sorted by id and version."""
    found = list(_shipped())
    found += [load_profile(path) for folder in folders for path in sorted(folder.glob("*.yml"))]
    return tuple(sorted(found, key=lambda made: (made.id, _order(made.version))))


def profile(profile_id: str, version: str | None = None, *, folders: Iterable[Path] = ()) -> MatchingProfile:
    """One matching profile, its newest version unless `version` says which.

    Raises
    ------
    UnknownId
        If there is no such profile or version.
    """
    named = [made for made in profiles(*folders) if made.id == profile_id]
    named = [made for made in named if version is None or made.version == version]
    if not named:
        raise UnknownId("matching profile", " ".join(filter(None, (profile_id, version))))
    return named[-1]


@cache
def _shipped() -> tuple[MatchingProfile, ...]:
    folder = resources.files("graphsvc.taxonomy") / "data" / "profile"
    with resources.as_file(folder) as place:
        files = [path for path in sorted(place.glob("*.yml")) if _FILE_NAME.fullmatch(path.name)]
        return tuple(load_profile(path) for path in files)


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _yaml(data: dict[str, Any]) -> str:
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=110)


def _flow(data: dict[str, Any]) -> str:
    text = yaml.safe_dump(data, sort_keys=False, default_flow_style=True, width=1_000)
    return text.strip()
