"""Input of relevance, built from a snapshot: what organizations did in projects and say of themselves."""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib import resources
from pathlib import Path

import numpy as np
import scipy.sparse as sp

from graphsvc.answers.matching.data import ENCODED, by_both_encoders
from graphsvc.arrays import Float32s, Float64s
from graphsvc.domain.names import has_title
from graphsvc.matching.relevance.index import RelevanceIndex, TextVectors, centered, relevance_index, unit
from graphsvc.matching.relevance.similarity import Question
from graphsvc.matching.relevance.words import stems
from graphsvc.plain_yaml import read_yaml
from graphsvc.snapshot import Snapshot
from graphsvc.state.derived import kept
from graphsvc.state.english_encoder import ENCODER as ENGLISH_ENCODER
from graphsvc.state.sentence_encoder import ENCODER, whole_numbers
from graphsvc.state.translation import EnglishVocabulary, in_english, vocabulary
from graphsvc.state.vector_cache import ENGLISH, MULTILINGUAL, WORDS
from graphsvc.taxonomy.dictionary import SHIPPED as DICTIONARY
from graphsvc.taxonomy.glossary import glossary

_FORMAT = "6"
"""Goes up when the same data would give another index, so that nobody opens old ones."""

_VERSIONS = f"{ENCODER} {ENGLISH_ENCODER} {DICTIONARY}"
"""Of all that texts are encoded with."""

OBJECTIVE, CONTENT = 400, 0.5
"""How many characters of an objective are read, and what they and the key words count beside the title."""

LEAST_OF_THEMSELVES = 3
"""Words from which what an organization says of itself has a sense: “Chips” is fried, or made of silicon."""

_BACKGROUND = "german-1.0"

GROUP = 4
"""Length of the code of a group of branches (01.1) in NACE Rev. 2."""


@dataclass(frozen=True, eq=False)
class EvidenceData:
    """The evidence of all organizations, the words German texts are put into, and sectors of clusters."""

    index: RelevanceIndex
    vocabulary: EnglishVocabulary
    sectors: TextVectors

    def cosines_with_sectors(self, asked: Question) -> Float64s:
        """Cosine of a question with the sectors of each cluster, the mean of both encoders, four decimals."""
        own = centered(asked.vectors, self.index.center if asked.understood is None else self.index.foreign)
        english = (self.sectors.english @ own.english.T).mean(axis=1)
        both = (english + (self.sectors.multilingual @ own.multilingual.T).mean(axis=1)) / 2
        return np.asarray(np.round(both.astype(np.float64), 4))


def evidence(snapshot: Snapshot, home: Path) -> EvidenceData:
    """All evidence in a snapshot, kept in `home` with the sentence vectors.

    Of more than `ENCODED` projects those that began last, of more than `ENCODED` organizations with words of
    their own those with the longest.
    """
    key = f"{_FORMAT} {snapshot.digest} {_VERSIONS}"
    return kept(home / "relevance", key, EvidenceData, lambda: _evidence(snapshot, home))


def _evidence(snapshot: Snapshot, home: Path) -> EvidenceData:
    projects, organizations = snapshot.projects, snapshot.organizations
    told = [
        place for place, text in enumerate(organizations.text) if len(set(stems(text))) >= LEAST_OF_THEMSELVES
    ]
    titled = [
        place
        for place, (title, acronym, identifier) in enumerate(
            zip(projects.titles, projects.acronyms, projects.ids, strict=True)
        )
        if title != acronym and has_title(title, identifier)
    ]
    told = _first(told, lambda place: -len(organizations.text[place]))
    titled = _first(titled, lambda place: -int(projects.start[place]))
    of_projects = sp.csr_array(snapshot.participation.T.tocsr()[titled])
    of_themselves = sp.csr_array(
        (np.full(len(told), 2, dtype=of_projects.dtype), (np.arange(len(told)), told)),
        shape=(len(told), len(organizations.ids)),
    )
    participants = sp.csr_array(sp.vstack([of_projects, of_themselves], format="csr"))
    participants.sort_indices()
    texts = [projects.titles[place] for place in titled] + [organizations.text[place] for place in told]
    keywords = [projects.keywords[place] for place in titled] + [""] * len(told)
    searched = [f"{text} {more}".strip() for text, more in zip(texts, keywords, strict=True)]
    words = vocabulary([*searched[: len(titled)], *branches()], home)
    index = relevance_index(
        texts=texts,
        searched=searched,
        project=np.array([*titled, *(-1 for _ in told)], dtype=np.int32),
        participants=participants,
        vectors=_with_contents(
            by_both_encoders(texts, home),
            _contents([projects.objectives[place] for place in titled] + [""] * len(told), keywords, home),
        ),
        foreign=_of_background(words, home),
    )
    sectors = [", ".join(record.sectors) for record in snapshot.clusters.records]
    return EvidenceData(index, words, centered(by_both_encoders(sectors, home), index.center))


