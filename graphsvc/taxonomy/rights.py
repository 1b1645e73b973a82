"""Rights as data: which role may do what, where, and who of an introduction sees which field when."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import resources
from pathlib import Path
from typing import Any

from graphsvc.errors import UnknownId
from graphsvc.messages import msg
from graphsvc.taxonomy.checked_file import Finding, read_checked, repeated_ids

VISITOR, PERSON = "visitor", "person"
"""The roles that nobody is given: everybody is a visitor, and a person who is signed in."""


@dataclass(frozen=True, slots=True)
class RoleKind:
    """A role; `scope` is what a grant of it names: an organization, a cluster, or the service as a whole."""

    id: str
    title: Mapping[str, str] = field(hash=False)
    scope: str


@dataclass(frozen=True, slots=True)
class RightAction:
    """Something that can be done, at which endpoints, and by which roles: `own` or `any` scope."""

    id: str
    title: Mapping[str, str] = field(hash=False)
    endpoints: tuple[str, ...]
    roles: Mapping[str, str] = field(hash=False)


@dataclass(frozen=True, slots=True)
class FieldRight:
    """A field of an introduction, and when each part of it (sender, receiver, broker) sees it."""

    id: str
    title: Mapping[str, str] = field(hash=False)
    shown: Mapping[str, str] = field(hash=False)


@dataclass(frozen=True)
class RightsTable:
    """All rights of one version; what is not in it is denied."""

    version: str
    roles: tuple[RoleKind, ...]
    actions: tuple[RightAction, ...]
    fields: tuple[FieldRight, ...]

    def role(self, role: str) -> RoleKind:
        """A role by its id. Raises `UnknownId`."""
        for one in self.roles:
            if one.id == role:
                return one
        raise UnknownId("role", role, [one.id for one in self.given_roles])

    @property
    def given_roles(self) -> tuple[RoleKind, ...]:
        """The roles that a person can be given."""
        return tuple(one for one in self.roles if one.scope != "none")

    def action(self, action: str) -> RightAction:
        """An action by its id. Raises `KeyError`."""
        return self._by_id[action]

    def action_at(self, endpoint: str, mark: str | None = None) -> RightAction | None:
        """What is done at an endpoint: the action that names it, else `mark`, else the one of its blueprint.

        `mark` is the action of a view that is marked in the code as one of the owner's own computer.
        """
        named = self._by_endpoint
        otherwise = self._by_id[mark] if mark else named.get(f"{endpoint.rpartition('.')[0]}.*")
        return named.get(endpoint, otherwise)

    @cached_property
    def _by_id(self) -> dict[str, RightAction]:
        return {one.id: one for one in self.actions}

    @cached_property
    def _by_endpoint(self) -> dict[str, RightAction]:
        return {endpoint: one for one in self.actions for endpoint in one.endpoints}


@cache
def shipped_rights() -> RightsTable:
    """The rights of the package."""
    with resources.as_file(resources.files("graphsvc.taxonomy") / "data" / "rights" / "1.yml") as path:
        return load_rights(Path(path))


def load_rights(path: Path) -> RightsTable:
    """Read and check a file of rights.

    Raises
    ------
    InvalidTaxonomy
        With every finding: what breaks `rights.schema.json`, ids and endpoints that stand there twice, roles
        that are not in the file.
    """
    refusal = msg("%(file)s does not describe rights", file=path.name)
    data = read_checked(path, "rights", refusal, _faults)
    return RightsTable(
        version=data["version"],
        roles=tuple(RoleKind(**one) for one in data["roles"]),
        actions=tuple(RightAction(**one | {"endpoints": tuple(one["endpoints"])}) for one in data["actions"]),
        fields=tuple(FieldRight(**one) for one in data["fields"]),
    )


def _faults(data: Mapping[str, Any]) -> Iterator[Finding]:
    for part in ("roles", "actions", "fields"):
        yield from repeated_ids(data, part)
    seen: set[str] = set()
    roles = {one["id"] for one in data["roles"]}
    for place, one in enumerate(data["actions"]):
        for role in one["roles"]:
            if role not in roles:
                yield f"actions[{place}].roles", msg("this role is not described here"), role
        for endpoint in one["endpoints"]:
            if endpoint in seen:
                yield f"actions[{place}].endpoints", msg("this endpoint stands here twice"), endpoint
            seen.add(endpoint)
