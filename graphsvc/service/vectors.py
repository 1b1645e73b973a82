"""Sentence vectors in the instance folder: each text is encoded once, whatever is loaded again."""

import hashlib
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import numpy.typing as npt

from graphsvc.service.sentences import DIMENSIONS, ENCODER, encode

_BLOCK = 500


def vectors(texts: Sequence[str], home: Path) -> npt.NDArray[np.float32]:
    """Vectors of texts (rows × 512, whole numbers from -127 to 127; empty texts are zero rows).

    Known ones come from `vectors.db` by encoder, version and hash of the text; the others are encoded, each
    on its own, and kept.
    """
    keys = [
        hashlib.sha256(f"{ENCODER}\n{text.strip()}".encode()).digest() if text.strip() else b""
        for text in texts
    ]
    home.mkdir(parents=True, exist_ok=True)
    result = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
    with closing(sqlite3.connect(home / "vectors.db", timeout=60)) as connection:
        connection.execute(
            "CREATE TABLE IF NOT EXISTS vector (key BLOB PRIMARY KEY, value BLOB) WITHOUT ROWID"
        )
        known = _known(connection, keys)
        open_rows = [row for row, key in enumerate(keys) if key and key not in known]
        for start in range(0, len(open_rows), _BLOCK):
            rows = open_rows[start : start + _BLOCK]
            made = encode([texts[row] for row in rows]).astype(np.int8)
            fresh = {keys[row]: vector.tobytes() for row, vector in zip(rows, made, strict=True)}
            with connection:
                connection.executemany("INSERT OR REPLACE INTO vector VALUES (?, ?)", sorted(fresh.items()))
            known |= fresh
    for row, key in enumerate(keys):
        if key:
            result[row] = np.frombuffer(known[key], dtype=np.int8)
    return result


def _known(connection: sqlite3.Connection, keys: Sequence[bytes]) -> dict[bytes, bytes]:
    wanted = sorted(set(keys) - {b""})
    found: dict[bytes, bytes] = {}
    for start in range(0, len(wanted), _BLOCK):
        part = wanted[start : start + _BLOCK]
        marks = ", ".join("?" * len(part))
        query = f"SELECT key, value FROM vector WHERE key IN ({marks})"  # noqa: S608
        found.update(connection.execute(query, part))
    return found
