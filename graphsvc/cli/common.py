"""What every command shares: the store option, services, JSON on standard output."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar

import click
from pydantic import ValidationError

from graphsvc.bootstrap import Services, bootstrap
from graphsvc.domain.sentence import Sentence
from graphsvc.errors import InvalidData, Issue, UnknownId
from graphsvc.settings import Settings
from graphsvc.store.base import opened

Command = TypeVar("Command", bound=Callable[..., Any])


def store_option(command: Command) -> Command:
    """Add `--store URL`; without it the settings say which store."""
    text = "sqlite:///path.db or neo4j://user:password@host:port (default: the settings' store)"
    return click.option("--store", metavar="URL", default=None, help=text)(command)


def settings_for(store: str | None, **overrides: Any) -> Settings:
    """Settings from the environment, with what the command line says on top.

    Raises `InvalidData` for a setting that cannot be, naming its variable.
    """
    if store:
        overrides["store"] = store
    try:
        return Settings(**overrides)
    except ValidationError as error:
        wrong = [
            Issue(f"GRAPHSVC_{part['loc'][0]}".upper(), 0, "", str(part["input"]), part["msg"])
            for part in error.errors()
        ]
        raise InvalidData("the settings cannot be used", wrong) from error


@contextmanager
def services_for(store: str | None, **overrides: Any) -> Iterator[Services]:
    """Services over the chosen store, closed at the end; says so where nothing is found in an empty store."""
    services = bootstrap(settings_for(store, **overrides))
    with opened(services.graph.store):
        try:
            yield services
        except UnknownId:
            if services.graph.snapshot().empty:
                click.echo("The store is empty: `graphsvc load FOLDER` fills it.", err=True)
            raise


def print_json(value: Any) -> None:
    """Print a result as JSON: dataclasses by field, tuples as lists, the same bytes for the same result."""
    click.echo(json.dumps(plain(value), ensure_ascii=False, indent=2))


def plain(value: Any) -> Any:
    """`value` with dataclasses as mappings, sentences in English, and anything unknown to JSON as text."""
    if is_dataclass(value) and not isinstance(value, type | Sentence):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Sentence):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)
