"""Value chains and their stages as pages show them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from graphsvc import taxonomy
from graphsvc.errors import UnknownId
from graphsvc.state.refs import Ref
from graphsvc.taxonomy import Chain, ChainStage

FIRST = "food-processing"
"""The chain that is meant unless another is named, as on the command line."""


@dataclass(frozen=True, slots=True)
class StageInfo:
    """A stage; `id` without its chain, `feeds`, `serves` and `children` are ids of the same chain."""

    chain: str
    id: str
    label: Mapping[str, str]
    definition: Mapping[str, str]
    role: str
    required: bool
    depth: int
    feeds: tuple[str, ...]
    serves: tuple[str, ...]
    children: tuple[str, ...]
    nace: tuple[str, ...]
    parent: str | None

    @property
    def ref(self) -> Ref:
        """The stage as something to link to."""
        return Ref(f"{self.chain}/{self.id}", "stage", self.label)


@dataclass(frozen=True, slots=True)
class ChainInfo:
    """The newest version of a value chain, its stages in order."""

    id: str
    version: str
    label: Mapping[str, str]
    definition: Mapping[str, str]
    stages: tuple[StageInfo, ...]


@cache
def chains() -> tuple[ChainInfo, ...]:
    """Every chain in its newest version: the one that is meant unless another is named, then by id."""
    made = sorted(taxonomy.chains(), key=lambda chain: (chain.id != FIRST, chain.id))
    return tuple(map(chain_info, made))


def chain(chain_id: str) -> ChainInfo:
    """One chain. Raises `UnknownId`."""
    for info in chains():
        if info.id == chain_id:
            return info
    raise UnknownId("value chain", chain_id)


def chain_info(made: Chain) -> ChainInfo:
    """A chain as pages show it."""
    stages = tuple(stage_info(made, stage) for stage in made.stages)
    return ChainInfo(made.id, made.version, made.title, made.description, stages)


def stage_info(made: Chain, stage: ChainStage) -> StageInfo:
    """A stage of a chain as pages show it."""
    return StageInfo(
        chain=made.id,
        id=stage.id,
        label=stage.label,
        definition=stage.definition,
        role=stage.role,
        required=stage.required,
        depth=stage.depth,
        feeds=stage.feeds,
        serves=stage.serves,
        children=tuple(child.id for child in made.children(stage.id)),
        nace=stage.nace,
        parent=stage.parent,
    )


@cache
def stages() -> Mapping[str, StageInfo]:
    """Every stage of every chain by `chain/stage`."""
    return {stage.ref.id: stage for info in chains() for stage in info.stages}


@cache
def stage_name(stage: str) -> Mapping[str, str]:
    """The label of a stage (`chain/stage`) with that of its chain before it, by language."""
    info = stages()[stage]
    title = chain(info.chain).label
    return {language: f"{title.get(language, info.chain)}: {text}" for language, text in info.label.items()}


def taxonomy_version() -> str:
    """The versions of all chains in one line."""
    return ", ".join(f"{info.id} {info.version}" for info in chains())
