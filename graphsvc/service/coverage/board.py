"""The value-chain board: stages × the parts of a set, with three sentences and the proof of each stage."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from graphsvc.coverage import smallest_alliances
from graphsvc.coverage.claims import CONFIRMED, INFERRED, STATED
from graphsvc.coverage.coverage import Coverage, MemberCoverage, coverage, supplying
from graphsvc.coverage.index import ChainIndex
from graphsvc.coverage.proof import Proof, proofs
from graphsvc.coverage.selection import Selection
from graphsvc.domain import short_name
from graphsvc.domain.sentence import Sentence, say, say_n
from graphsvc.service.catalog.chains import ChainInfo, StageInfo, chain_info, stage_info
from graphsvc.service.coverage.readings import REGION, chosen, index_of
from graphsvc.service.graph import Graph
from graphsvc.service.places import country_name, region_name
from graphsvc.service.refs import Fact, Ref, aged, ref
from graphsvc.service.tables import tables
from graphsvc.snapshot import ORGANIZATION_KINDS, Snapshot
from graphsvc.snapshot.regions import country_of

Label = Mapping[str, str]

_BASIS = {CONFIRMED: "confirmed", STATED: "stated", INFERRED: "inferred"}


@dataclass(frozen=True, slots=True)
class Cell:
    """How many suppliers one part of the set has for a stage, and the firmest basis among them."""

    member: str
    n: int
    basis: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """One stage across the set; `sole` is the part without which nobody supplies it."""

    stage: StageInfo
    state: str
    n: int
    cells: tuple[Cell, ...]
    sole: Ref | None


@dataclass(frozen=True, slots=True)
class Without:
    """What the set covers when one part leaves."""

    ref: Ref
    share: float
    covered_once: int
    covered_deep: int


@dataclass(frozen=True, slots=True)
class Board:
    """The board of a set; shares are of required stages, whatever rows are shown."""

    chain: ChainInfo
    columns: tuple[Ref, ...]
    rows: tuple[Row, ...]
    share: float
    share_deep: float
    share_stated: float
    required: int
    covered_once: int
    covered_deep: int
    best_alone: int
    best_alone_of: Ref | None
    sole_suppliers: tuple[tuple[Ref, tuple[Label, ...]], ...]
    without: tuple[Without, ...]
    sentences: tuple[Sentence, ...]
    ignored: int
    digest: str
    taxonomy_version: str


@dataclass(frozen=True, slots=True)
class ProofItem:
    """One reason why somebody supplies the stage, and the parts of the set it came through."""

    ref: Ref
    org_kind: str
    region: Label | str
    country: Label | str
    stage: StageInfo
    fact: Fact
    through: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class ProofOfStage:
    """Everything that proves one stage of a set; `fresh_share` is the share of facts that are not aged."""

    stage: StageInfo
    state: str
    n: int
    items: tuple[ProofItem, ...]
    by_basis: Mapping[str, int]
    by_kind: Mapping[str, int]
    by_region: Mapping[str, int]
    fresh_share: float


def part_ref(graph: Graph, identifier: str) -> Ref:
    """A part of a set with the name people say."""
    if identifier.startswith(REGION):
        return Ref(identifier, "region", region_name(identifier.removeprefix(REGION)))
    found = ref(graph.snapshot(), identifier)
    return replace(found, name=short_name(str(found.name))) if found.kind == "cluster" else found


def board(
    graph: Graph,
    chain_id: str,
    of: Sequence[str],
    *,
    strict: bool = False,
    required_only: bool = False,
    as_of: str | None = None,
    own: str | None = None,
) -> Board:
    """The board of a set. Raises `UnknownId` for a chain or part that is not there."""
    index = index_of(graph, chain_id)
    parts = chosen(index, of, as_of=as_of, own=own)
    found = coverage(index, parts, strict=strict)
    columns = tuple(part_ref(graph, part) for part in parts.ids)
    named = {column.id: column for column in columns}
    labels = {stage.id: stage.label for stage in index.chain.stages}
    best = max(found.members, key=lambda member: member.covered_alone, default=None)
    several = len(columns) > 1
    sole = tuple(
        (named[part], tuple(labels[stage] for stage in stages)) for part, stages in found.sole_suppliers
    )
    cells = _cells(index, parts, found, strict=strict)
    rows = (
        Row(
            stage=stage_info(index.chain, index.chain.stages[place]),
            state=stage.state,
            n=stage.n,
            cells=tuple(row[place] for row in cells),
            sole=_sole(found, named, stage.id) if several else None,
        )
        for place, stage in enumerate(found.stages)
    )
    return Board(
        chain=chain_info(index.chain),
        columns=columns,
        rows=tuple(row for row in rows if row.stage.required or not required_only),
        share=found.share,
        share_deep=found.share_deep,
        share_stated=found.share_stated,
        required=found.required,
        covered_once=found.covered,
        covered_deep=found.deep,
        best_alone=best.covered_alone if best else 0,
        best_alone_of=named[best.id] if best and best.covered_alone else None,
        sole_suppliers=sole if several else (),
        without=tuple(_without(found, named[member.id], member) for member in found.members if several),
        sentences=_sentences(found, columns, sole),
        ignored=0,
        digest=found.digest,
        taxonomy_version=found.taxonomy_version,
    )


def _without(found: Coverage, named: Ref, member: MemberCoverage) -> Without:
    return Without(
        named, member.covered_without / found.required, member.covered_without, member.deep_without
    )


def _sole(found: Coverage, named: Mapping[str, Ref], stage: str) -> Ref | None:
    return next((named[part] for part, stages in found.sole_suppliers if stage in stages), None)


def _cells(index: ChainIndex, parts: Selection, found: Coverage, *, strict: bool) -> list[list[Cell]]:
    """Parts × stages: suppliers of the part alone, with the firmest basis among them."""
    strength = np.zeros((len(parts), len(index.chain.stages)), dtype=np.int64)
    for place in range(len(parts)):
        alone = supplying(index, parts.only(place), strict=strict)
        np.maximum.at(strength[place], alone.stage, alone.strength)
    return [
        [Cell(member.id, n, _BASIS.get(int(firm))) for n, firm in zip(member.n_alone, firmest, strict=True)]
        for member, firmest in zip(found.members, strength, strict=True)
    ]


def _sentences(
    found: Coverage, columns: Sequence[Ref], sole: Sequence[tuple[Ref, tuple[Label, ...]]]
) -> tuple[Sentence, ...]:
    if not columns:
        return ()
    if len(columns) == 1:
        numbers = {"once": found.covered, "required": found.required}
        name = columns[0].name
        return (say("%(name)s covers %(once)s of %(required)s required stages.", name=name, **numbers),)
    names = {column.id: column.name for column in columns}
    told = (_covered(found), _rests(sole), _depth(found, names))
    return tuple(sentence for sentence in told if sentence)


def _covered(found: Coverage) -> Sentence:
    return say(
        "Together the %(count)s cover %(once)s of %(required)s required stages; "
        "none alone covers more than %(best)s.",
        count=len(found.members),
        once=found.covered,
        required=found.required,
        best=max(member.covered_alone for member in found.members),
    )


def _rests(sole: Sequence[tuple[Ref, tuple[Label, ...]]]) -> Sentence | None:
    if not sole:
        return None
    (first, stages), *more = sole
    if not more:
        return say("Rests on one alone: %(stages)s (%(name)s).", stages=stages, name=first.name)
    (second, others), *further = more
    values: dict[str, Any] = {"stages": stages, "name": first.name, "others": others, "second": second.name}
    if not further:
        return say("Rests on one alone: %(stages)s (%(name)s); %(others)s (%(second)s).", **values)
    return say_n(
        "Rests on one alone: %(stages)s (%(name)s); %(others)s (%(second)s); and stages of one more.",
        "Rests on one alone: %(stages)s (%(name)s); %(others)s (%(second)s); and stages of %(n)s more.",
        n=len(further),
        **values,
    )


def _depth(found: Coverage, names: Mapping[str, Any]) -> Sentence | None:
    """What those add without whom every stage would still be covered once: depth, in numbers."""
    covered = [place for place, stage in enumerate(found.stages) if stage.required and stage.n]
    adding = [one for one in found.members if one.deep_without < found.deep and not one.opens]
    if not covered or not adding:
        return None
    supply = np.array([member.n_alone for member in found.members])[:, covered]
    once = smallest_alliances(supply, np.ones(len(covered), dtype=int), limit=1)
    if not once.sets or len(once.sets[0]) == len(names):
        return None
    most = min(adding, key=lambda one: (one.deep_without, one.id))
    return say_n(
        "One of them would cover each of these stages once; with all %(count)s, %(deep)s stages have the "
        "suppliers they need, without %(name)s only %(less)s.",
        "%(n)s of them would cover each of these stages once; with all %(count)s, %(deep)s stages have the "
        "suppliers they need, without %(name)s only %(less)s.",
        n=len(once.sets[0]),
        count=len(names),
        deep=found.deep,
        name=names[most.id],
        less=most.deep_without,
    )


def proof_of(
    graph: Graph,
    chain_id: str,
    of: Sequence[str],
    stage: str,
    *,
    strict: bool = False,
    as_of: str | None = None,
    own: str | None = None,
) -> ProofOfStage:
    """What proves one stage of a set, by basis and then id. Raises `UnknownId`."""
    index = index_of(graph, chain_id)
    place = index.chain.position[index.chain.stage(stage).id]
    parts = chosen(index, of, as_of=as_of, own=own)
    found = coverage(index, parts, strict=strict).stages[place]
    items = tuple(_item(graph, index, one) for one in proofs(index, parts, stage, strict=strict))
    fresh = [not item.fact.aged for item in items]
    return ProofOfStage(
        stage=stage_info(index.chain, index.chain.stages[place]),
        state=found.state,
        n=found.n,
        items=items,
        by_basis=_counted(item.fact.basis for item in items),
        by_kind=_counted(item.org_kind for item in items),
        by_region=_counted(item.region for item in items),
        fresh_share=sum(fresh) / len(fresh) if fresh else 0.0,
    )


def _item(graph: Graph, index: ChainIndex, one: Proof) -> ProofItem:
    snapshot, organizations = index.snapshot, index.organization_count
    node, where = snapshot.node(one.id), tables(graph).places
    is_cluster = node >= organizations
    code = where.clusters[node - organizations] if is_cluster else where.organizations[node]
    through = (part for part in one.through if part != one.id)
    return ProofItem(
        ref=part_ref(graph, one.id),
        org_kind="cluster" if is_cluster else ORGANIZATION_KINDS[int(snapshot.organizations.kind[node])],
        region=region_name(code) if code else "",
        country=country_name(country_of(code)) if code else "",
        stage=stage_info(index.chain, index.chain.stage(one.stage)),
        fact=_fact(snapshot, one),
        through=tuple(part_ref(graph, part) for part in through),
    )


def _fact(snapshot: Snapshot, one: Proof) -> Fact:
    info = next((info for info in snapshot.datasets if info.id == one.dataset), None)
    return Fact(
        basis=one.basis,
        dataset=info.title if info else "",
        citation=one.citation,
        date=one.date or None,
        confidence=one.confidence,
        words=one.words or None,
        by=one.by or None,
        aged=info is not None and aged(one.date or None, info),
    )


def _counted(values: Iterable[Any]) -> Mapping[str, int]:
    return dict(sorted(Counter(_english(value) for value in values).items()))


def _english(value: Any) -> str:
    return str(value.get("en", "")) if isinstance(value, Mapping) else str(value)
