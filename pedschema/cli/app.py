"""The application: finds the commands, turns errors into messages and exit codes."""

from __future__ import annotations

__all__ = ["app", "main"]

import atexit
import gc
import importlib
import pkgutil
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command, get_group

from pedschema import __version__
from pedschema.cli import commands
from pedschema.cli.console import FAILED, data, show_mistakes, talk
from pedschema.errors import PedschemaError


class _Commands(TyperGroup):
    """The commands that have a file, each imported when it is asked for: none loads what others need."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._names = sorted(found.name for found in pkgutil.iter_modules(commands.__path__))

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - the signature is click's
        """Return the names of the commands."""
        return self._names

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - as above
        """Return the command of that name, or None."""
        return _load(cmd_name) if cmd_name in self._names else None


def _load(name: str) -> Any:
    module = importlib.import_module(f"{commands.__name__}.{name}")
    single = typer.Typer(add_completion=False, rich_markup_mode=None)
    if hasattr(module, "group"):
        single.add_typer(module.group, name=name)
        return get_group(single).commands[name]
    single.command(name=name)(module.run)
    return get_command(single)


app = typer.Typer(
    cls=_Commands,
    help="The realtime contract of a Supabase app, owned as code.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(*, asked: bool) -> None:
    if asked:
        data.print(__version__)
        raise typer.Exit


@app.callback()
def options(
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=lambda asked: _show_version(asked=asked),
            is_eager=True,
            help="Print the version, and end.",
        ),
    ] = False,
) -> None:
    """The realtime contract of a Supabase app, owned as code."""


def main() -> None:
    """Run the command line and exit: 0 clean, 1 findings, 2 the work could not be done."""
    # Python's last search for circles would look through all that a command has made, to no use.
    atexit.register(gc.freeze)
    try:
        app()
    except PedschemaError as error:
        show_mistakes(error.mistakes, talk)
        sys.exit(FAILED)
