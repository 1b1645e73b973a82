"""How a German description is compared with what stands there in English."""

from pathlib import Path

import numpy as np
import scipy.sparse as sp
import yaml

from graphsvc.answers.matching.evidence import EvidenceData, question
from graphsvc.arrays import Float32s
from graphsvc.matching.relevance.index import TextVectors, relevance_index, unit
from graphsvc.state.english_encoder import DIMENSIONS, encode_english
from graphsvc.state.translation import EnglishVocabulary, in_english

GOLDEN = Path(__file__).parents[2] / "golden" / "german_results.yml"
NOTHING = TextVectors(np.zeros((0, 512), np.float32), np.zeros((0, DIMENSIONS), np.float32))
KNOWN = EvidenceData(
    relevance_index(
        texts=(),
        searched=(),
        project=np.zeros(0, np.int32),
        participants=sp.csr_array(np.zeros((0, 0), dtype=np.int8)),
        vectors=NOTHING,
        foreign=NOTHING,
    ),
    EnglishVocabulary([], np.zeros((0, 512), np.float32)),
    NOTHING,
)


def test_the_map_brings_a_german_description_nearer_to_its_translation_than_reading_alone() -> None:
    pairs = yaml.safe_load(GOLDEN.read_text(encoding="utf-8"))["unseen"][:12]
    told = encode_english([pair["english"] for pair in pairs])
    read = in_english([pair["text"] for pair in pairs], KNOWN.vocabulary)
    alone = _mean_cosine(encode_english([one.read for one in read]), told)
    asked = [question(KNOWN, "", pair["text"]) for pair in pairs]
    assert _mean_cosine(np.concatenate([one.vectors.english for one in asked]), told) > alone + 0.002
    assert [one.texts for one in asked] == [[one.words] for one in read]


def _mean_cosine(one: Float32s, other: Float32s) -> float:
    return float((unit(one) * unit(other)).sum(axis=1).mean())
