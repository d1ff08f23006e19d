"""`pedschema lint`: what breaks or opens, said before it does."""

from __future__ import annotations

__all__ = ["run"]

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pedschema.cli.console import FAILED, FINDINGS, data, say, show_mistakes, talk
from pedschema.cli.files import write_files
from pedschema.cli.linting import choose_paths, describe_result, find_renderer, load_known, read_subjects
from pedschema.cli.parameters import Config
from pedschema.findings import Severity
from pedschema.lint.baseline import compare_baseline, render_baseline
from pedschema.lint.engine import run_rules
from pedschema.lint.project import TARGET_VERSION
from pedschema.lint.registry import load_rules
from pedschema.lint.select import select_rules
from pedschema.report.find import list_formats
from pedschema.report.result import name_counts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pedschema.findings import Finding
    from pedschema.lint.baseline import Key
    from pedschema.lint.engine import Outcome
    from pedschema.lint.project import Project
    from pedschema.lint.rule import Rule

_RANKS = list(Severity)

Paths = Annotated[
    list[Path] | None,
    typer.Argument(
        readable=False,
        help="Contract folders, SQL files, revisions, folders of them. "
        "Default: policies, and migrations or supabase/migrations.",
        show_default=False,
    ),
]
Select = Annotated[
    list[str] | None, typer.Option(help="Ask these rules only: ids, beginnings of ids, names.")
]
Ignore = Annotated[list[str] | None, typer.Option(help="Leave these rules out.")]
Target = Annotated[
    int | None,
    typer.Option(
        min=10,
        help="Major version of PostgreSQL that the SQL is for. "
        f"Default: the database's, or {TARGET_VERSION}.",
        show_default=False,
    ),
]
Clients = Annotated[
    list[Path] | None,
    typer.Option(help="Client sources to compare with the contract; repeat it for each file or folder."),
]
Database = Annotated[
    str | None, typer.Option(envvar="PEDSCHEMA_LINT_DATABASE_URL", help="URL of a database to ask as well.")
]
Personas = Annotated[
    Path | None,
    typer.Option(help="Contract folder whose personas are asked for; their rows are in the database."),
]
Baseline = Annotated[Path | None, typer.Option(help="File of findings that are known; new ones count.")]
WriteBaseline = Annotated[bool, typer.Option("--write-baseline", help="Write all findings to the baseline.")]
Form = Annotated[str, typer.Option("--format", "-f", help=f"Of the report: {', '.join(list_formats())}.")]
Fix = Annotated[
    bool, typer.Option("--fix", help="Write what rules offer, once the access matrix proves it neutral.")
]
Diff = Annotated[bool, typer.Option("--diff", help="Show what --fix would write, instead of the report.")]
FailOn = Annotated[Severity, typer.Option(help="The least severity for which the exit code is 1.")]


def run(  # noqa: PLR0913 - a command has the options that it has
    paths: Paths = None,
    *,
    select: Select = None,
    ignore: Ignore = None,
    target_version: Target = None,
    clients: Clients = None,
    database: Database = None,
    personas: Personas = None,
    baseline: Baseline = None,
    write_baseline: WriteBaseline = False,
    form: Form = "text",
    fail_on: FailOn = Severity.WARNING,
    fix: Fix = False,
    diff: Diff = False,
    config: Config = Path("alembic.ini"),
) -> None:
    """Judge policies, triggers and migrations. Exit 1 with findings, 2 when something could not be judged."""
    render = find_renderer(form)
    rules = select_rules(load_rules(), select or (), ignore or ())
    known = load_known(baseline, needed=not write_baseline)
    given = choose_paths(paths)
    read = partial(read_subjects, given, clients or (), database, personas)
    lint = partial(_lint, read, target_version, rules)
    project, outcome = lint()
    if (fix or diff) and not outcome.failures:
        from pedschema.cli.fixing import Fixer  # noqa: PLC0415  costs more than most runs

        wanted = compare_baseline(outcome.findings, known)[0]
        if Fixer(given, rules, config).run(project, wanted, write=not diff):
            _, outcome = lint()
    if write_baseline and baseline:
        write_files({baseline: render_baseline(outcome.findings)})
        say(f"{len(outcome.findings)} findings are known from now on: {baseline}")
        return _end(outcome, (), fail_on)
    new, gone = compare_baseline(outcome.findings, known)
    _tell_gone([key for key in gone if key[0] in outcome.asked], baseline)
    if not diff:
        _print(render(describe_result(new, rules)))
    return _end(outcome, new, fail_on)


def _lint(read: Callable[[], Project], target: int | None, rules: Sequence[Rule]) -> tuple[Project, Outcome]:
    project = read()
    serving = project.live.version // 10_000 if project.live else TARGET_VERSION
    project = replace(project, target=target or serving)
    return project, run_rules(project, rules)


def _end(outcome: Outcome, new: Sequence[Finding], fail_on: Severity) -> None:
    _summarise(new, known=len(outcome.findings) - len(new), allowed=outcome.allowed)
    show_mistakes(outcome.failures, talk)
    if outcome.failures:
        raise typer.Exit(FAILED)
    if any(_RANKS.index(finding.severity) <= _RANKS.index(fail_on) for finding in new):
        raise typer.Exit(FINDINGS)


def _tell_gone(keys: Iterable[Key], baseline: Path | None) -> None:
    for rule, object_, what in keys:
        say(f"{baseline} is out of date: {rule} is gone from {object_}: {what}")


def _print(text: object) -> None:
    if isinstance(text, str):
        # A file's name may hold bytes that are no text.
        data.file.write(text.encode("utf-8", "backslashreplace").decode())
    else:
        data.print(text, end="")


def _summarise(findings: Sequence[Finding], *, known: int, allowed: int) -> None:
    parts = name_counts(findings) or ["no findings"]
    parts += [f"{known} known"] if known else []
    parts += [f"{allowed} allowed"] if allowed else []
    say(", ".join(parts))
