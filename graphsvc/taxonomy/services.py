"""Kinds of services that cluster organizations offer, as data: titles, words of sources, sources."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from graphsvc.domain.ids import slug
from graphsvc.messages import msg
from graphsvc.taxonomy.checked_file import Finding, read_checked
from graphsvc.text_folding import caseless


@dataclass(frozen=True, slots=True)
class ServiceKind:
    """A kind of service: id, title by language, and where it is named (empty where no page lists it)."""

    id: str
    title: Mapping[str, str] = field(hash=False)
    source: str = ""


def service_of(words: str) -> ServiceKind:
    """The kind that `words` mean, whatever their case; unknown ones are a kind of their own."""
    known = _shipped().get(caseless(words))
    return known or ServiceKind(slug(words.casefold()) or "other", {"de": words, "en": words})


def service_kinds() -> Mapping[str, ServiceKind]:
    """The kinds that are described, by id in the order of the file."""
    return {one.id: one for one in _shipped().values()}


def load_services(path: Path) -> Mapping[str, ServiceKind]:
    """Read and check a file of services: the kinds by the words that mean them, in small letters.

    Raises `InvalidTaxonomy` with every finding: what breaks `services.schema.json`, or words that
    mean two kinds.
    """
    refusal = msg("%(file)s does not describe services", file=path.name)
    kinds = [
        (ServiceKind(one["id"], dict(one["title"]), one.get("source", "")), _words(one))
        for one in read_checked(path, "services", refusal, _twice)["kinds"]
    ]
    return {word: kind for kind, words in kinds for word in words}


def _twice(data: Mapping[str, Any]) -> Iterator[Finding]:
    words = [_words(one) for one in data["kinds"]]
    counted = Counter(word for own in words for word in own)
    for place, own in enumerate(words):
        for word in own:
            if counted[word] > 1:
                yield f"kinds[{place}]", msg("these words stand here twice"), word


def _words(entry: Mapping[str, Any]) -> list[str]:
    return sorted(
        {caseless(word) for word in (entry["id"], *entry["title"].values(), *entry.get("written", ()))}
    )


@cache
def _shipped() -> Mapping[str, ServiceKind]:
    with resources.as_file(resources.files("graphsvc.taxonomy") / "data" / "services-1.0.yml") as path:
        return load_services(Path(path))
