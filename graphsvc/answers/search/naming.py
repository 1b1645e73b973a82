"""Resolve a name or id typed by a user to an id."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graphsvc.answers.search.documents import index
from graphsvc.answers.search.results import region_ref
from graphsvc.domain import short_name
from graphsvc.domain.ids import is_id, kind_of
from graphsvc.errors import AmbiguousName, UnknownId
from graphsvc.ingest.names import acronym, name_key
from graphsvc.ingest.reference import nuts_regions
from graphsvc.messages import in_lines, msg
from graphsvc.snapshot import Snapshot
from graphsvc.snapshot.regions import above, region_code
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.refs import Ref, ref
from graphsvc.state.region_names import region_exists
from graphsvc.text_folding import folded

SHOWN = 5
_ALIKE = 75.0


@dataclass(frozen=True, slots=True)
class NameLookup:
    """What a name stands for: one `found`, or the `candidates` it may mean, the likeliest first.

    `total` counts all that could be meant; 0 says that nothing is called so and candidates are only similar.
    """

    found: Ref | None
    candidates: tuple[Ref, ...] = ()
    total: int = 0


def look_up(graph: CurrentGraph, name: str, kinds: Sequence[str]) -> NameLookup:
    """What of `kinds` (cluster, organization, project, region) a name or id stands for.

    That is the id itself, else the only one so called by name, short name or alias (legal form, accents and
    case aside), else the only one with these initials, else the only one that a search finds.
    """
    name = name.strip()
    snapshot = graph.snapshot()
    if is_id(name) and kind_of(name) in kinds:
        if _exists(snapshot, name):
            return NameLookup(_ref(snapshot, kind_of(name), name))
        return NameLookup(None, _similar(snapshot, name, (kind_of(name),)))
    key = name_key(name)
    search = index(graph)
    found = search.find(name, kinds, SHOWN) or search.find(" ".join(key.words), kinds, SHOWN)
    hits = [_ref(snapshot, kind, one) for kind, group in found.items() for one in group.ids]
    total = sum(group.total for group in found.values())
    called = [(hit, _names(snapshot, hit)) for hit in hits]
    ways = ((_spelt(name), _spelt), (key.run, _run), (key.run, _initials))
    same: list[Ref] = []
    for wanted, spelling in ways:
        same = same or _widest([hit for hit, names in called if wanted in map(spelling, names)])
    if len(same) == 1 or total == 1:
        return NameLookup((same or hits)[0])
    if hits:
        return NameLookup(None, tuple((same or hits)[:SHOWN]), len(same) or total)
    near = search.find_near(name, kinds, SHOWN).hits
    shown = [_ref(snapshot, kind, one) for kind, group in near.items() for one in group.ids]
    return NameLookup(None, tuple(shown[:SHOWN]) or _similar(snapshot, name, kinds))


def identify(graph: CurrentGraph, name: str, kinds: Sequence[str]) -> str:
    """The id of one of `kinds` that `name` stands for, as `look_up` finds it.

    Raises:
        UnknownId: nothing is called so; `nearest` has what is written alike. `RetiredEntity` for an id that
            was retired.
        AmbiguousName: several could be meant; the message names them.
    """
    found = look_up(graph, name, kinds)
    if found.found:
        return found.found.id
    lines = [line(hit) for hit in found.candidates]
    name = name.strip()
    if graph.snapshot().retirement(name):
        raise graph.snapshot().unknown("organization", name)
    if not found.total:
        *before, last = (kind_of(name),) if is_id(name) and kind_of(name) in kinds else kinds
        raise UnknownId(f"{', '.join(before)} or {last}" if before else last, name, lines)
    message = msg("%(name)s could be any of %(n)s; say which by its id:", name=repr(name), n=found.total)
    raise AmbiguousName(in_lines(message, *(f"  {one}" for one in lines)))


def line(hit: Ref) -> str:
    """Something found in one line: its id, its English name and where it is."""
    return f"{hit.id}  {hit.english}" + (f" ({hit.place})" if hit.place else "")


def _exists(snapshot: Snapshot, identifier: str) -> bool:
    kind, _, key = identifier.partition(":")
    if kind == "region":
        return region_exists(region_code(key))
    ids = {"cluster": snapshot.clusters.ids, "project": snapshot.projects.ids}
    return ids.get(kind, snapshot.organizations.ids).find(snapshot.merged.get(identifier, identifier)) >= 0


def _ref(snapshot: Snapshot, kind: str, identifier: str) -> Ref:
    return region_ref(identifier.partition(":")[2]) if kind == "region" else ref(snapshot, identifier)


def _widest(hits: list[Ref]) -> list[Ref]:
    """Hits without the regions that lie in another of them: Berlin is a region of three levels."""
    codes = [hit.id.partition(":")[2] for hit in hits if hit.kind == "region"]
    inner = {f"region:{code}" for code in codes if set(above(code)[1:]) & set(codes)}
    return [hit for hit in hits if hit.id not in inner]


def _spelt(name: str) -> str:
    return " ".join(folded(name).split())


def _run(name: str) -> str:
    return name_key(name).run


def _initials(name: str) -> str:
    return acronym(name_key(name))


def _names(snapshot: Snapshot, hit: Ref) -> list[str]:
    """Every name of something found, and the part of its id behind the colon."""
    names = [hit.name] if isinstance(hit.name, str) else list(hit.name.values())
    if hit.kind == "cluster":
        names += [short_name(name) for name in names]
    if hit.kind == "project":
        row = snapshot.project(hit.id)
        names += [snapshot.projects.titles[row], snapshot.projects.acronyms[row]]
    if hit.kind == "organization":
        names += snapshot.organizations.aliases[snapshot.organization(hit.id)].split("\n")
    return [name for name in (*names, hit.id.partition(":")[2]) if name]


def _similar(snapshot: Snapshot, name: str, kinds: Sequence[str]) -> tuple[Ref, ...]:
    """Those whose names, or ids where `name` is one, are written alike, the most similar first."""
    from rapidfuzz import fuzz, process

    best: list[tuple[float, str]] = []
    for kind in kinds:
        ids, texts = _written(snapshot, kind, by_id=is_id(name))
        scorer = fuzz.ratio if is_id(name) else fuzz.WRatio
        alike = process.extract(
            folded(name), [folded(text) for text in texts], scorer=scorer, limit=SHOWN, score_cutoff=_ALIKE
        )
        best += [(-score, ids[row]) for _, score, row in alike]
    return tuple(_ref(snapshot, kind_of(one), one) for _, one in sorted(best)[:SHOWN])


def _written(snapshot: Snapshot, kind: str, *, by_id: bool) -> tuple[Sequence[str], Sequence[str]]:
    """Pairs of an id of a kind and a spelling of it (the id itself or a name)."""
    if kind == "region":
        regions = nuts_regions()
        ids = [f"region:{region_code(code)}" for code in regions]
        return ids, ids if by_id else [region.name for region in regions.values()]
    if kind == "cluster":
        return snapshot.clusters.ids, snapshot.clusters.ids if by_id else snapshot.clusters.names
    if kind == "project":
        return snapshot.projects.ids, snapshot.projects.ids if by_id else snapshot.projects.titles
    table = snapshot.organizations
    rows = np.flatnonzero(~table.hidden).tolist()
    ids = table.ids.take(rows)
    return ids, ids if by_id else table.names.take(rows)