def _of_background(words: EnglishVocabulary, home: Path) -> TextVectors:
    """Vectors of the German descriptions, kept in `home` as long as they are put into the same words."""
    known = sha256("\n".join(words.words).encode()).hexdigest()
    key = f"{_FORMAT} {known} {_VERSIONS} {_BACKGROUND}"
    texts = background()
    return kept(
        home / "background", key, TextVectors, lambda: _foreign_vectors(texts, in_english(texts, words))
    )


def _first(places: Sequence[int], order: Callable[[int], int]) -> list[int]:
    """The first `ENCODED` by an order, as they stood."""
    return sorted(sorted(places, key=order)[:ENCODED])


def question(known: EvidenceData, title: str, abstract: str) -> Question:
    """A described result as it is compared: its title, its abstract and both together."""
    parts = [part.strip() for part in (title, abstract) if part.strip()]
    texts = [*parts, " ".join(parts)] if len(parts) > 1 else parts
    foreign = glossary().is_foreign(texts[-1])
    words = in_english(texts, known.vocabulary) if foreign else texts
    understood = glossary().share_known(texts[-1]) if foreign else None
    if foreign:
        return Question(words, _foreign_vectors(texts, words), understood)
    return Question(words, TextVectors(MULTILINGUAL.encode(texts), ENGLISH.encode(words)), understood)


def english_vector(known: EvidenceData, text: str, *, foreign: bool) -> Float32s:
    """Vector of a text by the English encoder, as a question has it; `foreign`: the text is German."""
    vector: Float32s = ENGLISH.encode(in_english([text], known.vocabulary) if foreign else [text])[0]
    return vector


def _foreign_vectors(texts: Sequence[str], words: Sequence[str]) -> TextVectors:
    """Vectors of German texts, by the multilingual encoder of the text and of its English words alike."""
    both = np.asarray(unit(MULTILINGUAL.encode(texts)) + unit(WORDS.encode(words)), dtype=np.float64)
    return TextVectors(np.asarray(whole_numbers(both), dtype=np.float32), ENGLISH.encode(words))


def _contents(objectives: list[str], keywords: list[str], home: Path) -> TextVectors:
    """Vectors of the begin of each objective and the key words; zero rows where neither is known."""
    texts = [f"{told[:OBJECTIVE]} {more}".strip() for told, more in zip(objectives, keywords, strict=True)]
    return by_both_encoders(texts, home)


def _with_contents(titles: TextVectors, contents: TextVectors) -> TextVectors:
    """One vector for a project, so that an index of long texts is as large as one of titles."""
    return TextVectors(
        unit(titles.multilingual) + CONTENT * unit(contents.multilingual),
        unit(titles.english) + CONTENT * unit(contents.english),
    )


@cache
def branches() -> list[str]:
    """The names of the groups of branches in NACE Rev. 2."""
    with (resources.files("graphsvc.taxonomy") / "data" / "nace_rev21.csv").open(encoding="utf-8") as file:
        return [row["name"] for row in csv.DictReader(file) if len(row["code"]) == GROUP]


@cache
def background() -> list[str]:
    """German descriptions of various results."""
    file = resources.files("graphsvc.taxonomy") / "data" / "background" / f"{_BACKGROUND}.yml"
    texts: list[str] = read_yaml(file.read_text(encoding="utf-8"))
    return texts
