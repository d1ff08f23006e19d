"""`pedschema matrix`: everybody on every topic, and the file that keeps the answer."""

from __future__ import annotations

__all__ = ["run"]

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pedschema.catalogue.load import load_catalogue
from pedschema.catalogue.personas import load_cast
from pedschema.cli.console import FINDINGS, data, say, show_mistakes, talk
from pedschema.cli.development import connect, development_database
from pedschema.cli.files import write_files
from pedschema.cli.parameters import Config, ContractFolder, DatabaseUrl
from pedschema.probe.lock import compare_access, render_access_lock
from pedschema.probe.matrix import findings, read_matrix

if TYPE_CHECKING:
    from pedschema.model.catalogue import Catalogue
    from pedschema.model.persona import Cast
    from pedschema.probe.matrix import Matrix


def run(
    contract: ContractFolder = Path("policies"),
    config: Config = Path("alembic.ini"),
    database: DatabaseUrl = None,
    *,
    write: Annotated[bool, typer.Option("--write", help="Keep the answer in access.lock.")] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Compare with access.lock; exit 1 if it differs.")
    ] = False,
) -> None:
    """Ask for every persona and topic, near misses included; print what contradicts the contract."""
    catalogue, cast = load_catalogue(contract), load_cast(contract)
    matrix = _read(config, database, catalogue, cast)
    text, path = render_access_lock(matrix), contract / "access.lock"
    found = findings(matrix, catalogue)
    show_mistakes(found, talk)
    changes = _compare(path, text) if check else ()
    if write:
        write_files({path: text})
    elif not check:
        data.print(text, end="", markup=False)
    if found or changes:
        raise typer.Exit(FINDINGS)


def _compare(path: Path, text: str) -> tuple[str, ...]:
    locked = path.read_text(encoding="utf-8") if path.exists() else ""
    changes = tuple(map(str, compare_access(locked, text)))
    for change in changes:
        data.print(change, markup=False)
    if changes:
        say(f"{path} is out of date; look at each line, run `pedschema matrix --write`, commit the result")
    return changes


def _read(config: Path, database: str | None, catalogue: Catalogue, cast: Cast) -> Matrix:
    if database is None:
        with development_database(config, catalogue, cast) as url:
            return _ask(url, catalogue, cast)
    return _ask(database, catalogue, cast)


def _ask(url: str, catalogue: Catalogue, cast: Cast) -> Matrix:
    with connect(url) as connection, talk.status("asking for every persona and topic"):
        return read_matrix(connection, catalogue, cast)
