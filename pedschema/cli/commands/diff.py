"""`pedschema diff`: what a change of the contract does to clients that are out there."""

from __future__ import annotations

__all__ = ["run"]

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pedschema.catalogue.accepted import load_accepted
from pedschema.catalogue.load import load_catalogue
from pedschema.cli.console import FINDINGS, say, show_mistakes, show_report, talk
from pedschema.cli.differing import describe_changes, find_builds
from pedschema.cli.generating import IR_FILE
from pedschema.cli.history import read_committed
from pedschema.cli.linting import find_renderer
from pedschema.cli.parameters import ContractFolder
from pedschema.compare.payloads import Level, compare_wires
from pedschema.emit.ir import parse_ir
from pedschema.emit.shapes import describe_wire
from pedschema.errors import Mistake
from pedschema.report.find import list_formats
from pedschema.report.result import Result

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pedschema.compare.payloads import WireChange

_LEVELS = list(Level)

Against = Annotated[str, typer.Option(help="What clients were built with: git:REV, or an ir.json.")]
Out = Annotated[Path, typer.Option(help="Folder of the clients, where ir.json is.")]
FailOn = Annotated[Level, typer.Option(help="The least level for which the exit code is 1.")]
Form = Annotated[str, typer.Option("--format", "-f", help=f"Of the report: {', '.join(list_formats())}.")]


def run(
    against: Against,
    contract: ContractFolder = Path("policies"),
    out: Out = Path("clients"),
    *,
    fail_on: FailOn = Level.BREAKING,
    form: Form = "text",
) -> None:
    """Classify what changed on the wire since a commit; no database is needed. Exit 1 when clients break."""
    render = find_renderer(form)
    catalogue, accepted = load_catalogue(contract), load_accepted(contract)
    text, where = read_committed(against, out / IR_FILE)
    old, new, today = parse_ir(text, where), describe_wire(catalogue), datetime.now(UTC).date()
    changes = compare_wires(old, new, today)
    counted = [change for change in changes if change.key not in accepted]
    builds = find_builds(out / IR_FILE, new, counted, today)
    findings = describe_changes(counted, catalogue, contract / "schema.lock", builds)
    show_report(render(Result(findings)))
    unused = accepted.keys() - {change.key for change in changes}
    show_mistakes([_describe_unused(key, accepted[key][1]) for key in sorted(unused)], talk)
    _summarise(counted, len(changes) - len(counted))
    if any(_LEVELS.index(change.level) <= _LEVELS.index(fail_on) for change in counted):
        raise typer.Exit(FINDINGS)


def _describe_unused(key: str, where: str) -> Mistake:
    what = f'"{key}" is accepted and is no change'
    return Mistake(where, what, "remove the line once that commit is behind you", "accepted-unused")


def _summarise(changes: Sequence[WireChange], accepted: int) -> None:
    counts = {level: sum(change.level is level for change in changes) for level in Level}
    parts = [f"{count} {level}" for level, count in counts.items() if count] or ["no changes"]
    say(", ".join([*parts, *([f"{accepted} accepted"] if accepted else [])]))
