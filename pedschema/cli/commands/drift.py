"""`pedschema drift`: a deployed database against what was reviewed."""

from __future__ import annotations

__all__ = ["run"]

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pedschema.cli.console import FAILED, FINDINGS, data, say, show_mistakes, show_report, talk
from pedschema.cli.files import write_files
from pedschema.cli.linting import describe_result, find_renderer, load_known
from pedschema.cli.parameters import Config, ContractFolder
from pedschema.drift.read import load_expected, read_drift
from pedschema.drift.registry import load_rules
from pedschema.drift.role import create_reader
from pedschema.errors import Mistake, UsageError
from pedschema.findings import Severity
from pedschema.lint.baseline import compare_baseline, render_baseline
from pedschema.lint.select import select_rules
from pedschema.report.find import list_formats
from pedschema.report.result import name_counts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pedschema.drift.read import Outcome
    from pedschema.findings import Finding

_RANKS = list(Severity)
_BEFORE_MENDING = {"DRF017", "DRF019"}
"""Rules about revisions: no other can be written before the database is at the last one."""

Url = Annotated[
    str | None,
    typer.Argument(envvar="PEDSCHEMA_DATABASE_URL", help="URL of the database to read.", show_default=False),
]
Select = Annotated[
    list[str] | None, typer.Option(help="Ask these rules only: ids, beginnings of ids, names.")
]
Ignore = Annotated[list[str] | None, typer.Option(help="Leave these rules out.")]
Baseline = Annotated[Path | None, typer.Option(help="File of findings that are known; new ones count.")]
WriteBaseline = Annotated[bool, typer.Option("--write-baseline", help="Write all findings to the baseline.")]
Form = Annotated[str, typer.Option("--format", "-f", help=f"Of the report: {', '.join(list_formats())}.")]
FailOn = Annotated[Severity, typer.Option(help="The least severity for which the exit code is 1.")]
Fix = Annotated[
    bool, typer.Option("--fix", help="Write a revision that mends what a revision can; nothing is run.")
]
PrintRole = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Print the SQL of a login that suffices for this command, and end."),
]


def run(  # noqa: PLR0913 - a command has the options that it has
    url: Url = None,
    *,
    contract: ContractFolder = Path("policies"),
    config: Config = Path("alembic.ini"),
    select: Select = None,
    ignore: Ignore = None,
    baseline: Baseline = None,
    write_baseline: WriteBaseline = False,
    form: Form = "text",
    fail_on: FailOn = Severity.WARNING,
    fix: Fix = False,
    print_role: PrintRole = None,
) -> None:
    """Compare a database with migrations and contract. Exit 1 with findings, 2 when it cannot tell."""
    if print_role is not None:
        _print_role(print_role, contract)
        return
    if url is None:
        what = "no database is named"
        raise UsageError(Mistake("command line", what, "give its URL", "database-url-missing"))
    render = find_renderer(form)
    rules = select_rules(load_rules(), select or (), ignore or ())
    known = load_known(baseline, needed=not write_baseline)
    outcome = read_drift(url, load_expected(contract, config), rules)
    if write_baseline and baseline:
        write_files({baseline: render_baseline(outcome.findings)})
        say(f"{len(outcome.findings)} findings are known from now on: {baseline}")
        _end(outcome, (), fail_on)
        return
    new, gone = compare_baseline(outcome.findings, known)
    for rule, object_, what in gone:
        say(f"{baseline} is out of date: {rule} is gone from {object_}: {what}")
    show_report(render(describe_result(new, rules)))
    if fix:
        _mend(url, config, outcome, new)
    _end(outcome, new, fail_on)


def _print_role(name: str, contract: Path) -> None:
    from pedschema.catalogue.contract import load_contract  # noqa: PLC0415  most runs load the contract whole

    known, _ = load_contract(contract)
    try:
        data.file.write(create_reader(name, known.schema))
    except ValueError:
        what = "a role needs a name"
        raise UsageError(Mistake("command line", what, "give --print-role a name", "role-name")) from None


def _mend(url: str, config: Path, outcome: Outcome, new: Sequence[Finding]) -> None:
    """Write the revisions, and say what they leave to people."""
    mendable = [finding for finding in new if finding in outcome.mendable]
    left = len(new) - len(mendable)
    if any(finding.id in _BEFORE_MENDING for finding in outcome.findings):
        say("no revision is written: bring the database to the last revision first")
        return
    if mendable:
        from pedschema.ops.mend import run_mend  # noqa: PLC0415  most runs write nothing

        for path in run_mend(config, url, "mend drift"):
            say(f"{path}: review it, and run `alembic upgrade head`")
    say(f"a revision mends {len(mendable)} findings, {left} are for people: each says how")


def _end(outcome: Outcome, new: Sequence[Finding], fail_on: Severity) -> None:
    parts = name_counts(new) or ["no drift"]
    known = len(outcome.findings) - len(new)
    say(", ".join([*parts, *([f"{known} known"] if known else [])]))
    show_mistakes(outcome.failures, talk)
    if outcome.failures:
        raise typer.Exit(FAILED)
    if any(_RANKS.index(finding.severity) <= _RANKS.index(fail_on) for finding in new):
        raise typer.Exit(FINDINGS)
