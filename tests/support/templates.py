"""Templates compiled once a process: tests make hundreds of applications, each of which would each do it."""

from types import CodeType

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class KeptInMemory(BytecodeCache):
    """What another application of this process has compiled from the same text."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give `bucket` what is kept."""
        bucket.code = self._kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what `bucket` holds."""
        self._kept[bucket.key, bucket.checksum] = bucket.code


def keep() -> None:
    """Have all applications of this process share what they compile."""
    Flask.jinja_options = {"bytecode_cache": KeptInMemory()}
