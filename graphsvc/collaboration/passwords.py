"""Passwords and other secrets: what is asked of them, and what is kept instead of them."""

import hashlib
import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from graphsvc.errors import InvalidData
from graphsvc.messages import msg

SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 200


def hash_of(secret: str) -> str:
    """What is kept of a secret: it has 256 random bits, so a plain hash cannot be guessed back."""
    return hashlib.sha256(secret.encode()).hexdigest()


def password_hash(password: str, mail: str) -> str:
    """What is kept of a password. Raises `InvalidData` for one that is too short or too easy to guess."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise InvalidData(
            msg(
                "A password has %(least)s to %(most)s characters; a sentence is easy to remember.",
                least=SHORTEST_PASSWORD,
                most=LONGEST_PASSWORD,
            )
        )
    if password.strip().lower() == mail or len(set(password)) < SHORTEST_PASSWORD // 2:
        raise InvalidData(msg("This password is too easy to guess; take another one."))
    return _hasher().hash(password)


def fits(hashed: str, password: str) -> bool:
    """Whether a password is the one that was hashed."""
    try:
        return _hasher().verify(hashed, password[: LONGEST_PASSWORD + 1])
    except (VerificationError, InvalidHashError):
        return False


def warm() -> None:
    """Make what the first wrong password would otherwise wait for, and tell apart by its time."""
    nobodys_hash()


@cache
def _hasher() -> PasswordHasher:
    """Argon2id with the parameters of the library (RFC 9106, low memory)."""
    return PasswordHasher()


@cache
def nobodys_hash() -> str:
    """What the password of an unknown address is compared with, so that the answer takes as long."""
    return _hasher().hash(secrets.token_urlsafe(32))
