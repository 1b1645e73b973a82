"""Infer stages of organizations from names, projects, kinds and NACE codes.

Confidence depends on the source of the words: the name and the titles of own projects (at most `OWN_PROJECT`
partners) say what an organization does; larger projects only show the subject it works on.

- NACE code: the stage with the longest matching code.
- Name: a keyword of the stage; or a cue of it, where the name, an own project or the field of a cluster that
  it is a member of is on the chain's subject and the organization is no public body nor of a kind that has
  its own stage.
- Description (at most `DESCRIPTION` words, by its cluster or in a member list): as the name; what follows a
  "for" is left out. A longer text, from a website, counts less, and its cues do not.
- Title of an own project: a keyword; or a cue, where the title is on the subject. What follows a "for" is
  left out where a keyword stands before.
- Kind: the organization is of a kind the stage names, and its name, any project or the field of its cluster
  is on the subject.

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

from graphsvc.coverage.compound_words import StageWord, deciding_words
from graphsvc.taxonomy import Chain
from graphsvc.taxonomy.keyword_index import WordIndex
from graphsvc.text_folding import plain

OWN_PROJECT = 3
DESCRIPTION = 40
_PURPOSE = re.compile(r"\b(?:for|für)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ProjectText:
    """Title and topic of a project, its number of partners (0 unknown)."""

    title: str
    topic: str = ""
    partners: int = 0


@dataclass(frozen=True, slots=True)
class OrganizationText:
    """What is known of an organization in words.

    `kind` as in `OrganizationKind`; `text` describes it, briefly or at length; `fields` are the words that
    show a cluster that it is a member of to be on the chain's subject (`StageClassifier.subject_words`).
    """

    name: str
    kind: str = "other"
    projects: tuple[ProjectText, ...] = ()
    nace: tuple[str, ...] = ()
    text: str = ""
    fields: tuple[str, ...] = ()

    @property
    def own_titles(self) -> set[str]:
        """The titles of its own projects."""
        return {project.title for project in self.projects if 0 < project.partners <= OWN_PROJECT}


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
    description_keyword: float = 0.85
    description_cue: float = 0.6
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
        self._flow = frozenset(stage.id for stage in chain.stages if stage.role == "flow")
        self._abouts: dict[ProjectText, tuple[str, ...]] = {}
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
        weights, own_titles = self.weights, organization.own_titles
        on, off = self._subject_hits(organization.name)
        about = (on or organization.fields) if len(on) >= len(off) else ()
        own = bool(about) or any(self.subject_words(title) for title in own_titles)
        yield from self._by_nace(organization.nace)
        yield from self._by_kind(organization, about)
        left_out = self._only_their_subject(organization.kind)
        name_cue = weights.name_cue if own and not left_out else 0.0
        texts = [(organization.name, weights.name_keyword, name_cue)]
        for title in sorted(own_titles):
            cue = weights.own_cue if self.subject_words(title) else 0.0
            texts.append((self._without_purpose(title), weights.own_keyword, cue))
        if organization.text:
            texts.append(self._description(organization))
        of_others = self._of_other_kinds(organization.kind)
        for text, keyword, cue in texts:
            for found in self._in_text(text, keyword, cue, of_others):
                if found.stage not in left_out:
                    yield found

    def _description(self, organization: OrganizationText) -> tuple[str, float, float]:
        """What a text about the organization says, and the confidence of its keywords and cues."""
        text, weights = organization.text, self.weights
        if len(text.split()) > DESCRIPTION:
            return text, weights.text, 0.0
        said = _PURPOSE.split(text, maxsplit=1)[0]
        cue = bool(organization.fields or self.subject_words(text)) and not self._off_subject(text)
        return said, weights.description_keyword, weights.description_cue if cue else 0.0

    def _only_their_subject(self, kind: str) -> frozenset[str]:
        """Stages that words about an organization of this kind name as what it oversees or studies."""
        stages = self.chain.stages
        if kind == "public" or any(kind in stage.kinds for stage in stages):
            return frozenset(stage.id for stage in stages if stage.role == "flow")
        return frozenset()

    def _of_other_kinds(self, kind: str) -> frozenset[str]:
        """Stages of other kinds: a company that is called "Institut" is no research institute."""
        stages = (stage for stage in self.chain.stages if kind == "company" and stage.kinds)
        return frozenset(stage.id for stage in stages if kind not in stage.kinds)

    def _without_purpose(self, title: str) -> str:
        """The title up to a "for", if a keyword stands there already: what follows says for whom."""
        head = _PURPOSE.split(title, maxsplit=1)[0]
        return head if self._keywords.find(head) else title

    def subject_words(self, text: str) -> tuple[str, ...]:
        """The words that show a text to be on the subject; none if those of its neighbours are more."""
        on, off = self._subject_hits(text)
        return on if len(on) >= len(off) else ()

    def stage_words(self, text: str) -> tuple[str, ...]:
        """The words of a text that show a stage of the chain by themselves."""
        return tuple(dict.fromkeys(plain(hit.words) for hit in self._keywords.find(text)))

    def _off_subject(self, text: str) -> bool:
        """Whether more words show a text to be on a neighbouring subject than on this one."""
        on, off = self._subject_hits(text)
        return len(off) > len(on)

    def _subject_hits(self, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        hits = self._subject.find(text)
        on, off = (
            tuple(dict.fromkeys(plain(hit.words) for hit in hits if hit.value is side))
            for side in (True, False)
        )
        return on, off

    def _about(self, project: ProjectText) -> tuple[str, ...]:
        found = self._abouts.get(project)
        if found is None:
            about = self.subject_words(f"{project.title} {project.topic}")
            told = len(about) > 1 or (about and self.subject_words(project.title))
            found = self._abouts[project] = about if told else ()
        return found

    def _by_nace(self, codes: Iterable[str]) -> Iterator[_Evidence]:
        for code in sorted(set(codes)):
            known = [length for length in range(len(code), 0, -1) if code[:length] in self._nace]
            if known:
                yield _Evidence(self._nace[code[: known[0]]], self.weights.nace, (f"NACE {code}",))

    def _in_text(
        self, text: str, keyword: float, cue: float, without_cues: frozenset[str]
    ) -> Iterator[_Evidence]:
        found = [StageWord(hit, keyword) for hit in self._keywords.find(text)]
        if cue:
            cues = (hit for hit in self._cues.find(text) if hit.value not in without_cues)
            found += [StageWord(hit, cue) for hit in cues]
        named: dict[str, list[StageWord]] = defaultdict(list)
        for one in deciding_words(text, found, self._flow):
            named[one.hit.value].append(one)
        served = {name for stage in named for name in self.chain.stage(stage).serves}
        for stage in self.chain.stages:
            if stage.id in named and not (stage.id in served and stage.role == "flow"):
                strongest = max(one.confidence for one in named[stage.id])
                words = (one.hit.words for one in named[stage.id] if one.confidence == strongest)
                yield _Evidence(stage.id, strongest, tuple(dict.fromkeys(words)))

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


def _together(evidence: Sequence[_Evidence]) -> float:
    return round(1 - prod(1 - one.weight for one in evidence), 4)


def _words(evidence: Sequence[_Evidence]) -> tuple[str, ...]:
    strongest = sorted(evidence, key=lambda one: -one.weight)
    return tuple(dict.fromkeys(word for one in strongest for word in one.words))[:6]
