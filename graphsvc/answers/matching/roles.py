"""Whether a company would use a result, build it or help to prove it, and the words this rests on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from graphsvc.messages import Message, msg
from graphsvc.state.chain_selection import index_of
from graphsvc.state.graph import CurrentGraph
from graphsvc.taxonomy import chains
from graphsvc.taxonomy.keyword_index import WordIndex

ROLES = ("use", "build", "prove")
UNSURE = "unsure"
_FEW = 3


@dataclass(frozen=True, slots=True)
class Role:
    """A group, one of `ROLES` or `UNSURE`, and the sentence that says on which words it rests."""

    group: str
    because: Message | None = None


def role(graph: CurrentGraph, row: int, *, title: str, responsible: bool) -> Role:
    """The role of an organization (a row) whose best evidence is a project of this title.

    Its own name is asked first, then the stages it holds, then the title, where it was `responsible`
    for the project: led it or carried it out alone. Where all are silent, the role is not known.
    """
    name = graph.snapshot().organizations.names[row]
    if found := _roles_in("names", name):
        return Role(found[0], msg("Its name says so: %(words)s", words=found[1]))
    if held := _stages(graph, row):
        return Role(held[0], msg("It is known for: %(stages)s", stages=held[1]))
    if responsible and (found := _roles_in("titles", title)):
        return Role(found[0], msg("The title of its project says so: %(words)s", words=found[1]))
    return Role(UNSURE)


def _roles_in(part: str, text: str) -> tuple[str, tuple[str, ...]] | None:
    """The role whose words stand most often in a text, the first of `ROLES` among equals, and the words."""
    words: dict[str, list[str]] = {}
    for hit in _patterns(part).find(text):
        words.setdefault(hit.value, []).append(hit.words)
    if not words:
        return None
    best = min(words, key=lambda name: (-len(words[name]), ROLES.index(name)))
    return best, tuple(dict.fromkeys(words[best]))[:_FEW]


def _stages(graph: CurrentGraph, row: int) -> tuple[str, tuple[Mapping[str, str], ...]] | None:
    """The role of the stages an organization holds, those of builders before those of others."""
    held = stages_by_role(graph, row)
    best = next((name for name in ("build", "prove", "use") if name in held), None)
    return (best, tuple(held[best][:_FEW])) if best else None


def stages_by_role(graph: CurrentGraph, row: int) -> dict[str, list[Mapping[str, str]]]:
    """The labels of the stages that an organization (a row) holds, by the role they stand for."""
    held: dict[str, list[Mapping[str, str]]] = {}
    for chain in chains():
        holds = index_of(graph, chain.id).lenient.organizations
        for place in holds.indices[holds.indptr[row] : holds.indptr[row + 1]].tolist():
            stage = chain.stages[int(place)]
            for name in ROLES:
                if stage.id in _document()[name]["stages"]:
                    held.setdefault(name, []).append(stage.label)
    return held


@cache
def _patterns(part: str) -> WordIndex[str]:
    return WordIndex({name: _document()[name][part] for name in ROLES}, remember=False)


@cache
def _document() -> dict[str, dict[str, Sequence[str]]]:
    file = resources.files("graphsvc.taxonomy") / "data" / "roles-1.0.yml"
    document: Any = yaml.safe_load(file.read_text(encoding="utf-8"))
    return {name: document[name] for name in ROLES}
