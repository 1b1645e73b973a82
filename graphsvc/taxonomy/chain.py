"""Value chains: stages, what feeds what, what serves what."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from graphsvc.errors import UnknownId

Role = Literal["flow", "support"]


@dataclass(frozen=True)
class ChainStage:
    """One stage of a value chain.

    `depth` is how many suppliers a covered stage has; `feeds` are the stages directly downstream (flow only),
    `serves` the flow stages a support stage works for, `parent` the stage this one is a part of, `kinds` the
    organization kinds for which working on the chain's subject is already performing the stage.
    `label` and `definition` are texts by language; `keywords` and `cues` word patterns by language (see
    `words`): those that show the stage by themselves, and those that do in a text on the chain's subject.
    """

    id: str
    role: Role
    required: bool
    depth: int
    label: Mapping[str, str]
    definition: Mapping[str, str]
    nace: tuple[str, ...] = ()
    keywords: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    cues: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    feeds: tuple[str, ...] = ()
    serves: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    parent: str | None = None


@dataclass(frozen=True)
class Chain:
    """A versioned value chain; `stages` stand in the order of the file, children behind their parents.

    `subject` are word patterns that show that a text is about this chain at all, `off_subject` those of its
    neighbours.
    """

    id: str
    version: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    stages: tuple[ChainStage, ...]
    subject: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    off_subject: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    seal: str | None = None

    @cached_property
    def position(self) -> Mapping[str, int]:
        """Place of each stage id in `stages`."""
        return {stage.id: place for place, stage in enumerate(self.stages)}

    @property
    def required(self) -> tuple[ChainStage, ...]:
        """The stages that count, in order."""
        return tuple(stage for stage in self.stages if stage.required)

    def stage(self, stage_id: str) -> ChainStage:
        """The stage called `stage_id`, with or without the chain before a slash.

        Raises
        ------
        UnknownId
            If this chain version has no such stage.
        """
        name = stage_id.removeprefix(f"{self.id}/")
        if name not in self.position:
            raise UnknownId("stage", stage_id)
        return self.stages[self.position[name]]

    def ref(self, stage: ChainStage | str) -> str:
        """The id under which activities name a stage: `chain/stage`."""
        return f"{self.id}/{stage if isinstance(stage, str) else stage.id}"

    def children(self, stage_id: str) -> tuple[ChainStage, ...]:
        """The direct parts of a stage, in order."""
        return tuple(stage for stage in self.stages if stage.parent == stage_id)

    def family(self, stage_id: str) -> tuple[str, ...]:
        """A stage and all its parts, direct or not: holding any of them is holding the stage."""
        return tuple(self._family(stage_id))

    def _family(self, stage_id: str) -> Iterator[str]:
        yield stage_id
        for child in self.children(stage_id):
            yield from self._family(child.id)

    def meaning(self) -> dict[str, Any]:
        """Everything the chain says, as plain data; two files mean the same when this is equal."""
        return {
            "id": self.id,
            "version": self.version,
            "title": dict(self.title),
            "description": dict(self.description),
            "subject": _words(self.subject),
            "off_subject": _words(self.off_subject),
            "stages": [_stage_meaning(stage) for stage in self.stages],
        }

    def fingerprint(self) -> str:
        """The first 32 hexadecimal digits of SHA-256 over the canonical JSON of `meaning`."""
        text = json.dumps(self.meaning(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()[:32]


def _words(patterns: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    return {language: list(words) for language, words in patterns.items()}


def _stage_meaning(stage: ChainStage) -> dict[str, Any]:
    return {
        "id": stage.id,
        "role": stage.role,
        "required": stage.required,
        "depth": stage.depth,
        "label": dict(stage.label),
        "definition": dict(stage.definition),
        "nace": list(stage.nace),
        "keywords": _words(stage.keywords),
        "cues": _words(stage.cues),
        "feeds": list(stage.feeds),
        "serves": list(stage.serves),
        "kinds": list(stage.kinds),
        "parent": stage.parent,
    }
