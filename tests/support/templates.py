"""Templates and routes compiled once a process, for the hundreds of applications that tests make."""

from collections.abc import Callable
from types import CodeType
from typing import Any

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule


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
    Rule._compile_builder = _remembering(Rule._compile_builder)  # type: ignore[method-assign]


def _remembering(compiled: Callable[..., Any]) -> Callable[..., Any]:
    """What makes the function that writes an address of a rule, which depends on its parts alone."""
    known: dict[tuple[Any, ...], Any] = {}

    def builder(rule: Rule, append_unknown: bool = True) -> Any:
        if rule.defaults:  # written by the converters of its own application
            return compiled(rule, append_unknown)
        key = (rule.rule, *rule._trace, append_unknown)
        if key not in known:
            known[key] = compiled(rule, append_unknown)
        return known[key]

    return builder
