"""Infer stages of organizations from names, projects, kinds and NACE codes.

Confidence depends on the source of the words: the name and the titles of own projects (at most `OWN_PROJECT`
partners) say what an organization does; larger projects only show the subject it works on.

- NACE code: the stage with the longest matching code.
- Name: a keyword of the stage; or a cue of it, where the name or an own project is on the chain's subject and
  the organization is no public body nor of a kind that has its own stage.
- Title of an own project: a keyword; or a cue, where the title is on the subject. What follows a "for" is
  left out where a keyword stands before.
- Kind: the organization is of a kind the stage names, and its name or any project is on the subject.

In one text the words of a support stage outweigh those of the flow stages it serves: a milking machine is a
machine. Flow stages named by public bodies and by organizations of a kind that has its own stage are what
these oversee or study, not what they do. Several findings for one stage combine as independent probabilities.
Confidences follow the shares that were right on the tuning half of the gold set (`InferenceWeights`). The
sentence encoder was tried for organizations that no word decides and left out: of the 13 guesses it was
surest of, 2 were right.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod

from graphsvc.taxonomy import Chain
from graphsvc.taxonomy.keyword_index import KeywordHit, WordIndex, folded

OWN_PROJECT = 3
_PURPOSE = re.compile(r"\b(?:for|für)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ProjectText:
    """Title and topic of a project, its number of partners (0 unknown)."""

    title: str
    topic: str = ""
    partners: int = 0


@dataclass(frozen=True, slots=True)
class OrganizationText:
    """What is known of an organization in words; `kind` as in `OrganizationKind`, `text` from its website."""

    name: str
    kind: str = "other"
    projects: tuple[ProjectText, ...] = ()
    nace: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class StagePrediction:
    """A predicted stage, its confidence (0 to 1) and the matched words."""

    stage: str
    confidence: float
    words: tuple[str, ...]


@dataclass(frozen=True)
class InferenceWeights:
    """Confidence of each rule, near the share that was right on the tuning half of the gold set.

    Measured: keyword in the name 21 of 21, cue in the name 1 of 1, keyword in an own title 6 of 7, cue in an
    own title 2 of 3, kind 45 of 46. NACE codes and website texts do not occur there.
    """

    nace: float = 0.9
    name_keyword: float = 0.9
    name_cue: float = 0.6
    own_keyword: float = 0.8
    own_cue: float = 0.65
    kind: float = 0.9
    text: float = 0.55


@dataclass(frozen=True)
class _Evidence:
    stage: str
    weight: float
    words: tuple[str, ...]


class StageClassifier:
    """Rule-based classifier of texts for one chain; build it once for many organizations."""

    def __init__(self, chain: Chain, weights: InferenceWeights | None = None) -> None:
        self.chain, self.weights = chain, weights or InferenceWeights()
        self._keywords = WordIndex({stage.id: _all(stage.keywords) for stage in chain.stages})
        self._cues = WordIndex({stage.id: _all(stage.cues) for stage in chain.stages})
        self._subject = WordIndex({True: _all(chain.subject), False: _all(chain.off_subject)})
        self._nace = {code: stage.id for stage in chain.stages for code in stage.nace}

    def guesses(self, organization: OrganizationText) -> tuple[StagePrediction, ...]:
        """Predicted stages in chain order, at any confidence."""
        found: dict[str, list[_Evidence]] = defaultdict(list)
        for evidence in self._evidence(organization):
            found[evidence.stage].append(evidence)
        return tuple(
            StagePrediction(stage.id, _together(found[stage.id]), _words(found[stage.id]))
            for stage in self.chain.stages
            if stage.id in found
        )

    def _evidence(self, organization: OrganizationText) -> Iterator[_Evidence]:
        weights = self.weights
        own_titles = {
            project.title for project in organization.projects if 0 < project.partners <= OWN_PROJECT
        }
        named = self._on_subject(organization.name)
        own = bool(named) or any(self._on_subject(title) for title in own_titles)
        yield from self._by_nace(organization.nace)
        yield from self._by_kind(organization, named)
        left_out = self._only_their_subject(organization.kind)
        name_cue = weights.name_cue if own and not left_out else 0.0
        texts = [(organization.name, weights.name_keyword, name_cue)]
        for title in sorted(own_titles):
            cue = weights.own_cue if self._on_subject(title) else 0.0
            texts.append((self._without_purpose(title), weights.own_keyword, cue))
        if organization.text:
            texts.append((organization.text, weights.text, 0.0))
        for text, keyword, cue in texts:
            yield from (found for found in self._in_text(text, keyword, cue) if found.stage not in left_out)

    def _only_their_subject(self, kind: str) -> frozenset[str]:
        """Stages that words about an organization of this kind name as what it oversees or studies."""
        stages = self.chain.stages
        if kind == "public" or any(kind in stage.kinds for stage in stages):
            return frozenset(stage.id for stage in stages if stage.role == "flow")
        return frozenset()

    def _without_purpose(self, title: str) -> str:
        """The title up to a "for", if a keyword stands there already: what follows says for whom."""
        head = _PURPOSE.split(title, maxsplit=1)[0]
        return head if self._keywords.find(head) else title

    def _on_subject(self, text: str) -> tuple[str, ...]:
        """The words that show a text to be on the subject; none if those of its neighbours are more."""
        hits = {
            on: dict.fromkeys(folded(h.words) for h in found)
            for on, found in _split(self._subject.find(text))
        }
        return tuple(hits[True]) if len(hits[True]) >= len(hits[False]) else ()

    def _about(self, project: ProjectText) -> tuple[str, ...]:
        title, topic = self._on_subject(project.title), self._on_subject(f"{project.title} {project.topic}")
        return topic if title or len(topic) > 1 else ()

    def _by_nace(self, codes: Iterable[str]) -> Iterator[_Evidence]:
        for code in sorted(set(codes)):
            known = [length for length in range(len(code), 0, -1) if code[:length] in self._nace]
            if known:
                yield _Evidence(self._nace[code[: known[0]]], self.weights.nace, (f"NACE {code}",))

    def _in_text(self, text: str, keyword: float, cue: float) -> Iterator[_Evidence]:
        strong = _by_stage(self._keywords.find(text))
        weak = _by_stage(self._cues.find(text)) if cue else {}
        served = {name for stage in {*strong, *weak} for name in self.chain.stage(stage).serves}
        for stage in self.chain.stages:
            if stage.id in served and stage.role == "flow":
                continue
            if stage.id in strong:
                yield _Evidence(stage.id, keyword, strong[stage.id])
            elif stage.id in weak:
                yield _Evidence(stage.id, cue, weak[stage.id])

    def _by_kind(self, organization: OrganizationText, named: Sequence[str]) -> Iterator[_Evidence]:
        stages = [stage for stage in self.chain.stages if organization.kind in stage.kinds]
        if stages:
            about = [*named, *(word for project in organization.projects for word in self._about(project))]
            words = tuple(dict.fromkeys(about))[:3]
            yield from (
                _Evidence(stage.id, self.weights.kind, (organization.kind, *words))
                for stage in stages
                if words
            )


def _all(patterns: Mapping[str, tuple[str, ...]]) -> list[str]:
    return [pattern for words in patterns.values() for pattern in words]


def _split(hits: Iterable[KeywordHit[bool]]) -> Iterator[tuple[bool, list[KeywordHit[bool]]]]:
    found = list(hits)
    for on in (True, False):
        yield on, [hit for hit in found if hit.value is on]


def _by_stage(hits: Iterable[KeywordHit[str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for hit in hits:
        found.setdefault(hit.value, {})[hit.words] = None
    return {stage: tuple(words) for stage, words in found.items()}


def _together(evidence: Sequence[_Evidence]) -> float:
    return round(1 - prod(1 - one.weight for one in evidence), 4)


def _words(evidence: Sequence[_Evidence]) -> tuple[str, ...]:
    strongest = sorted(evidence, key=lambda one: -one.weight)
    return tuple(dict.fromkeys(word for one in strongest for word in one.words))[:6]
