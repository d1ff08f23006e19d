from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine

from pedschema.deploy.mode import LockMode
from pedschema.deploy.plan import read_plan

if TYPE_CHECKING:
    from pedschema.deploy.plan import Plan, PlannedStep
    from tests.deploy.conftest import Project, Target

pytestmark = pytest.mark.db

HELD = """
    SELECT n.nspname || '.' || c.relname, l.mode
    FROM pg_locks AS l
    JOIN pg_class AS c ON c.oid = l.relation
    JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE l.pid = pg_backend_pid() AND c.oid = ANY (%s) AND c.relkind IN ('r', 'p')
        AND n.nspname NOT IN ('pg_catalog', 'information_schema')
"""
ADOPT = """
    op.adopt_tables(
        create=["create table public.rooms (id uuid primary key, owner uuid references auth.users)",
                "create function public.f() returns trigger language plpgsql as 'begin return null; end'",
                "create trigger old after insert on public.rooms for each row execute function public.f()"],
        undo="drop table public.rooms; drop function public.f()", expects={"public.rooms": {"id": "uuid"}})
    op.retire_trigger("old", "public.rooms")
"""

BLOCK = """do $$ begin
    if exists (select from public.messages) then
        alter table public.rooms disable trigger user;
        perform public.tidy(), pg_catalog.now();
    end if;
end $$"""


def find(plan: Plan, kind: str) -> PlannedStep:
    (step,) = (step for step in plan.steps if kind in step.kinds)
    return step


def locks(step: PlannedStep) -> dict[str, LockMode]:
    return {each.lock.relation: each.lock.mode for each in step.locks}


def test_steps_carry_their_locks(project: Project, app: Target) -> None:
    project.lock(app)
    project.revise(app, "first")
    plan = read_plan(project.ini, app.url())

    assert locks(find(plan, "CREATE POLICY")) == {"realtime.messages": LockMode.ACCESS_EXCLUSIVE}
    assert locks(find(plan, "LOCK TABLE")) == dict.fromkeys(
        ("public.messages", "public.rooms"), LockMode.SHARE_ROW_EXCLUSIVE
    )
    functions = [step for step in plan.steps if step.kinds == ("CREATE FUNCTION",)]
    assert {relation for step in functions for relation in locks(step)} == {"public.members"}
    assert all(step.is_all for step in plan.steps)


def test_planned_locks_are_those_that_the_upgrade_holds(project: Project, app: Target) -> None:
    project.lock(app)
    project.revise(app, "first")
    planned: dict[str, int] = {}
    for each in (each for step in read_plan(project.ini, app.url()).steps for each in step.locks):
        if each.exists:
            planned[each.lock.relation] = max(planned.get(each.lock.relation, 0), each.lock.mode.rank)
    tables = [row[0] for row in app.run("SELECT oid FROM pg_class")]
    held: dict[str, int] = {}

    def look(connection: Connection) -> None:
        for name, mode in connection.exec_driver_sql(HELD, (tables,)):
            held[name] = max(held.get(name, 0), LockMode.parse(mode).rank)

    event.listen(Engine, "commit", look)
    try:
        project.upgrade(app)
    finally:
        event.remove(Engine, "commit", look)

    strong = {name: rank for name, rank in held.items() if rank > LockMode.ACCESS_SHARE.rank}
    assert {name: rank for name, rank in planned.items() if rank > LockMode.ACCESS_SHARE.rank} == strong
    assert len(strong) == 3
    assert planned.items() <= held.items()


def test_retired_trigger_that_is_missing_takes_no_lock(project: Project, app: Target) -> None:
    project.write("a", '    op.retire_trigger("old", "public.rooms")')
    plan = read_plan(project.ini, app.url())
    (step,) = (step for step in plan.steps if step.object.startswith("trigger"))

    assert (step.kinds, step.locks, step.is_all) == (("DO",), (), True)


def test_retired_trigger_that_exists_stops_everybody(project: Project, app: Target) -> None:
    app.run(
        "create function public.f() returns trigger language plpgsql as 'begin return null; end'; "
        "create trigger old after insert on public.rooms for each row execute function public.f()"
    )
    project.write("a", '    op.retire_trigger("old", "public.rooms")')
    plan = read_plan(project.ini, app.url())

    assert locks(find(plan, "DROP TRIGGER")) == {"public.rooms": LockMode.ACCESS_EXCLUSIVE}


def test_tables_that_the_upgrade_makes_are_new_and_what_they_refer_to_is_locked(
    project: Project, empty: Target
) -> None:
    project.write("a", ADOPT)
    plan = read_plan(project.ini, empty.url())
    (adopt,) = (step for step in plan.steps if step.object == "tables of the app")
    retire = find(plan, "DROP TRIGGER")

    assert {(each.lock.relation, each.exists) for each in adopt.locks} == {
        ("auth.users", True),
        ("public.rooms", False),
    }
    assert locks(adopt)["auth.users"] is LockMode.SHARE_ROW_EXCLUSIVE
    assert [(each.lock.relation, each.exists) for each in retire.locks] == [("public.rooms", False)]


def test_tables_that_are_there_are_not_made(project: Project, app: Target) -> None:
    project.write("a", ADOPT.rpartition("    op.retire")[0])
    plan = read_plan(project.ini, app.url())
    (step,) = (step for step in plan.steps if step.object == "tables of the app")

    assert (step.kinds, step.locks) == (("DO",), ())


def test_blocks_that_build_their_text_are_not_known(project: Project, app: Target) -> None:
    project.write("a", "    op.execute(\"do 'begin execute current_user; end'\")")

    assert [step.kinds for step in read_plan(project.ini, app.url()).steps if not step.is_all] == [
        ("EXECUTE",)
    ]


def test_blocks_and_functions_of_others_are_read(project: Project, app: Target) -> None:
    app.run(
        "create function public.tidy() returns void language plpgsql set search_path = public as "
        "'begin delete from members; end'"
    )
    project.write("a", f"    op.execute({BLOCK!r})")
    (step,) = (step for step in read_plan(project.ini, app.url()).steps if "ALTER TABLE" in step.kinds)

    assert locks(step) == {
        "public.members": LockMode.ROW_EXCLUSIVE,
        "public.messages": LockMode.ACCESS_SHARE,
        "public.rooms": LockMode.SHARE_ROW_EXCLUSIVE,
    }
    assert step.is_all


def test_function_that_the_same_run_creates_is_read(project: Project, app: Target) -> None:
    made = (
        "create function public.stop() returns void language sql as 'lock table public.rooms'; "
        "select public.stop()"
    )
    project.write("a", "".join(f"    op.execute({sql!r})\n" for sql in made.split("; ")))
    step = find(read_plan(project.ini, app.url()), "SELECT")

    assert (locks(step), step.is_all) == ({"public.rooms": LockMode.ACCESS_EXCLUSIVE}, True)


def test_who_blocks_now_stands_beside_the_lock(project: Project, app: Target) -> None:
    project.write_policy("a", "false")
    with psycopg.connect(app.url(), application_name="report") as reader:
        reader.execute("SELECT FROM realtime.messages")
        plan = read_plan(project.ini, app.url())

    (planned,) = find(plan, "CREATE POLICY").locks
    assert [(each.application, each.state) for each in planned.blockers] == [
        ("report", "idle in transaction")
    ]
