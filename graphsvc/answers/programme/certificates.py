"""Codes of awards, by which anyone can ask whether an award holds, without learning more."""

import base64
import hmac
from dataclasses import dataclass

from graphsvc.answers.programme.labels import LabelRow, label_row
from graphsvc.programme import Award
from graphsvc.programme.validity import SOON
from graphsvc.snapshot import Snapshot

_BYTES = 10
"""Bytes of a code: 80 bits, sixteen letters and digits, too many to try."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """An award that holds on a day, with the code by which this is checked."""

    label: LabelRow
    code: str
    on: str


def code_of(award: Award, key: bytes) -> str:
    """The code of an award: the first 80 bits of an HMAC (SHA-256) with the installation's key, in base32.

    It stays as it is while cluster, label, level and date of the award do.
    """
    text = f"{award.cluster}\n{award.label.kind.id}\n{award.label.level}\n{award.awarded}"
    return base64.b32encode(hmac.new(key, text.encode(), "sha256").digest()[:_BYTES]).decode()


def certificate(snapshot: Snapshot, award: Award, key: bytes, on: str) -> Certificate:
    """The certificate of an award on an ISO day."""
    return Certificate(label_row(snapshot, award, on, SOON), code_of(award, key), on)
