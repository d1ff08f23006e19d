"""`pedschema plan`: what an upgrade or a downgrade would do to a database, before it does."""

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
from pedschema.deploy.access import AccessPair, Start, read_access, read_access_back
from pedschema.deploy.approval import EVERYTHING, load_approvals, spell_approval
from pedschema.deploy.plan import Plan, read_plan
from pedschema.deploy.policies import read_live_policies
from pedschema.deploy.render import render_plan
from pedschema.deploy.verdict import Verdict, judge_shifts
from pedschema.errors import Mistake

if TYPE_CHECKING:
    from collections.abc import Iterator

Url = Annotated[
    str, typer.Argument(envvar="PEDSCHEMA_DATABASE_URL", help="URL of the database that is to change.")
]
Revision = Annotated[
    str,
    typer.Option(
        "--to",
        help="The revision to reach: an id, head, base or -1; by a downgrade if it lies behind.",
    ),
]
AllowWidening = Annotated[
    bool, typer.Option("--allow-widening", help="Let access widen without an approval in a revision.")
]
Sql = Annotated[bool, typer.Option("--sql", help="Show every statement in full.")]


def run(  # noqa: PLR0913 - a command has the options that it has
    url: Url,
    contract: ContractFolder = Path("policies"),
    config: Config = Path("alembic.ini"),
    to: Revision = "head",
    *,
    allow_widening: AllowWidening = False,
    sql: Sql = False,
    json: Json = False,
) -> None:
    """Print what an upgrade or downgrade would run, its locks, who blocks it, and whose access changes.

    The database is only read. Exit 1 when access widens that no revision approves of, 2 when the run
    could not be planned.
    """
    known = load_catalogue(contract), load_cast(contract)
    with talk.status("running the revisions without sending them"):
        plan = read_plan(config, url, to)
    if not plan.revisions:
        at = ", ".join(plan.heads) or "no revision"
        _tell(render_plan(plan, None) if json else f"nothing to run: the database is at {at}\n")
        return
    approvals = load_approvals((each.file for each in plan.revisions), is_downgrade=plan.is_downgrade)
    start = Start(plan.heads, read_live_policies(url), plan.notes)
    with talk.status("starting PostgreSQL") as status:
        read = read_access_back if plan.is_downgrade else read_access
        pair = read(config, known, start, to, status.update)
    verdict = judge_shifts(pair.shifts(), approvals)
    if json:
        _tell(render_plan(plan, verdict, unknown=pair.unknown))
    else:
        _show(plan, pair, verdict, sql=sql)
    problems = [*_find_problems(pair, verdict, is_downgrade=plan.is_downgrade)]
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


def _find_problems(pair: AccessPair, verdict: Verdict, *, is_downgrade: bool) -> Iterator[Mistake]:
    if pair.unknown:
        side = "may do what after it" if pair.after is None else "had access before"
        what = f"who {side} is not known, so that any of it may widen: {pair.unknown}"
        fix = "compare access.lock by eye, then run this with --allow-widening"
        yield Mistake("access", what, fix, "access-unknown")
        return
    declared = [shift for shift in verdict.open if shift.kind == "declared"]
    for pattern in (
        [EVERYTHING] if declared and pair.before is None else sorted({s.pattern for s in declared})
    ):
        people = sorted({shift.persona for shift in declared if pattern in {EVERYTHING, shift.pattern}})
        what = f"access widens without approval, for {', '.join(people)}"
        comment = spell_approval(pattern, is_downgrade=is_downgrade)
        fix = f"write `{comment}` into the revision, or use --allow-widening"
        yield Mistake("access" if pattern == EVERYTHING else pattern, what, fix, "access-widens")
    others = [shift for shift in verdict.open if shift.kind != "declared"]
    if others:
        topics = sorted({topic for shift in others for topic in shift.topics})
        what = f"{len(topics)} topics that the contract does not declare begin to admit somebody"
        fix = "let policies ask for whole topics and canonical keys; no comment approves of this"
        yield Mistake(topics[0], what, fix, "access-widens-undeclared")


def _tell(text: str) -> None:
    data.print(text, end="", markup=False)
