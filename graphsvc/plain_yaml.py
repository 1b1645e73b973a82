"""YAML of plain values: texts, numbers, lists and groups of fields."""

from typing import Any

import yaml

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Reads in C where the library can, which takes a tenth of the time."""


def read_yaml(text: str) -> Any:
    """What a text says. Raises `yaml.YAMLError` when it is no YAML, or holds anything but plain values."""
    return yaml.load(text, Loader=LOADER)  # noqa: S506 - a safe one
