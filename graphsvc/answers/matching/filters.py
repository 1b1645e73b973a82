"""Options of a matching query: filters, preferences and excluded candidates."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import scipy.sparse as sp

from graphsvc.answers.matching.data import MatchingData
from graphsvc.answers.matching.results import Loosening
from graphsvc.arrays import Bools, Float64s, Int32s
from graphsvc.coverage.chain_index import ChainIndex
from graphsvc.domain import Basis
from graphsvc.errors import InvalidData
from graphsvc.matching.preferences import Preferences, Stages
from graphsvc.messages import Message, msg, say_n
from graphsvc.snapshot import BASES, ORGANIZATION_KINDS, Snapshot, day
from graphsvc.snapshot.geo import kilometers
from graphsvc.snapshot.links import cooperations
from graphsvc.snapshot.regions import lies_in
from graphsvc.state.chain_selection import index_of
from graphsvc.state.feedback import said
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.objections import silent
from graphsvc.state.snapshot_tables import tables
from graphsvc.taxonomy import chains

NAMES = {
    "country": msg("country"),
    "region": msg("region"),
    "cluster": msg("cluster"),
    "kind": msg("kind of organization"),
    "size": msg("size"),
    "stage": msg("value-chain stage"),
    "sector": msg("sector"),
    "language": msg("language"),
    "active_since": msg("active since"),
    "other_clusters_only": msg("only other clusters"),
}

NOT_SET: tuple[object, ...] = (None, "", False, ())
"""Values of a filter that leave everybody."""

_LANGUAGE = {"de": ("DE", "AT", "CH", "LI", "LU"), "en": ("GB", "IE", "MT"), "fr": ("FR", "BE", "LU", "CH")}


def mask_of(
    graph: CurrentGraph, made: MatchingData, filters: Mapping[str, Any], given: Sequence[int]
) -> tuple[Bools, list[Message]]:
    """Which organizations the filters leave, and how many each took away.

    `given` are the rows of those who ask, for "only other clusters". Raises `InvalidData` for a filter that
    is not known and `UnknownId` for an id that is not.
    """
    unknown = sorted(set(filters) - set(NAMES))
    if unknown:
        raise InvalidData(
            msg(
                "unknown filter: %(filter)s; known are %(known)s",
                filter=", ".join(unknown),
                known=", ".join(sorted(NAMES)),
            )
        )
    left = ~graph.snapshot().organizations.hidden
    removed = []
    for name in sorted(filters):
        if filters[name] in NOT_SET:
            continue
        keeps = _FILTERS[name](graph, made, filters[name], given)
        gone = int((left & ~keeps).sum())
        left &= keeps
        removed.append(
            say_n(
                "One left out by the filter: %(filter)s.",
                "%(n)s left out by the filter: %(filter)s.",
                n=gone,
                filter=NAMES[name],
            )
        )
    return left, removed


def country_codes(value: str | Sequence[str]) -> tuple[str, ...]:
    """The countries of a filter, one or more."""
    return (value,) if isinstance(value, str) else tuple(value)


def _country(
    graph: CurrentGraph, _made: MatchingData, value: str | Sequence[str], _given: Sequence[int]
) -> Bools:
    known = graph.snapshot().countries
    codes = [known.index(code) for code in country_codes(value) if code in known]
    return np.isin(graph.snapshot().organizations.country, codes)


def _region(graph: CurrentGraph, _made: MatchingData, value: str, _given: Sequence[int]) -> Bools:
    return lies_in(tables(graph).places.organizations, value.removeprefix("region:"))


def _cluster(graph: CurrentGraph, made: MatchingData, value: str, _given: Sequence[int]) -> Bools:
    column = graph.snapshot().cluster(value)
    return np.asarray(made.belongs[:, [column]].toarray()[:, 0] > 0)


def _kind(graph: CurrentGraph, _made: MatchingData, value: str, _given: Sequence[int]) -> Bools:
    if value not in ORGANIZATION_KINDS:
        raise InvalidData(msg("unknown kind of organization: %(kind)s", kind=value))
    return np.asarray(graph.snapshot().organizations.kind == ORGANIZATION_KINDS.index(value))


def _size(graph: CurrentGraph, _made: MatchingData, value: str, _given: Sequence[int]) -> Bools:
    if value not in ("sme", "large"):
        raise InvalidData(msg("unknown size: %(size)s; known are sme and large", size=value))
    return np.asarray(graph.snapshot().organizations.sme == (1 if value == "sme" else 0))


def _stage(graph: CurrentGraph, _made: MatchingData, value: str, _given: Sequence[int]) -> Bools:
    chain_id, _, stage = value.partition("/")
    index = index_of(graph, chain_id)
    column = index.chain.position[index.chain.stage(stage).id]
    return np.asarray(index.lenient.organizations[:, [column]].toarray()[:, 0] > 0)


def _sector(graph: CurrentGraph, made: MatchingData, value: str, _given: Sequence[int]) -> Bools:
    records = graph.snapshot().clusters.records
    columns = [place for place, record in enumerate(records) if value in record.sectors]
    return np.asarray(made.belongs[:, columns].sum(axis=1) > 0)


def _language(graph: CurrentGraph, _made: MatchingData, value: str, _given: Sequence[int]) -> Bools:
    if value not in _LANGUAGE:
        raise InvalidData(
            msg(
                "unknown language: %(language)s; known are %(known)s",
                language=value,
                known=", ".join(sorted(_LANGUAGE)),
            )
        )
    known = graph.snapshot().countries
    codes = [known.index(country) for country in _LANGUAGE[value] if country in known]
    return np.isin(graph.snapshot().organizations.country, codes)


def _active(graph: CurrentGraph, _made: MatchingData, value: int, _given: Sequence[int]) -> Bools:
    snapshot = graph.snapshot()
    since = (snapshot.projects.start >= day(str(value))).astype(np.int64)
    return np.asarray((snapshot.participation > 0).astype(np.int64) @ since > 0)


def _others(_graph: CurrentGraph, made: MatchingData, _value: bool, given: Sequence[int]) -> Bools:
    ours = np.unique(made.belongs[list(given)].indices) if len(given) else np.empty(0, dtype=np.int64)
    shared = made.belongs[:, ours].sum(axis=1) if len(ours) else np.zeros(made.belongs.shape[0])
    return np.asarray(shared == 0)


_FILTERS: dict[str, Callable[[CurrentGraph, MatchingData, Any, Sequence[int]], Bools]] = {
    "country": _country,
    "region": _region,
    "cluster": _cluster,
    "kind": _kind,
    "size": _size,
    "stage": _stage,
    "sector": _sector,
    "language": _language,
    "active_since": _active,
    "other_clusters_only": _others,
}


def steering(
    graph: CurrentGraph,
    made: MatchingData,
    mask: Bools,
    *,
    given: Sequence[int],
    sliders: Mapping[str, int],
    exclude: Sequence[str] = (),
    pin: Sequence[str] = (),
) -> Preferences:
    """The wishes as the engine takes them. Raises `UnknownId` and `InvalidData`."""
    for name, value in sliders.items():
        if name not in ("gap", "near", "new") or value not in (0, 1, 2):
            raise InvalidData(
                msg(
                    "unknown slider setting: %(name)s=%(value)s; gap, near and new are 0, 1 or 2",
                    name=name,
                    value=value,
                )
            )
    snapshot = graph.snapshot()

    def rows(ids: Sequence[str]) -> Int32s:
        return np.array(sorted({snapshot.organization(one) for one in ids}), dtype=np.int32)

    return Preferences(
        gap=sliders.get("gap", 1),
        near=sliders.get("near", 1),
        new=sliders.get("new", 1),
        mask=mask,
        exclude=rows(exclude),
        pin=rows(pin),
        stages=_stages(graph, given),
        clusters=made.belongs,
        km=_distances(snapshot, given) if sliders.get("near", 1) != 1 else None,
    )


def _distances(snapshot: Snapshot, given: Sequence[int]) -> Float64s | None:
    """Of each organization the km to the nearest of those given, NaN where no distance is known."""
    table = snapshot.organizations
    found = np.full(len(table.ids), np.nan)
    for row in given:
        found = np.fmin(found, kilometers(table.lat, table.lng, table.lat[row], table.lng[row]))
    return found if len(given) else None


def vetoed(graph: CurrentGraph, askers: Sequence[str] = (), text: str = "") -> tuple[str, ...]:
    """Ids that may not be suggested to `askers` (ids) who ask with a `text`.

    That is what one of them said not to be for it, its partners by now, and who objects.
    """
    words, partners = said(graph), confirmed_partners(graph)
    own = (words.refused(one) | partners.get(one, frozenset()) for one in askers)
    return tuple(sorted(silent(graph, askers, text).union(*own)))


def without(graph: CurrentGraph, left: Bools, ids: Iterable[str]) -> Bools:
    """A mask of organizations without those of `ids`; clusters among these are left aside."""
    rows = [graph.snapshot().organizations.ids.find(one) for one in ids]
    kept = left.copy()
    kept[[row for row in rows if row >= 0]] = False
    return kept


def confirmed_partners(graph: CurrentGraph) -> Mapping[str, frozenset[str]]:
    """Of each organization those with which both sides said to work; clusters that do stand under "known"."""
    return graph.derived("confirmed cooperations", _confirmed)


def _confirmed(snapshot: Snapshot) -> dict[str, frozenset[str]]:
    pairs, basis = cooperations(snapshot), snapshot.relations.evidence.basis
    confirmed = basis[pairs.link] == BASES.index(Basis.CONFIRMED)
    found: dict[str, set[str]] = {}
    for one, other in zip(pairs.first[confirmed].tolist(), pairs.second[confirmed].tolist(), strict=True):
        for end, partner in ((one, other), (other, one)):
            if end < len(snapshot.organizations.ids):
                found.setdefault(snapshot.node_id(end), set()).add(snapshot.node_id(partner))
    return {end: frozenset(partners) for end, partners in found.items()}


def _stages(graph: CurrentGraph, given: Sequence[int]) -> Stages | None:
    """The stages of the chain that those given work in most, and which required ones they lack."""
    indices = [index_of(graph, chain.id) for chain in chains()]
    if not indices or not len(given):
        return None
    held = [_held(index, given) for index in indices]
    most = max(range(len(indices)), key=lambda place: int(held[place].sum()))
    index = indices[most]
    if not held[most].any():
        return None
    stages = index.chain.stages
    return Stages(
        holds=sp.csr_array(index.lenient.organizations),
        ids=tuple(index.chain.ref(stage) for stage in stages),
        labels=tuple(stage.label.get("en", stage.id) for stage in stages),
        missing=np.asarray(index.required & ~held[most]),
    )


def _held(index: ChainIndex, given: Sequence[int]) -> Bools:
    return np.asarray(index.lenient.organizations[list(given)].sum(axis=0) > 0).reshape(-1)


def loosenings(filters: Mapping[str, Any]) -> tuple[Loosening, ...]:
    """Each filter that is set, as something to let go of."""
    names = [name for name in sorted(filters) if filters[name] not in NOT_SET]
    fields = {"other_clusters_only": "other_clusters"}
    return tuple(
        Loosening(msg("Without the filter: %(filter)s", filter=NAMES[name]), {fields.get(name, name): None})
        for name in names
        if name in NAMES
    )
