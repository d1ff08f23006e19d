"""The application: finds the commands, turns errors into messages and exit codes."""

from __future__ import annotations

__all__ = ["app", "main"]

import importlib
import pkgutil
import sys
from typing import Annotated

import typer

from pedschema import __version__
from pedschema.cli import commands
from pedschema.cli.console import FAILED, data, show_mistakes, talk
from pedschema.errors import PedschemaError

app = typer.Typer(
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
        bool, typer.Option("--version", callback=lambda asked: _show_version(asked=asked), is_eager=True)
    ] = False,
) -> None:
    """The realtime contract of a Supabase app, owned as code."""


for found in pkgutil.iter_modules(commands.__path__):
    module = importlib.import_module(f"{commands.__name__}.{found.name}")
    if hasattr(module, "group"):
        app.add_typer(module.group, name=found.name)
    else:
        app.command(name=found.name)(module.run)


def main() -> None:
    """Run the command line and exit: 0 clean, 1 findings, 2 the work could not be done."""
    try:
        app()
    except PedschemaError as error:
        show_mistakes(error.mistakes, talk)
        sys.exit(FAILED)
