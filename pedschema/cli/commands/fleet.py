"""`pedschema fleet`: one command on many databases."""

from __future__ import annotations

__all__ = ["run"]

import signal
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from pedschema.cli.console import FAILED, FINDINGS, data, say, talk
from pedschema.cli.files import write_files
from pedschema.cli.parameters import Json
from pedschema.errors import Mistake, UsageError
from pedschema.fleet.action import Action
from pedschema.fleet.result import DONE, Outcome, Result, parse_results, render_results
from pedschema.fleet.run import run_fleet
from pedschema.fleet.targets import load_fleet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pedschema.fleet.targets import Fleet

_COLOURS = {Outcome.CLEAN: "green", Outcome.RESUMED: "dim", Outcome.FINDINGS: "yellow"}
_INTERRUPTED = 130

Targets = Annotated[Path, typer.Argument(help="The file that names the databases.")]
Doing = Annotated[Action, typer.Argument(help="What is done to each.")]
Extra = Annotated[list[str] | None, typer.Argument(help="Arguments of that command, after `--`.")]
Only = Annotated[list[str] | None, typer.Option(help="Work on these targets only.")]
Journal = Annotated[Path | None, typer.Option(help="File that keeps the results, written as they come.")]
Resume = Annotated[bool, typer.Option("--resume", help="Leave alone what the journal says is done.")]


def run(  # noqa: PLR0913 - a command has the options that it has
    targets: Targets,
    action: Doing,
    extra: Extra = None,
    *,
    only: Only = None,
    journal: Journal = None,
    resume: Resume = False,
    json: Json = False,
) -> None:
    """Upgrade, compare or lint every database of a file. Exit 1 with findings, 2 when one failed."""
    fleet = _select(load_fleet(targets), only or ())
    before = _load_journal(journal, action, resume=resume)
    results = {name: result for name, result in before.items() if name in _names(fleet)}

    def tell(result: Result) -> None:
        results[result.name] = result
        if journal:
            write_files({journal: render_results(action, _sort(fleet, results.values()))})
        told[result.name] = result
        status.update(f"{action}: {len(told)} of {len(fleet.targets)}")
        say(f"{len(told)}/{len(fleet.targets)} {result.name}: {result.outcome} ({result.seconds:.1f} s)")

    told: dict[str, Result] = {}
    is_stopped = False
    with talk.status(f"{action}: {len(fleet.targets)} databases") as status, _stopping_at_terminate():
        try:
            run_fleet(fleet, action, extra or (), before=before, tell=tell)
        except KeyboardInterrupt:
            say("stopped; what is done stays done, --journal and --resume go on from there")
            is_stopped = True
    done = _sort(fleet, told.values())
    if json:
        data.file.write(render_results(action, done))
    else:
        _show(done)
    raise typer.Exit(_INTERRUPTED if is_stopped else _find_code(done))


def _find_code(done: Sequence[Result]) -> int:
    if any(result.outcome in {Outcome.FAILED, Outcome.INTERRUPTED} for result in done):
        return FAILED
    return FINDINGS if any(result.outcome not in DONE for result in done) else 0


@contextmanager
def _stopping_at_terminate() -> Iterator[None]:
    """Take SIGTERM, by which CI stops a job, for Ctrl-C: the commands under way would go on alone."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _select(fleet: Fleet, only: Sequence[str]) -> Fleet:
    unknown = sorted(set(only) - _names(fleet))
    if unknown:
        what = f'no target is called "{unknown[0]}"'
        fix = f"use one of {', '.join(sorted(_names(fleet)))}"
        raise UsageError(Mistake("command line", what, fix, "fleet-target-unknown"))
    wanted = tuple(target for target in fleet.targets if not only or target.name in only)
    return replace(fleet, targets=wanted)


def _names(fleet: Fleet) -> set[str]:
    return {target.name for target in fleet.targets}


def _load_journal(path: Path | None, action: Action, *, resume: bool) -> dict[str, Result]:
    if not resume:
        return {}
    if path is None:
        what = "--resume needs a journal"
        raise UsageError(Mistake("command line", what, "add --journal FILE", "fleet-journal"))
    if not path.exists():
        return {}
    found, results = parse_results(path.read_text(encoding="utf-8"), str(path))
    return {result.name: result for result in results} if found == action else {}


def _sort(fleet: Fleet, results: Iterable[Result]) -> list[Result]:
    by_name = {result.name: result for result in results}
    return [by_name[target.name] for target in fleet.targets if target.name in by_name]


def _show(results: Iterable[Result]) -> None:
    table = Table("target", "result", "seconds", "what", box=None, pad_edge=False)
    for result in results:
        counts = ", ".join(f"{count} {severity}" for severity, count in result.findings.items() if count)
        first = result.message.partition("\n")[0] if result.outcome is Outcome.FAILED else ""
        table.add_row(
            Text(result.name),
            Text(result.outcome, style=_COLOURS.get(result.outcome, "red")),
            Text(f"{result.seconds:.1f}"),
            Text(counts or first),
        )
    data.print(table)
    for result in results:
        if result.outcome is Outcome.FAILED:
            talk.print(Text.assemble((f"{result.name}\n", "bold"), result.message))
