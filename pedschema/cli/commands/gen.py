"""`pedschema gen`: clients and pages from the contract."""

from __future__ import annotations

__all__ = ["run"]

import shlex
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pedschema.catalogue.load import load_catalogue
from pedschema.cli.blaming import Blame
from pedschema.cli.console import FINDINGS, data, say, show_mistakes, talk
from pedschema.cli.files import compare_files, write_files
from pedschema.cli.generating import load_committed, render_clients, render_documents
from pedschema.cli.parameters import ContractFolder
from pedschema.compare.payloads import compare_wires
from pedschema.emit.emitter import list_emitters
from pedschema.emit.files import load_plan
from pedschema.emit.shapes import describe_wire
from pedschema.errors import Mistake, PedschemaError, UsageError
from pedschema.lint.collector import paused_collector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.emit.files import Plan
    from pedschema.model.catalogue import Catalogue
    from pedschema.model.wire import WireContract

_POLL_SECONDS = 0.5
_CONTRACT = Path("policies")
_OUT = Path("clients")

Out = Annotated[Path, typer.Option(help="Folder of the clients.")]
Only = Annotated[
    list[str] | None,
    typer.Option(help=f"Of {', '.join(list_emitters())}; default: as contract.toml says."),
]
Check = Annotated[bool, typer.Option("--check", help="Write nothing; exit 1 when a file is out of date.")]
Force = Annotated[bool, typer.Option("--force", help="Overwrite generated files that somebody has edited.")]
Watch = Annotated[bool, typer.Option("--watch", help="Go on, and write again when the contract changes.")]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What to generate, and where."""

    contract: Path
    out: Path
    only: list[str] | None

    @property
    def repair(self) -> str:
        """Return the command that writes just this."""
        words = ["pedschema", "gen"]
        words += ["--contract", str(self.contract)] if self.contract != _CONTRACT else []
        words += ["--out", str(self.out)] if self.out != _OUT else []
        words += [word for name in self.only or () for word in ("--only", name)]
        return shlex.join(words)


def run(  # noqa: PLR0913 - a command has the options that it has
    contract: ContractFolder = _CONTRACT,
    out: Out = _OUT,
    only: Only = None,
    *,
    check: Check = False,
    force: Force = False,
    watch: Watch = False,
) -> None:
    """Write the clients and pages that the contract asks for, from committed files alone."""
    asked = _Asked(contract, out, only)
    if check and (watch or force):
        what = "--check writes nothing, --watch and --force are about writing"
        raise UsageError(Mistake("--check", what, "leave one of them out", "options-contradict"))
    if watch:
        _watch(asked, force=force)
        return
    with paused_collector():
        catalogue = load_catalogue(contract)
        wire, plan = _plan(catalogue, asked)
    if check:
        _check(catalogue, wire, plan, asked)
    else:
        _write(plan, asked, force=force)


def _plan(catalogue: Catalogue, asked: _Asked) -> tuple[WireContract, Plan]:
    wire = describe_wire(catalogue)
    names = asked.only or catalogue.contract.clients
    where = "--only" if asked.only else str(asked.contract / "contract.toml")
    wanted = render_clients(wire, asked.out, names, where)
    if not asked.only:
        wanted |= render_documents(catalogue, wire, asked.contract)
    # Files of emitters that were not asked for are no orphans of this run.
    folders = tuple(asked.out / name for name in asked.only) if asked.only else (asked.out, asked.contract)
    return wire, load_plan(wanted, folders)


def _write(plan: Plan, asked: _Asked, *, force: bool) -> None:
    if plan.edited and not force:
        shown = {path: plan.wanted[path] for path in plan.edited if path in plan.wanted}
        show_mistakes(compare_files(shown, f"{asked.repair} --force"), talk)
        raise UsageError(*map(_describe_edited, plan.edited))
    write_files({path: plan.wanted[path] for path in plan.stale})
    for path in plan.orphans:
        path.unlink()
    say(f"{len(plan.wanted)} files, {len(plan.stale)} written, {len(plan.orphans)} removed")


def _describe_edited(path: Path) -> Mistake:
    what = "somebody has edited the generated file, or it is somebody else's"
    fix = "change the contract instead, or overwrite it with --force"
    return Mistake(str(path), what, fix, "generated-file-edited")


def _check(catalogue: Catalogue, wire: WireContract, plan: Plan, asked: _Asked) -> None:
    if plan.is_clean:
        say(f"{len(plan.wanted)} files are as the contract has them")
        return
    show_mistakes(_blame(catalogue, wire, asked), data)
    for path in plan.stale:
        repair = f"{asked.repair} --force" if path in plan.edited else asked.repair
        show_mistakes(compare_files({path: plan.wanted[path]}, repair), talk)
    left = (
        Mistake(str(path), "nothing generates this file", f"run `{asked.repair}`", "generated-file-orphan")
        for path in plan.orphans
    )
    show_mistakes([*map(_describe_edited, plan.edited), *left], talk)
    raise typer.Exit(FINDINGS)


def _blame(catalogue: Catalogue, wire: WireContract, asked: _Asked) -> Iterator[Mistake]:
    """Yield what has changed since the clients were written, with the line that it is due to."""
    before = load_committed(asked.out)
    changes = compare_wires(before, wire, datetime.now(UTC).date()) if before else ()
    blame = Blame(catalogue, asked.contract / "schema.lock")
    for change in changes:
        what = f"{change.what} ({change.level})"
        file, line = blame.find(change)
        yield Mistake(f"{file}:{line}" if line else file, what, f"run `{asked.repair}`", "clients-stale")


def _watch(asked: _Asked, *, force: bool) -> None:
    seen: dict[Path, int] = {}
    say(f"watching {asked.contract}, end with Ctrl-C")
    while True:
        now = dict(_read_times(asked.contract))
        if now != seen:
            seen = now
            try:
                _write(_plan(load_catalogue(asked.contract), asked)[1], asked, force=force)
            except PedschemaError as error:
                show_mistakes(error.mistakes, talk)
        time.sleep(_POLL_SECONDS)


def _read_times(folder: Path) -> Iterator[tuple[Path, int]]:
    for path in folder.rglob("*"):
        # Editors put a file aside while they write it anew.
        with suppress(FileNotFoundError):
            if path.is_file():
                yield path, path.stat().st_mtime_ns
