"""`pedschema gen`: clients and pages from the contract."""

from __future__ import annotations

__all__ = ["run"]

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pedschema.catalogue.load import load_catalogue
from pedschema.cli.console import FINDINGS, data, say, show_mistakes, talk
from pedschema.cli.files import compare_files, write_files
from pedschema.cli.generating import blame_change, load_committed, render_clients, render_documents
from pedschema.cli.parameters import ContractFolder
from pedschema.compare.payloads import compare_wires
from pedschema.emit.emitter import list_emitters
from pedschema.emit.files import load_plan
from pedschema.emit.shapes import describe_wire
from pedschema.errors import Mistake, PedschemaError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.emit.files import Plan
    from pedschema.model.catalogue import Catalogue
    from pedschema.model.wire import WireContract

_POLL_SECONDS = 0.5
_REPAIR = "pedschema gen"

Out = Annotated[Path, typer.Option(help="Folder of the clients.")]
Only = Annotated[
    list[str] | None,
    typer.Option(help=f"Of {', '.join(list_emitters())}; default: as contract.toml says."),
]
Check = Annotated[bool, typer.Option("--check", help="Write nothing; exit 1 when a file is out of date.")]
Force = Annotated[bool, typer.Option("--force", help="Overwrite generated files that somebody has edited.")]
Watch = Annotated[bool, typer.Option("--watch", help="Go on, and write again when the contract changes.")]


def run(  # noqa: PLR0913 - a command has the options that it has
    contract: ContractFolder = Path("policies"),
    out: Out = Path("clients"),
    only: Only = None,
    *,
    check: Check = False,
    force: Force = False,
    watch: Watch = False,
) -> None:
    """Write the clients and pages that the contract asks for, from committed files alone."""
    if watch:
        _watch(contract, out, only, force=force)
        return
    catalogue = load_catalogue(contract)
    wire, plan = _plan(catalogue, contract, out, only)
    if check:
        _check(catalogue, wire, plan, out, contract / "schema.lock")
    else:
        _write(plan, force=force)


def _plan(
    catalogue: Catalogue, contract: Path, out: Path, only: list[str] | None
) -> tuple[WireContract, Plan]:
    wire = describe_wire(catalogue)
    names = only or catalogue.contract.clients
    where = "--only" if only else str(contract / "contract.toml")
    wanted = render_clients(wire, out, names, where)
    if not only:
        wanted |= render_documents(catalogue, wire, contract)
    # Files of emitters that were not asked for are no orphans of this run.
    folders = tuple(out / name for name in only) if only else (out, contract)
    return wire, load_plan(wanted, folders)


def _write(plan: Plan, *, force: bool) -> None:
    if plan.edited and not force:
        shown = {path: plan.wanted[path] for path in plan.edited if path in plan.wanted}
        show_mistakes(compare_files(shown, f"{_REPAIR} --force"), talk)
        raise UsageError(
            *(
                Mistake(
                    str(path),
                    "somebody has edited the generated file, or it is somebody else's",
                    "change the contract instead, or overwrite it with --force",
                    "generated-file-edited",
                )
                for path in plan.edited
            )
        )
    write_files({path: plan.wanted[path] for path in plan.stale})
    for path in plan.orphans:
        path.unlink()
    say(f"{len(plan.wanted)} files, {len(plan.stale)} written, {len(plan.orphans)} removed")


def _check(catalogue: Catalogue, wire: WireContract, plan: Plan, out: Path, lock: Path) -> None:
    if plan.is_clean:
        say(f"{len(plan.wanted)} files are as the contract has them")
        return
    show_mistakes(_blame(catalogue, wire, out, lock), data)
    show_mistakes(compare_files({path: plan.wanted[path] for path in plan.stale}, _REPAIR), talk)
    left = (
        Mistake(str(path), "nothing generates this file", f"run `{_REPAIR}`", "generated-file-orphan")
        for path in plan.orphans
    )
    show_mistakes(left, talk)
    raise typer.Exit(FINDINGS)


def _blame(catalogue: Catalogue, wire: WireContract, out: Path, lock: Path) -> Iterator[Mistake]:
    """Yield what has changed since the clients were written, with the line that it is due to."""
    before = load_committed(out)
    changes = compare_wires(before, wire, datetime.now(UTC).date()) if before else ()
    for change in changes:
        what = f"{change.what} ({change.level})"
        yield Mistake(blame_change(change, catalogue, lock), what, f"run `{_REPAIR}`", "clients-stale")


def _watch(contract: Path, out: Path, only: list[str] | None, *, force: bool) -> None:
    seen: dict[Path, int] = {}
    say(f"watching {contract}, end with Ctrl-C")
    while True:
        now = {path: path.stat().st_mtime_ns for path in contract.rglob("*") if path.is_file()}
        if now != seen:
            seen = now
            try:
                catalogue = load_catalogue(contract)
                _write(_plan(catalogue, contract, out, only)[1], force=force)
            except PedschemaError as error:
                show_mistakes(error.mistakes, talk)
        time.sleep(_POLL_SECONDS)
