"""What every command shares: what it is about, the store, services, output.

Modules of commands import nothing heavy at the top, so that help and completion of words answer at once.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields, is_dataclass, replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from graphsvc.errors import InvalidData, InvalidTaxonomy, UnknownId

if TYPE_CHECKING:
    from datetime import datetime

    from pydantic import BaseModel

    from graphsvc.bootstrap import Services
    from graphsvc.settings import Settings

Question = TypeVar("Question", bound="BaseModel")
Command = TypeVar("Command", bound=Callable[..., Any])
Loaded = TypeVar("Loaded")


def store_option(command: Command) -> Command:
    """Add `--store URL`; without it the settings say which store."""
    text = "sqlite:///path.db or neo4j://user:password@host:port (default: the settings' store)"
    return click.option("--store", metavar="URL", default=None, help=text)(command)


json_option = click.option("--json", "as_json", is_flag=True, help="print every field as JSON")
"""Add `--json`, for commands that print all that they found."""


def day_or_today(day: "datetime | None") -> str:
    """The day that an option names in ISO form, else today."""
    from graphsvc.state.own_words import today

    return day.date().isoformat() if day else today()


def about(*, default: str = "") -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add `ID...`, what a command is about: ids or names, one or more, as the tuple `of`.

    `--of ID` says the same and may be repeated. Without either it is `default`, else a usage error.
    """

    def added(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def run(given: tuple[str, ...], also: tuple[str, ...], **others: Any) -> Any:
            of = (*given, *also) or ((default,) if default else ())
            if not of:
                raise click.UsageError("say what it is about, by id or name: ID...")
            return command(of=of, **others)

        option = click.option("--of", "also", multiple=True, metavar="ID", help="the same as ID")
        return click.argument("given", metavar="ID...", nargs=-1)(option(run))

    return added


def only(of: Sequence[str]) -> str:
    """The one thing that a command is about. Raises a usage error when it was given more."""
    if len(of) > 1:
        raise click.UsageError(
            f"one ID is enough, {len(of)} were given; a name of several words needs quotes"
        )
    return of[0]


def load_checked(load: Callable[[Path], Loaded], file: Path, *, as_json: bool) -> Loaded:
    """What `load` makes of a taxonomy file; what is wrong with it ends the command with exit code 1."""
    try:
        return load(file)
    except InvalidTaxonomy as error:
        if as_json:
            print_json({"ok": False, "issues": error.issues})
        else:
            click.echo(f"Error: {error}", err=True)
        sys.exit(1)


class Output(click.Path):
    """A path to write to, refused before any work where nothing can be written."""

    def __init__(self, *, folder: bool = False) -> None:
        """`folder` says that the path is a folder, not a file."""
        super().__init__(file_okay=not folder, dir_okay=folder, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        place = path if path.exists() else next(above for above in path.absolute().parents if above.exists())
        if not path.exists() and not place.is_dir():
            self.fail(f"{path} cannot be written: {place} is not a folder.", param, ctx)
        if not os.access(place, os.W_OK):
            self.fail(f"{path} cannot be written: no permission to write to {place}.", param, ctx)
        return path


def settings_for(store: str | None, **overrides: Any) -> "Settings":
    """Settings from the environment, with what the command line says on top.

    Raises `InvalidData` for a setting that cannot be, naming its variable.
    """
    from pydantic import ValidationError

    from graphsvc.domain.validation import validation_issues
    from graphsvc.settings import Settings

    if store:
        overrides["store"] = store
    try:
        return Settings(**overrides)
    except ValidationError as error:
        wrong = [
            replace(issue, file=f"GRAPHSVC_{issue.column}".upper(), column="")
            for issue in validation_issues(error)
        ]
        raise InvalidData("the settings cannot be used", wrong) from error


def question(model: "type[Question]", **given: Any) -> "Question":
    """What a command asks, as a model of `answers.questions`. Raises `InvalidData` by field and bound."""
    from pydantic import ValidationError

    from graphsvc.domain.validation import validation_issues

    try:
        return model.model_validate(given)
    except ValidationError as error:
        raise InvalidData("this cannot be asked", validation_issues(error)) from error


@contextmanager
def services_for(store: str | None, **overrides: Any) -> "Iterator[Services]":
    """Services over the chosen store, closed at the end; says so where nothing is found in an empty store."""
    from graphsvc.bootstrap import bootstrap
    from graphsvc.domain.ports import opened

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
    from graphsvc.messages import Message

    if is_dataclass(value) and not isinstance(value, type | Message):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Message):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)
