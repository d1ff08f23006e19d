"""`pedschema plan`: what an upgrade would do to a database, before it does."""

from __future__ import annotations

__all__ = ["run"]

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pedschema.catalogue.load import load_catalogue
from pedschema.catalogue.personas import load_cast
from pedschema.cli.console import FINDINGS, data, say, show_mistakes, talk
from pedschema.cli.parameters import Config, ContractFolder, Json
from pedschema.cli.planning import describe_plan, describe_verdict
from pedschema.deploy.access import AccessPair, Start, read_access
from pedschema.deploy.approval import EVERYTHING, load_approvals
from pedschema.deploy.plan import Plan, read_plan
from pedschema.deploy.policies import read_live_policies
from pedschema.deploy.render import render_plan
from pedschema.deploy.verdict import Verdict, judge_shifts
from pedschema.errors import Mistake

if TYPE_CHECKING:
    from collections.abc import Iterator

Url = Annotated[
    str, typer.Argument(envvar="PEDSCHEMA_DATABASE_URL", help="URL of the database that is to be upgraded.")
]
Revision = Annotated[str, typer.Option(help="The revision to reach: an id, or head.")]
AllowWidening = Annotated[
    bool, typer.Option("--allow-widening", help="Let access widen without an approval in a revision.")
]
Sql = Annotated[bool, typer.Option("--sql", help="Show every statement in full.")]


def run(  # noqa: PLR0913 - a command has the options that it has
    url: Url,
    contract: ContractFolder = Path("policies"),
    config: Config = Path("alembic.ini"),
    revision: Revision = "head",
    *,
    allow_widening: AllowWidening = False,
    sql: Sql = False,
    json: Json = False,
) -> None:
    """Print what an upgrade would run, the locks it takes, who blocks it, and whose access changes.

    The database is only read. Exit 1 when access widens that no revision approves of, 2 when the upgrade
    could not be planned.
    """
    known = load_catalogue(contract), load_cast(contract)
    with talk.status("running the upgrade without sending it"):
        plan = read_plan(config, url, revision)
    if not plan.revisions:
        at = ", ".join(plan.heads) or "no revision"
        _tell(render_plan(plan, None) if json else f"nothing to run: the database is at {at}\n")
        return
    approvals = load_approvals(each.file for each in plan.revisions)
    start = Start(plan.heads, read_live_policies(url))
    with talk.status("starting PostgreSQL") as status:
        pair = read_access(config, known, start, revision, status.update)
    verdict = judge_shifts(pair.shifts(), approvals)
    if json:
        _tell(render_plan(plan, verdict, unknown=pair.unknown))
    else:
        _show(plan, pair, verdict, sql=sql)
    problems = [*_find_problems(pair, verdict)]
    for approval in verdict.unused:
        say(f"{approval}: this comment approves of nothing that widens: {approval.pattern}")
    if problems and allow_widening:
        say("access may widen: --allow-widening")
    elif problems:
        show_mistakes(problems, talk)
        raise typer.Exit(FINDINGS)


def _show(plan: Plan, pair: AccessPair, verdict: Verdict, *, sql: bool) -> None:
    for part in describe_plan(plan, sql=sql):
        data.print(part)
    data.print()
    if not pair.unknown:
        for line in describe_verdict(verdict, is_new=pair.before is None):
            data.print(line)


def _find_problems(pair: AccessPair, verdict: Verdict) -> Iterator[Mistake]:
    if pair.unknown:
        what = f"who had access before is not known, so that any of it may widen: {pair.unknown}"
        fix = "compare access.lock by eye, then run this with --allow-widening"
        yield Mistake("access", what, fix, "access-unknown")
        return
    declared = [shift for shift in verdict.open if shift.kind == "declared"]
    for pattern in (
        [EVERYTHING] if declared and pair.before is None else sorted({s.pattern for s in declared})
    ):
        people = sorted({shift.persona for shift in declared if pattern in {EVERYTHING, shift.pattern}})
        what = f"access widens without approval, for {', '.join(people)}"
        fix = f"write `# pedschema: widens {pattern} — <reason>` into the revision, or use --allow-widening"
        yield Mistake("access" if pattern == EVERYTHING else pattern, what, fix, "access-widens")
    others = [shift for shift in verdict.open if shift.kind != "declared"]
    if others:
        topics = sorted({topic for shift in others for topic in shift.topics})
        what = f"{len(topics)} topics that the contract does not declare begin to admit somebody"
        fix = "let policies ask for whole topics and canonical keys; no comment approves of this"
        yield Mistake(topics[0], what, fix, "access-widens-undeclared")


def _tell(text: str) -> None:
    data.print(text, end="", markup=False)
