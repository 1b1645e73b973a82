"""Sentence vectors in the instance folder: each text is encoded once, whatever is loaded again."""

import hashlib
import sqlite3
import zlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from graphsvc.arrays import Float32s
from graphsvc.derived_files import discard, dispensable, log
from graphsvc.files import private_file
from graphsvc.state import english_encoder, sentence_encoder

FILE = "vectors.db"
_BLOCK = 500
_SUM_BYTES = 4
_TABLE = "CREATE TABLE IF NOT EXISTS vector (key BLOB PRIMARY KEY, value BLOB) WITHOUT ROWID"


@dataclass(frozen=True, slots=True)
class Encoder:
    """Makes vectors of whole numbers from -127 to 127; `name` holds its version and all it depends on."""

    name: str
    dimensions: int
    encode: Callable[[Sequence[str]], Float32s]


MULTILINGUAL = Encoder(sentence_encoder.ENCODER, sentence_encoder.DIMENSIONS, sentence_encoder.encode)
WORDS = Encoder(
    sentence_encoder.WORD_ENCODER, sentence_encoder.DIMENSIONS, sentence_encoder.encode_without_glossary
)
ENGLISH = Encoder(english_encoder.ENCODER, english_encoder.DIMENSIONS, english_encoder.encode_english)


def vectors(texts: Sequence[str], home: Path, by: Encoder = MULTILINGUAL) -> Float32s:
    """Vectors of texts (rows × dimensions of the encoder; empty texts are zero rows).

    Known ones come from `FILE` by encoder, version and hash of the text; the others are encoded and
    kept with a checksum.
    """
    keys = [
        hashlib.sha256(f"{by.name}\n{text.strip()}".encode()).digest() if text.strip() else b""
        for text in texts
    ]
    path = home / FILE
    known = _kept(path, keys)
    result = np.zeros((len(texts), by.dimensions), dtype=np.float32)
    open_rows = [row for row, key in enumerate(keys) if key and key not in known]
    for start in range(0, len(open_rows), _BLOCK):
        rows = open_rows[start : start + _BLOCK]
        made = by.encode([texts[row] for row in rows]).astype(np.int8)
        fresh = {keys[row]: vector.tobytes() for row, vector in zip(rows, made, strict=True)}
        _keep(path, fresh)
        known |= fresh
    for row, key in enumerate(keys):
        if key:
            result[row] = np.frombuffer(known[key], dtype=np.int8)
    return result


def _kept(path: Path, keys: Sequence[bytes]) -> dict[bytes, bytes]:
    """The vectors that are kept as they were written; a damaged file is removed."""
    wanted = sorted(set(keys) - {b""})
    found: dict[bytes, bytes] = {}
    if not path.exists():
        return found
    try:
        with closing(sqlite3.connect(path, timeout=60)) as connection:
            connection.execute(_TABLE)
            for start in range(0, len(wanted), _BLOCK):
                part = wanted[start : start + _BLOCK]
                marks = ", ".join("?" * len(part))
                query = f"SELECT key, value FROM vector WHERE key IN ({marks})"  # noqa: S608
                found.update(connection.execute(query, part))
    except sqlite3.OperationalError as error:
        log.warning("%s cannot be read: %s", path, error)
    except sqlite3.DatabaseError as error:
        discard(path, error)
    return {key: value[:-_SUM_BYTES] for key, value in found.items() if _whole(key, value)}


def _keep(path: Path, fresh: Mapping[bytes, bytes]) -> None:
    rows = [(key, vector + _sum(key, vector)) for key, vector in sorted(fresh.items())]
    with dispensable(path):
        try:
            with closing(sqlite3.connect(private_file(path), timeout=60)) as connection, connection:
                connection.execute(_TABLE)
                connection.executemany("INSERT OR REPLACE INTO vector VALUES (?, ?)", rows)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise
            discard(path, error)


def _whole(key: bytes, value: object) -> bool:
    return (
        isinstance(value, bytes)
        and len(value) > _SUM_BYTES
        and value[-_SUM_BYTES:] == _sum(key, value[:-_SUM_BYTES])
    )


def _sum(key: bytes, vector: bytes) -> bytes:
    return zlib.crc32(key + vector).to_bytes(_SUM_BYTES)
