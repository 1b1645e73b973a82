"""Who was erased, as digests beside the database of people, so that an older copy of it is cleaned again."""

import hashlib
import hmac
import json
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from graphsvc.files import locked, write_file

FILE = "erasures.json"
_SALT_BYTES = 16


@dataclass(frozen=True, slots=True, order=True)
class Erasure:
    """A salted digest of an address, and when (UTC) it was erased; the address cannot be read from it."""

    at: str
    salt: str
    digest: str

    def of(self, mail: str) -> bool:
        """Whether it is that of an address."""
        return hmac.compare_digest(self.digest, _digest(self.salt, mail))


class Erasures:
    """The erasures that are kept in the instance folder `home`."""

    def __init__(self, home: Path) -> None:
        self._path = home / FILE

    def all(self) -> tuple[Erasure, ...]:
        """Every erasure, by time."""
        return _read(self._path.read_bytes()) if self._path.exists() else ()

    def add(self, mail: str, at: str) -> None:
        """Keep that an address is erased at a time."""
        salt = secrets.token_hex(_SALT_BYTES)
        self._keep((Erasure(at, salt, _digest(salt, mail)),))

    def join(self, content: bytes) -> None:
        """Keep also the erasures of another copy of the file."""
        self._keep(_read(content))

    def _keep(self, more: tuple[Erasure, ...]) -> None:
        with locked(self._path.with_name(f".{FILE}.lock"), wait=True):
            every = sorted({*self.all(), *more})
            write_file(self._path, json.dumps([asdict(one) for one in every]).encode())


def _read(content: bytes) -> tuple[Erasure, ...]:
    return tuple(Erasure(**one) for one in json.loads(content))


def _digest(salt: str, mail: str) -> str:
    return hmac.new(salt.encode(), mail.encode(), hashlib.sha256).hexdigest()
