"""A plan as tables for the terminal."""

from __future__ import annotations

__all__ = ["describe_plan", "describe_verdict"]

from collections import defaultdict
from itertools import groupby
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from pedschema.deploy.mode import LockMode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from pedschema.deploy.access import Shift
    from pedschema.deploy.approval import Approval
    from pedschema.deploy.blockers import Blocker
    from pedschema.deploy.plan import Plan, PlannedLock, PlannedStep
    from pedschema.deploy.verdict import Verdict

_FEW = 3
_LONG = 10


def describe_plan(plan: Plan, *, sql: bool) -> Iterator[RenderableType]:
    """Yield a table for each revision: step, object, statement, lock, table, and who blocks it now.

    A step is one object; its locks are the strongest that its statements take. With `sql`, the statements
    of each revision follow its table, and those before the first revision come first.
    """
    if sql:
        yield from _show_sql([step for step in plan.steps if not step.revision])
    for revision in plan.revisions:
        steps = [step for step in plan.steps if step.revision == revision.id]
        title = f"{'take back ' if plan.is_downgrade else ''}{revision.id}  {revision.title}"
        table = Table(title=title, title_justify="left", box=None, pad_edge=False)
        for heading in ("step", "object", "statement", "lock", "on", "blocked by"):
            table.add_column(heading, justify="right" if heading == "step" else "left", overflow="fold")
        told: dict[str, Text] = {}
        for number, (name, each) in enumerate(_by_object(steps), start=1):
            for *words, relation, blocked in _rows(name, each):
                again = len(blocked) > _LONG and told.get(relation) == blocked
                told[relation] = blocked
                table.add_row(
                    str(number) if words[0] else "", *words, relation, "as above" if again else blocked
                )
        yield table
        yield Text()
        if sql:
            yield from _show_sql(steps)
    yield Text(_summarise(plan))


def describe_verdict(verdict: Verdict, *, is_new: bool) -> Iterator[Text]:
    """Yield lines on what is gained or lost on each topic pattern, and by whom.

    Rights that the same people gain or lose are told together; of what is all new, how many people get it.
    """
    if is_new:
        yield Text("Nothing is deployed here yet, so that everything that is granted widens access:")
    if not verdict.shifts:
        yield Text("access stays as it is")
    for (widens, kind, pattern), group in groupby(
        sorted(verdict.shifts, key=_subject), key=lambda each: _subject(each)[:3]
    ):
        alike: defaultdict[tuple[tuple[str, ...], Approval | None], list[str]] = defaultdict(list)
        for right, each in groupby(group, key=lambda one: one[0].right):
            members = list(each)
            people = (_count(len(members), "persona"),) if is_new else tuple(_people(members))
            alike[people, members[0][1]].append(right)
        what = pattern if kind == "declared" else f"{kind} topics{f' of {pattern}' if pattern else ''}"
        for (people, approval), rights in alike.items():
            line = Text.assemble(("+ ", "red") if widens else ("- ", "green"), (what, "bold"))
            line.append(f"  {', '.join(rights)}")
            if approval:
                line.append(f"  approved: {approval.reason} ({approval})")
            elif widens:
                line.append("  not approved", "red")
            yield line
            yield from (Text(f"    {each}") for each in people)


def _subject(judged: tuple[Shift, Approval | None]) -> tuple[bool, str, str, str]:
    shift, _ = judged
    return shift.widens, shift.kind, shift.pattern, shift.right


def _people(members: Sequence[tuple[Shift, Approval | None]]) -> Iterator[str]:
    """Yield who, and where; those of one role who gain or lose on the same topics are told together."""
    alike: defaultdict[tuple[tuple[str, ...], str], list[str]] = defaultdict(list)
    for shift, _ in members:
        alike[shift.topics, shift.role].append(shift.persona)
    for (topics, role), names in alike.items():
        yield f"{', '.join(names)} ({role}) on {_shorten(topics)}"


def _shorten(topics: Sequence[str]) -> str:
    rest = len(topics) - _FEW
    return ", ".join(topics[:_FEW]) + (f" and {rest} more" if rest > 0 else "")


def _by_object(steps: Sequence[PlannedStep]) -> Iterator[tuple[str, list[PlannedStep]]]:
    for name, each in groupby(steps, key=lambda step: step.object):
        yield name, list(each)


def _rows(name: str, steps: Sequence[PlannedStep]) -> Iterator[tuple[str, str, str, str, Text]]:
    kinds = ", ".join(dict.fromkeys(kind for step in steps for kind in step.kinds))
    strongest: dict[str, PlannedLock] = {}
    for planned in (each for step in steps for each in step.locks):
        known = strongest.get(planned.lock.relation, planned)
        strongest[planned.lock.relation] = max(known, planned, key=lambda each: each.lock.mode.rank)
    locks = sorted(strongest.values(), key=lambda each: (-each.lock.mode.rank, each.lock.relation))
    is_all = all(step.is_all for step in steps)
    if not is_all or not locks:
        yield name, kinds, "none" if is_all else "unknown", "", Text()
        name = kinds = ""
    for each in locks:
        yield name, kinds, str(each.lock.mode), each.lock.relation, _blocked(each)
        name = kinds = ""


def _blocked(planned: PlannedLock) -> Text:
    if not planned.exists:
        return Text("nobody: it is new", "dim")
    return (
        Text("; ".join(map(_name, planned.blockers)), "yellow") if planned.blockers else Text("nobody", "dim")
    )


def _name(blocker: Blocker) -> str:
    who = f"process {blocker.pid}" if blocker.pid is not None else "a transaction"
    application = f' of "{blocker.application}"' if blocker.application else ""
    since = f" for {blocker.seconds} s" if blocker.seconds is not None else ""
    holds = "holds" if blocker.granted else "waits for"
    return f"{who}{application}, {blocker.state}{since}, {holds} {blocker.mode}"


def _summarise(plan: Plan) -> str:
    stopped: defaultdict[str, set[str]] = defaultdict(set)
    for planned in (each for step in plan.steps for each in step.locks):
        if planned.exists and planned.lock.mode.stops:
            stopped[planned.lock.relation].add(planned.lock.mode.stops)
    back = " taken back" if plan.is_downgrade else ""
    parts = [f"{_count(len(plan.revisions), 'revision')}{back}, {_count(len(plan.steps), 'statement')}"]
    for who in (LockMode.ACCESS_EXCLUSIVE.stops, LockMode.SHARE_ROW_EXCLUSIVE.stops):
        tables = sorted(name for name, found in stopped.items() if max(found, key=len) == who)
        parts += [f"{who} wait on {', '.join(tables)}"] if tables else []
    pids = {blocker.pid for step in plan.steps for each in step.locks for blocker in each.blockers}
    parts.append(f"in the way now: {_count(len(pids), 'session')}" if pids else "nobody is in the way now")
    return "; ".join(parts)


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _show_sql(steps: Sequence[PlannedStep]) -> Iterator[RenderableType]:
    for step in steps:
        yield Text(f"-- {step.object}", "dim")
        yield Text(f"{step.sql};\n")
