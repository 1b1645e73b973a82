"""The command line: one module a noun, each imported only when its command is called."""

import sys
from collections.abc import Sequence
from importlib import import_module

import click

from graphsvc.errors import GraphsvcError

_COMMANDS = {
    "resilience": "coverage",
    "closers": "coverage",
    "alliance": "coverage",
    "coverage": "coverage",
    "report": "report",
    "map": "drawing",
    "draw": "drawing",
    "indicators": "drawing",
    "search": "search",
    "chain": "chain",
    "stages": "stages",
    "assess": "criteria",
    "criteria": "criteria",
    "labels": "labels",
    "landscape": "landscape",
    "load": "data",
    "fetch": "fetching",
    "digest": "store",
    "resolve": "resolve",
    "merge": "merging",
    "split": "merging",
    "retire": "retiring",
    "reinstate": "retiring",
    "backup": "store",
    "restore": "store",
    "export": "data",
    "generate": "data",
    "publish": "publishing",
    "query": "publishing",
    "partners": "matching",
    "members": "matching",
    "implementers": "matching",
    "batch": "batch",
    "rank": "rank",
    "register": "register",
    "learn": "rank",
    "evaluate": "rank",
    "outcomes": "outcomes",
    "trends": "trends",
    "completion": "completion",
    "user": "user",
    "rights": "rights",
    "person": "person",
    "privacy": "person",
    "audit": "person",
    "introductions": "introductions",
    "due": "introductions",
    "serve": "serve",
    "services": "services",
    "snapshot": "serve",
    "work": "serve",
}


class _Lazy(click.Group):
    """A group that knows its commands by name and loads a module only to run one."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module = import_module(f"graphsvc.cli.{_COMMANDS[cmd_name]}")
        name = cmd_name.replace("-", "_")
        command = getattr(module, name if hasattr(module, name) else f"{name}_")
        return command if isinstance(command, click.Command) else None


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="graphsvc")
def commands() -> None:
    """Value-chain coverage, partner suggestions and maps of cluster networks."""


def main(words: Sequence[str] | None = None) -> None:
    """Run a command (of `words`, else of the command line) and end the process.

    An error that was foreseen, and a file that cannot be read or written, is one message on standard error
    and exit code 1; a command that was not understood ends with exit code 2.
    """
    try:
        commands(args=words, prog_name="graphsvc")
    except GraphsvcError as error:
        _fail(str(error))
    except OSError as error:
        _fail(f"{error.filename}: {error.strerror}" if error.filename else str(error))


def _fail(message: str) -> None:
    click.echo(f"Error: {message}", err=True)
    sys.exit(1)
