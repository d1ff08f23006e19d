"""`pedschema lock`: the app's tables as the contract last saw them, and what a change of them does."""

from __future__ import annotations

__all__ = ["run"]

import subprocess
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pedschema.catalogue.contract import load_contract
from pedschema.catalogue.load import load_catalogue
from pedschema.catalogue.lock import load_lock, parse_lock, render_lock
from pedschema.cli.changes import ChangeFormat, render_changes
from pedschema.cli.console import FINDINGS, data, say, show_mistakes, talk
from pedschema.cli.files import compare_files, write_files
from pedschema.cli.parameters import Config, ContractFolder
from pedschema.compare.lock import compare_locks, unite_locks
from pedschema.compare.wire import Effect
from pedschema.errors import ContractError, Mistake, UsageError
from pedschema.ops.upgrade import read_live_lock

if TYPE_CHECKING:
    from pedschema.compare.lock import LockChange
    from pedschema.model.catalogue import Catalogue
    from pedschema.model.table import SchemaLock

_GIT = "git:"


def run(  # noqa: PLR0913  every option is one of the command line
    url: Annotated[
        str | None,
        typer.Argument(
            envvar="PEDSCHEMA_DATABASE_URL", show_default=False, help="URL of the database to read."
        ),
    ] = None,
    contract: ContractFolder = Path("policies"),
    config: Config = Path("alembic.ini"),
    *,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit 1 when the database differs.")
    ] = False,
    against: Annotated[
        str,
        typer.Option(
            show_default=False,
            help="Compare with the lock of a commit, git:REV, and ask no database; with --check, exit 1"
            " when something breaks.",
        ),
    ] = "",
    form: Annotated[
        ChangeFormat, typer.Option("--format", "-f", help="How changes are printed.")
    ] = ChangeFormat.TEXT,
) -> None:
    """Write schema.lock from a database, and print what each change does to payloads, policies and topics."""
    path = contract / "schema.lock"
    if against:
        changes = _compare(contract, _load_commit(path, against), load_lock(path))
        data.print(render_changes(changes, form, str(path)), end="")
        raise typer.Exit(FINDINGS if check and _breaks(changes) else 0)
    if url is None:
        what, fix = "there is no database to read", "give its URL, or --against git:REV"
        raise UsageError(Mistake("command line", what, fix, "database-missing"))
    live = read_live_lock(config, url, load_contract(contract)[0].app_schemas)
    if check:
        _check(contract, live, form)
    else:
        _write(contract, live, form)


def _check(contract: Path, live: SchemaLock, form: ChangeFormat) -> None:
    path = contract / "schema.lock"
    known = load_lock(path)
    changes = _compare(contract, known, live)
    data.print(render_changes(changes, form, str(path)), end="")
    # The tables are the app's, the server is whoever runs it: a check on another one still holds.
    wanted = {path: render_lock(replace(live, server=known.server, realtime=known.realtime))}
    stale = compare_files(wanted, "pedschema lock URL")
    if stale and changes:
        say("the tables are not those of schema.lock: run `pedschema lock URL` and commit the result")
    else:
        show_mistakes(stale, talk)
    if stale:
        raise typer.Exit(FINDINGS)


def _write(contract: Path, live: SchemaLock, form: ChangeFormat) -> None:
    path = contract / "schema.lock"
    known = None
    with suppress(ContractError):
        known = load_lock(path)
    if known is None:
        write_files({path: render_lock(live)})
        say(f"{path} is written; there was none to compare it with")
        return
    write_files({path: render_lock(replace(live, realtime=live.realtime or known.realtime))})
    data.print(render_changes(_compare(contract, known, live), form, str(path)), end="")


def _compare(contract: Path, old: SchemaLock, new: SchemaLock) -> tuple[LockChange, ...]:
    return compare_locks(old, new, _load_catalogue(contract, old, new))


def _load_catalogue(contract: Path, old: SchemaLock, new: SchemaLock) -> Catalogue:
    """Return the contract, whether it follows the changes already, not yet, or in part.

    Raises:
        ContractError: it has mistakes that no change of the tables explains.
    """
    for lock in (old, new):
        with suppress(ContractError):
            return load_catalogue(contract, lock)
    return load_catalogue(contract, unite_locks(old, new))


def _load_commit(path: Path, against: str) -> SchemaLock:
    revision = against.removeprefix(_GIT)
    if revision == against or not revision or revision.startswith("-"):
        what, fix = f'"{against}" names no commit', "write git: and a commit, such as git:main"
        raise UsageError(Mistake("command line", what, fix, "commit-malformed"))
    done = subprocess.run(  # noqa: S603 - one argument, no shell
        ["git", "-C", str(path.parent), "show", f"{revision}:./{path.name}"],  # noqa: S607
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["git says nothing"])[0]
        fix = "name a commit that holds the file, inside a clone of the repository"
        raise UsageError(Mistake(against, f"git cannot show the lock: {reason}", fix, "commit-unreadable"))
    return parse_lock(done.stdout, f"{against}:{path}")


def _breaks(changes: tuple[LockChange, ...]) -> bool:
    return any(change.effect is Effect.BREAKING for change in changes)
