"""Labels that clusters hold, as data: how sources write them, who awards them, how long they are valid."""

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
class ValidityRule:
    """How long a label is valid; what no source tells is None.

    It lasts `years` from the month of the award, to the last day of that month. Until `renewable_years` after
    its end it can be renewed; it then lasts `renewed_years` from that end.
    """

    years: int | None = None
    renewable_years: int | None = None
    renewed_years: int | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LabelIssuer:
    """Who awards a label, from one month to another (`YYYY-MM`, empty where open)."""

    name: str
    since: str = ""
    until: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class LabelKind:
    """A label or programme without its levels: id, title by language, issuers.

    `words` are those by which people and sources name it, in small letters.
    """

    id: str
    title: Mapping[str, str] = field(hash=False)
    issuers: tuple[LabelIssuer, ...] = ()
    words: frozenset[str] = frozenset()

    def issuer(self, first: str, last: str) -> str:
        """Who awarded it between two months (`YYYY-MM`); empty where that is not known or not one alone."""
        names = [
            one.name for one in self.issuers if (one.since <= last) and (not one.until or first <= one.until)
        ]
        return names[0] if first and len(names) == 1 else ""


@dataclass(frozen=True, slots=True)
class LabelDefinition:
    """What words of a source mean: a kind of label in a level (empty where it has none), with its rule."""

    kind: LabelKind
    level: str = ""
    level_title: Mapping[str, str] = field(default_factory=dict, hash=False)
    rule: ValidityRule = ValidityRule()

    @property
    def title(self) -> Mapping[str, str]:
        """Kind and level by language."""
        if not self.level:
            return self.kind.title
        return {code: f"{text}: {self.level_title[code]}" for code, text in self.kind.title.items()}


def label_of(words: str) -> LabelDefinition:
    """The label that a source means by `words`, whatever their case; unknown ones are a kind of their own."""
    known = shipped_labels().get(caseless(words))
    return known or LabelDefinition(LabelKind(slug(words.casefold()) or "other", {"de": words, "en": words}))


def labels_named(words: str) -> tuple[LabelDefinition, ...]:
    """The labels that somebody means who types `words`: a kind with all its levels, or a level of it."""
    key = caseless(words)
    named = [one for written, one in shipped_labels().items() if key == written or key in one.kind.words]
    return tuple({(one.kind.id, one.level): one for one in named}.values())


def label_kinds() -> Mapping[str, LabelKind]:
    """The kinds of labels that are described, by id in the order of the file."""
    return {one.kind.id: one.kind for one in shipped_labels().values()}


@cache
def shipped_labels() -> Mapping[str, LabelDefinition]:
    """The labels of the package by the words of sources in small letters."""
    with resources.as_file(resources.files("graphsvc.taxonomy") / "data" / "labels-1.0.yml") as path:
        return load_labels(Path(path))


def load_labels(path: Path) -> Mapping[str, LabelDefinition]:
    """Read and check a file of labels: what words of sources mean, by these words in small letters.

    Raises
    ------
    InvalidTaxonomy
        With every finding: what breaks `labels.schema.json`, ids or words that stand there twice.
    """
    data = read_checked(path, "labels", msg("%(file)s does not describe labels", file=path.name), _twice)
    return {caseless(words): meant for _, words, meant in _definitions(data)}


def _twice(data: Mapping[str, Any]) -> Iterator[Finding]:
    seen: set[str] = set()
    for place, kind in enumerate(data["kinds"]):
        levels = [f"{kind['id']} {level['id']}" for level in kind.get("levels", ())]
        for name in (kind["id"], *levels):
            if name in seen:
                yield f"kinds[{place}].id", msg("this id stands here twice"), name
            seen.add(name)
    written: set[str] = set()
    for path, words, _ in _definitions(data):
        if caseless(words) in written:
            yield path, msg("these words stand here twice"), words
        written.add(caseless(words))


def _definitions(data: Mapping[str, Any]) -> Iterator[tuple[str, str, LabelDefinition]]:
    for place, entry in enumerate(data["kinds"]):
        issuers = [
            LabelIssuer(one["name"], one.get("from", ""), one.get("until", ""), one["source"])
            for one in entry.get("issuers", ())
        ]
        words = frozenset(map(caseless, (entry["id"], *entry["title"].values(), *entry["written"])))
        kind = LabelKind(entry["id"], dict(entry["title"]), tuple(issuers), words)
        for written in entry["written"]:
            path = f"kinds[{place}].written"
            if "levels" not in entry:
                yield path, written, LabelDefinition(kind, rule=_rule(entry))
            for level in entry.get("levels", ()):
                meant = LabelDefinition(kind, level["id"], dict(level["title"]), _rule(level))
                yield from ((path, f"{written} {word}", meant) for word in level["written"])


def _rule(entry: Mapping[str, Any]) -> ValidityRule:
    validity, renewal = entry.get("validity", {}), entry.get("renewal", {})
    sources = dict.fromkeys(part["source"] for part in (validity, renewal) if part)
    return ValidityRule(
        validity.get("years"), renewal.get("within_years"), renewal.get("years"), tuple(sources)
    )
