"""Saved searches: URL, results at the time of saving, and new results since then."""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from graphsvc.answers.search.results import find
from graphsvc.domain import Evidence, SavedSearch
from graphsvc.domain.rows import to_claim
from graphsvc.errors import Busy, GraphsvcError, InvalidData, UnknownId
from graphsvc.messages import msg
from graphsvc.state.feedback import keep
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.refs import Ref, ref

MOST_FOUND = 50
MOST_CHARACTERS = 2000
RESULT, PROBLEM = "/implementers", "/problem"
"""Addresses of saved searches for a described result or problem."""
_PARTNERS = "/partners/"
_FILTERS = ("country", "region", "cluster", "kind", "size", "stage", "sector", "language")


class SuggestionSource(Protocol):
    """The part of matching that overviews, saved searches and profiles ask."""

    def partners(self, identifier: str, **options: Any) -> Any:
        """Ranked partners; the result has `matches`, each with `ref`."""

    def implementers(self, **fields: Any) -> Any:
        """Who could use, build or help to prove a result: `use`, `build` and `prove`."""

    def researchers(self, **fields: Any) -> Any:
        """Institutes that research a problem; the result has `matches`, each with `ref`."""


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved search; `new` counts what it finds now and did not find then.

    `described` are the arguments of a result or problem whose text was kept; `forgotten` marks one whose text
    was not, so that it tells what is new only once the text is given again.
    """

    id: str
    label: str
    address: str
    new: int
    new_refs: tuple[Ref, ...]
    date: str = ""
    seen: tuple[str, ...] = ()
    described: Mapping[str, Any] | None = None
    forgotten: bool = False


class Searches:
    """The saved searches of the local person."""

    def __init__(self, graph: CurrentGraph, matching: SuggestionSource) -> None:
        self._graph, self._matching = graph, matching

    def save(self, label: str, address: str, evidence: Evidence) -> str:
        """Keep a search under its address. Raises `InvalidData` for an address of somewhere else."""
        if not address.startswith("/") or address.startswith("//") or not address.isprintable():
            raise InvalidData(msg("only addresses of this service can be kept"))
        if len(address) > MOST_CHARACTERS:
            raise InvalidData(msg("an address may have %(most)s characters", most=MOST_CHARACTERS))
        identifier = f"search:{sha256(address.encode()).hexdigest()[:16]}"
        one = SavedSearch(id=identifier, title=label or address[:300], address=address, evidence=evidence)
        self._write(one, self._found(one))
        return identifier

    def save_described(
        self,
        label: str,
        arguments: Mapping[str, Any],
        found: Sequence[str],
        evidence: Evidence,
        *,
        problem: bool,
        with_text: bool,
    ) -> str:
        """Keep who is found for a result or problem, and only `with_text` what was asked; returns the id."""
        one = SavedSearch(
            id=f"search:{secrets.token_hex(8)}",
            title=label,
            address=PROBLEM if problem else RESULT,
            question=json.dumps(arguments, ensure_ascii=False) if with_text else None,
            evidence=evidence,
        )
        self._write(one, found)
        return one.id

    def all(self) -> tuple[Saved, ...]:
        """Every saved search by title."""
        found = [self._saved(one) for one in self._records()]
        return tuple(sorted(found, key=lambda one: (one.label.casefold(), one.id)))

    def looked_at(self, identifier: str, evidence: Evidence, found: Sequence[str] | None = None) -> None:
        """Keep `found`, or else what a search finds now, as seen. Raises `UnknownId`."""
        one = self._record(identifier).model_copy(update={"evidence": evidence})
        self._write(one, self._found(one) if found is None else found)

    def drop(self, identifier: str) -> None:
        """Forget a search. Raises `UnknownId`."""
        self._graph.store.delete([self._record(identifier)])

    def _write(self, one: SavedSearch, seen: Sequence[str]) -> None:
        keep(self._graph, [one.model_copy(update={"seen": tuple(seen)})])

    def _records(self) -> list[SavedSearch]:
        with self._graph.store.read() as reader:
            claims = [to_claim(row) for row in reader.entities((SavedSearch.kind,))]
        return [claim for claim in claims if isinstance(claim, SavedSearch)]

    def _record(self, identifier: str) -> SavedSearch:
        for one in self._records():
            if one.id == identifier:
                return one
        raise UnknownId("saved search", identifier)

    def _saved(self, one: SavedSearch) -> Saved:
        new = [found for found in self._found(one) if found not in set(one.seen)]
        refs = tuple(ref(self._graph.snapshot(), found) for found in new)
        address = one.address or ""
        described = json.loads(one.question) if one.question else None
        forgotten = address in (RESULT, PROBLEM) and described is None
        date = str(one.evidence.date or "")
        if address in (RESULT, PROBLEM):
            address = f"{address}?saved={one.id}"
        return Saved(one.id, one.title or "", address, len(new), refs, date, one.seen, described, forgotten)

    def _found(self, one: SavedSearch) -> tuple[str, ...]:
        """The ids of entities that a search finds now; none for pages that find nobody."""
        address = one.address or ""
        if address in (RESULT, PROBLEM):
            return self._for_description(one)
        parts = urlsplit(address)
        query = parse_qs(parts.query)
        try:
            if parts.path.startswith(_PARTNERS) and "/" not in parts.path.removeprefix(_PARTNERS):
                identifier = unquote(parts.path.removeprefix(_PARTNERS))
                result = self._matching.partners(identifier, **_options(query))
                return tuple(match.ref.id for match in result.matches)
            if parts.path == "/search":
                return self._in_catalog(query)
        except Busy:
            raise
        except GraphsvcError:
            return ()
        return ()

    def _for_description(self, one: SavedSearch) -> tuple[str, ...]:
        """Who is found for a text that was kept; those seen before for one that was not."""
        if not one.question:
            return one.seen
        ask = self._matching.researchers if one.address == PROBLEM else self._matching.implementers
        try:
            return tuple(match.ref.id for match in ask(**json.loads(one.question)).matches)
        except Busy:
            raise
        except GraphsvcError:
            return one.seen

    def _in_catalog(self, query: Mapping[str, list[str]]) -> tuple[str, ...]:
        kinds = tuple(set(query.get("kind", ())) & {"organization", "cluster", "project"})
        wanted = kinds or ("organization", "cluster", "project")
        result = find(self._graph, " ".join(query.get("q", ())), wanted, MOST_FOUND)
        return tuple(hit.ref.id for group in result.groups for hit in group.hits)


def _options(query: Mapping[str, list[str]]) -> dict[str, Any]:
    """The arguments of suggestions that an address of their page stands for."""
    filters: dict[str, Any] = {name: query[name][0] for name in _FILTERS if name in query}
    if "country" in query:
        filters["country"] = tuple(query["country"])
    since = query.get("active_since", [""])[0]
    if since.isdecimal():
        filters["active_since"] = int(since)
    if query.get("other_clusters") == ["1"]:
        filters["other_clusters_only"] = True
    sliders = {name: query[name][0] for name in ("gap", "near", "new") if name in query}
    return {
        "top": MOST_FOUND,
        "kind": query.get("of_kind", [None])[0],
        "filters": filters,
        "sliders": {name: int(value) for name, value in sliders.items() if value in ("0", "1", "2")},
        "exclude": tuple(query.get("exclude", ())),
        "pin": tuple(query.get("pin", ())),
    }
