from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from pedschema.model.names import QualifiedName
from pedschema.model.owned import Change, Identity, Kind, Owned
from pedschema.ops.kinds import OPERATIONS, parse_change
from pedschema.ops.lock import LockTablesOp
from pedschema.ops.render import render_step

if TYPE_CHECKING:
    from pedschema.ops.step import OwnedOp

HOSTILE = "a :word %s %% \t \\ \\n $$ $1 'q' \"d\" é ☃ \r\n  end\n\n\x0b\u2028 last  "


class Recorder:
    """Stands in for `op`: directives come back as operations."""

    def __init__(self) -> None:
        self.steps: list[OwnedOp] = []
        for operation in OPERATIONS:
            for verb in ("create", "replace", "drop"):
                setattr(self, f"{verb}_{operation.stem}", self._directive(getattr(operation, verb)))

    def _directive(self, method: Any) -> Any:
        operations = SimpleNamespace(invoke=self.steps.append)
        return lambda *args, **values: method(operations, *args, **values)


def make(kind: Kind, text: str) -> Owned:
    identity = {
        Kind.SCHEMA: Identity(kind, QualifiedName("rooms", "rooms")),
        Kind.RULE: Identity(kind, QualifiedName("rooms", "may"), "uuid, text"),
        Kind.TRIGGER: Identity(kind, QualifiedName("public", "a.b \"c\" 'd'"), "public.rooms"),
        Kind.POLICY: Identity(kind, QualifiedName("realtime", "rooms: a.b"), "realtime.messages"),
    }.get(kind, Identity(kind, QualifiedName("rooms", "chat")))
    return Owned(identity, (text, "grant"), text, 3 if kind is Kind.TRIGGER_FUNCTION else 0)


def run(text: str) -> Change:
    recorder = Recorder()
    exec(text, {"op": recorder})  # noqa: S102  what Alembic does with a revision
    return recorder.steps[0].change


def render(change: Change) -> str:
    context: Any = SimpleNamespace(opts={"alembic_module_prefix": "op."})
    return render_step(context, parse_change(change))


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("verb", ["create", "replace", "drop"])
def test_what_is_rendered_is_the_same_step_again(kind: Kind, verb: str) -> None:
    before = None if verb == "create" else make(kind, HOSTILE)
    after = None if verb == "drop" else make(kind, HOSTILE + "2")
    change = Change(before, after)
    assert run(render(change)) == change


def test_indenting_every_line_changes_nothing() -> None:
    change = Change(None, make(Kind.POLICY, HOSTILE))
    indented = "if True:\n" + "\n".join(f"    {line}".rstrip() for line in render(change).split("\n"))
    assert run(indented) == change


def test_a_step_is_rendered_one_line_of_sql_a_line() -> None:
    state = Owned(Identity(Kind.RULE, QualifiedName("rooms", "may"), "uuid"), ("a\n'b'", 'c "d"'), "e")
    assert render(Change(None, state)) == (
        "op.create_rule(\n"
        '    "rooms.may",\n'
        '    of="uuid",\n'
        "    sql=[\n"
        "        (\n"
        '            "a\\n"\n'
        "            \"'b'\"\n"
        "        ),\n"
        "        'c \"d\"',\n"
        "    ],\n"
        '    canonical="e",\n'
        ")"
    )


def test_locks_of_tables_of_any_name_are_rendered_as_they_are() -> None:
    found: list[LockTablesOp] = []

    def lock_tables(*tables: str, mode: str) -> None:
        LockTablesOp.lock_tables(SimpleNamespace(invoke=found.append), *tables, mode=mode)  # type: ignore[arg-type]

    step = LockTablesOp((f"public.{HOSTILE}", 'public."\\'), "ACCESS EXCLUSIVE")
    context: Any = SimpleNamespace(opts={"alembic_module_prefix": "op."})
    exec(step.render(context), {"op": SimpleNamespace(lock_tables=lock_tables)})  # noqa: S102  as above
    assert (found[0].tables, found[0].mode) == (step.tables, step.mode)


@pytest.mark.parametrize("kind", list(Kind))
def test_a_reversed_step_says_the_opposite(kind: Kind) -> None:
    create = parse_change(Change(None, make(kind, "a")))
    assert create.directive.startswith("create_")
    assert create.reverse().directive == create.directive.replace("create_", "drop_")
    assert create.reverse().reverse().change == create.change


def test_check_prints_what_a_step_is_about() -> None:
    step = parse_change(Change(None, make(Kind.TRIGGER_FUNCTION, "a")))
    assert step.to_diff_tuple() == ("create_trigger_function", "rooms.chat", "v3")
