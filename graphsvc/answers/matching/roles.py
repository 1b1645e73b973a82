"""Whether a company would use a result, build it or help to prove it, and the words this rests on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from graphsvc.messages import Message, msg
from graphsvc.plain_yaml import read_yaml
from graphsvc.state.chain_selection import index_of
from graphsvc.state.graph import CurrentGraph
from graphsvc.taxonomy import chains
from graphsvc.taxonomy.keyword_index import WordIndex

ROLES = ("use", "build", "prove")
THINGS = ("material", "test", "device")
UNSURE = "unsure"
_FEW = 3


@dataclass(frozen=True, slots=True)
class Role:
    """A group, one of `ROLES` or `UNSURE`, and the sentence that says on which words it rests."""

    group: str
    because: Message | None = None


@dataclass(frozen=True, slots=True)
class Thing:
    """What a description is about, one of `THINGS`, and its words that say so."""

    kind: str
    words: tuple[str, ...]


def thing(text: str) -> Thing | None:
    """What a description speaks of most, the first of `THINGS` among equals; None where it does not say."""
    found = _most(_patterns("asked"), text, THINGS)
    return Thing(*found) if found else None


def role(graph: CurrentGraph, row: int, *, title: str, responsible: bool, asked: Thing | None = None) -> Role:
    """The role of an organization (a row) whose best evidence is a project of this title.

    Its own name is asked first, then the stages it holds, then the title, where it was `responsible`
    for the project: led it or carried it out alone. Where all are silent, the role is not known. What is
    `asked` for turns two of them: who makes materials would use a device, and a laboratory that was
    responsible for a project on a device or a test has built it.
    """
    name = graph.snapshot().organizations.names[row]
    if found := _most(_patterns("names"), name, ROLES):
        titled = _most(_patterns("titles"), title, ROLES) if responsible else None
        kind = asked.kind if asked else ""
        if found[0] == "prove" and kind in ("device", "test") and titled and titled[0] == "build":
            return Role("build", msg("The title of its project says so: %(words)s", words=titled[1]))
        if asked and found[0] == "build" and kind == "device" and _makes(name) == "material":
            return Role(
                "use",
                msg(
                    "Its name speaks of materials (%(words)s); what is described (%(asked)s) it would use",
                    words=found[1],
                    asked=asked.words,
                ),
            )
        return Role(found[0], msg("Its name says so: %(words)s", words=found[1]))
    if held := _stages(graph, row):
        return Role(held[0], msg("It is known for: %(stages)s", stages=held[1]))
    if responsible and (found := _most(_patterns("titles"), title, ROLES)):
        return Role(found[0], msg("The title of its project says so: %(words)s", words=found[1]))
    return Role(UNSURE)


def _makes(name: str) -> str:
    """What an organization of this name makes, one of `THINGS`; devices where it makes both."""
    made = {hit.value for hit in _patterns("made").find(name)}
    return next((one for one in reversed(THINGS) if one in made), "")


def _most(patterns: WordIndex[str], text: str, order: Sequence[str]) -> tuple[str, tuple[str, ...]] | None:
    """The value whose words stand most often in a text, the first in `order` among equals, and the words."""
    words: dict[str, list[str]] = {}
    for hit in patterns.find(text):
        words.setdefault(hit.value, []).append(hit.words)
    if not words:
        return None
    best = min(words, key=lambda name: (-len(words[name]), order.index(name)))
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
    """The words of `ROLES` in `names` or `titles`, or those of `THINGS` that are `asked` or `made`."""
    document = _document()
    document = document["things"] if part in ("asked", "made") else {name: document[name] for name in ROLES}
    return WordIndex({name: words[part] for name, words in document.items()}, remember=False)


@cache
def _document() -> dict[str, Any]:
    file = resources.files("graphsvc.taxonomy") / "data" / "roles-1.0.yml"
    document: dict[str, Any] = read_yaml(file.read_text(encoding="utf-8"))
    return document
