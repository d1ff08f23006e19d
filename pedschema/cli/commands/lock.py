"""`pedschema lock`: the app's tables as the contract last saw them."""

from __future__ import annotations

__all__ = ["run"]

from pathlib import Path
from typing import Annotated

import typer

from pedschema.catalogue.contract import load_contract
from pedschema.catalogue.lock import render_lock
from pedschema.cli.console import FINDINGS, show_mistakes, talk
from pedschema.cli.files import compare_files, write_files
from pedschema.cli.parameters import Config, ContractFolder
from pedschema.ops.upgrade import read_live_lock


def run(
    url: Annotated[str, typer.Argument(envvar="PEDSCHEMA_DATABASE_URL", help="URL of the database to read.")],
    contract: ContractFolder = Path("policies"),
    config: Config = Path("alembic.ini"),
    *,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit 1 when the database differs.")
    ] = False,
) -> None:
    """Write schema.lock from a database: columns, types, enums and keys of the app's tables."""
    known, _ = load_contract(contract)
    lock = read_live_lock(config, url, known.app_schemas)
    wanted = {contract / "schema.lock": render_lock(lock)}
    if not check:
        write_files(wanted)
        return
    stale = compare_files(wanted, "pedschema lock URL")
    show_mistakes(stale, talk)
    if stale:
        raise typer.Exit(FINDINGS)
