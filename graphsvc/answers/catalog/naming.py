"""Resolve a name or id typed by a user to an id."""

from collections.abc import Sequence

import numpy as np

from graphsvc.answers.search.documents import index
from graphsvc.answers.search.results import region_ref
from graphsvc.domain import short_name
from graphsvc.domain.ids import is_id, kind_of
from graphsvc.domain.messages import english
from graphsvc.errors import InvalidData, UnknownId
from graphsvc.ingest.reference import nuts_regions
from graphsvc.ingest.text_folding import plain, spelt_out
from graphsvc.snapshot import Snapshot
from graphsvc.snapshot.regions import above, region_code
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.refs import Ref, ref
from graphsvc.state.region_names import region_exists

SHOWN = 5
_ALIKE = 60.0


def identify(graph: CurrentGraph, name: str, kinds: Sequence[str]) -> str:
    """The id of one of `kinds` (cluster, organization, region) that `name` stands for.

    That is `name` itself where it is an id, else the only one so called (accents and case aside), else the
    only one that a search finds.

    Raises:
        UnknownId: nothing is called so; `nearest` has what is written alike.
        InvalidData: several could be meant; the message names them.
    """
    name = name.strip()
    snapshot = graph.snapshot()
    if is_id(name) and kind_of(name) in kinds:
        if not _exists(snapshot, name):
            raise _unknown(snapshot, name, (kind_of(name),))
        return name
    found = index(graph).find(name, kinds, SHOWN)
    hits = [_ref(snapshot, kind, one) for kind, group in found.items() for one in group.ids]
    total = sum(group.total for group in found.values())
    same = _widest([hit for hit in hits if _folded(name) & _names(hit)])
    if len(same) == 1:
        return same[0].id
    if total == 1:
        return hits[0].id
    if not hits:
        raise _unknown(snapshot, name, kinds)
    lines = "\n".join(f"  {line(hit)}" for hit in (same or hits)[:SHOWN])
    message = english(
        "%(name)s could be any of %(n)s; say which by its id:", name=repr(name), n=len(same) or total
    )
    raise InvalidData(f"{message}\n{lines}")


def line(hit: Ref) -> str:
    """Something found in one line: its id, its English name and where it is."""
    return f"{hit.id}  {hit.english}" + (f" ({hit.place})" if hit.place else "")


def _exists(snapshot: Snapshot, identifier: str) -> bool:
    kind, _, key = identifier.partition(":")
    if kind == "region":
        return region_exists(region_code(key))
    ids = snapshot.clusters.ids if kind == "cluster" else snapshot.organizations.ids
    return ids.find(snapshot.merged.get(identifier, identifier)) >= 0


def _ref(snapshot: Snapshot, kind: str, identifier: str) -> Ref:
    return region_ref(identifier.partition(":")[2]) if kind == "region" else ref(snapshot, identifier)


def _widest(hits: list[Ref]) -> list[Ref]:
    """Hits without the regions that lie in another of them: Berlin is a region of three levels."""
    codes = [hit.id.partition(":")[2] for hit in hits if hit.kind == "region"]
    inner = {f"region:{code}" for code in codes if set(above(code)[1:]) & set(codes)}
    return [hit for hit in hits if hit.id not in inner]


def _names(hit: Ref) -> set[str]:
    """Every way to write the names of something found, and the part of its id behind the colon."""
    names = [hit.name] if isinstance(hit.name, str) else list(hit.name.values())
    if hit.kind == "cluster":
        names += [short_name(name) for name in names]
    return {fold for name in (*names, hit.id.partition(":")[2]) for fold in _folded(name)}


def _folded(name: str) -> set[str]:
    return {" ".join(fold.split()) for fold in (plain(name), spelt_out(name))}


def _unknown(snapshot: Snapshot, name: str, kinds: Sequence[str]) -> UnknownId:
    """`UnknownId` with the most similar names."""
    from rapidfuzz import fuzz, process

    best: list[tuple[float, str]] = []
    for kind in kinds:
        ids, texts = _written(snapshot, kind, by_id=is_id(name))
        scorer = fuzz.ratio if is_id(name) else fuzz.WRatio
        alike = process.extract(
            plain(name), [plain(text) for text in texts], scorer=scorer, limit=SHOWN, score_cutoff=_ALIKE
        )
        best += [(-score, ids[row]) for _, score, row in alike]
    nearest = [line(_ref(snapshot, kind_of(one), one)) for _, one in sorted(best)[:SHOWN]]
    *before, last = kinds
    return UnknownId(f"{', '.join(before)} or {last}" if before else last, name, nearest)


def _written(snapshot: Snapshot, kind: str, *, by_id: bool) -> tuple[Sequence[str], Sequence[str]]:
    """Pairs of an id of a kind and a spelling of it (the id itself or a name)."""
    if kind == "region":
        regions = nuts_regions()
        ids = [f"region:{region_code(code)}" for code in regions]
        return ids, ids if by_id else [region.name for region in regions.values()]
    if kind == "cluster":
        return snapshot.clusters.ids, snapshot.clusters.ids if by_id else snapshot.clusters.names
    table = snapshot.organizations
    rows = np.flatnonzero(~table.hidden).tolist()
    ids = table.ids.take(rows)
    return ids, ids if by_id else table.names.take(rows)
