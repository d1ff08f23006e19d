from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine

from pedschema.deploy.mode import LockMode
from pedschema.deploy.plan import read_plan
from pedschema.ops.preflight import check_platform
from pedschema.ops.rehearse import read_rehearsal
from pedschema.ops.upgrade import run_downgrade
from tests.deploy.test_plan import HELD, find, locks
from tests.deploy.test_plan_command import CHAT, OPEN, READS, SAME

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Outcome
    from tests.deploy.conftest import Project, Target

pytestmark = pytest.mark.db

HAND_MADE = """
    create function public.f() returns trigger language plpgsql as 'begin return null; end';
    create trigger old after insert on public.rooms for each row execute function public.f();
    create policy everybody on realtime.messages for select to authenticated
        using (messages.extension = 'broadcast' and messages.topic = (select realtime.topic())
            and messages.topic = '{OPEN}');
""".replace("{OPEN}", OPEN)
RETIRE = '    op.retire_trigger("old", "public.rooms")\n    op.retire_policy("everybody")'
RESTORE = '    op.restore_policy("everybody")\n    op.restore_trigger("old", "public.rooms")'
OPENED = f"{SAME} and messages.topic = '{OPEN}'"


@pytest.fixture
def plan(run: Callable[..., Outcome], project: Project, app: Target) -> Callable[..., Outcome]:
    """Return a function that runs the command on the database `app` with the project's people."""
    project.lock(app)
    project.write_people()

    def call(*options: str) -> Outcome:
        folders = ("--config", str(project.ini), "--contract", str(project.policies))
        return run("plan", app.url(), *folders, *options)

    return call


def acting(statements: list[str]) -> list[str]:
    return [each for each in statements if not READS.match(each) and each != check_platform()]


def test_what_is_rehearsed_is_what_a_downgrade_sends(project: Project, app: Target) -> None:
    app.run(HAND_MADE)
    project.lock(app)
    project.write("retire", RETIRE, RESTORE)
    project.upgrade(app)
    project.revise(app, "first")
    project.upgrade(app)
    rehearsal = read_rehearsal(project.ini, app.url(), "base")

    sent = acting(app.log(lambda: run_downgrade(project.ini, app.url(), "base")))

    assert rehearsal.is_downgrade
    assert [sending.sql for sending in rehearsal.sendings] == sent
    assert sum("drop policy" in each.lower() for each in sent) == 1


def test_rehearsal_of_a_downgrade_sends_nothing_that_acts(project: Project, app: Target) -> None:
    project.write_policy("a", "false")
    project.upgrade(app)

    assert acting(app.log(lambda: read_rehearsal(project.ini, app.url(), "base"))) == []
    assert app.run("SELECT count(*) FROM pg_policy WHERE polname = 'rooms_read'") == [(1,)]


def test_planned_locks_are_those_that_the_downgrade_holds(project: Project, app: Target) -> None:
    app.run(HAND_MADE)
    project.lock(app)
    project.write("retire", RETIRE, RESTORE)
    project.upgrade(app)
    project.revise(app, "first")
    project.upgrade(app)
    planned: dict[str, int] = {}
    for each in (each for step in read_plan(project.ini, app.url(), "base").steps for each in step.locks):
        if each.exists:
            planned[each.lock.relation] = max(planned.get(each.lock.relation, 0), each.lock.mode.rank)
    tables = [row[0] for row in app.run("SELECT oid FROM pg_class")]
    held: dict[str, int] = {}

    def look(connection: Connection) -> None:
        for name, mode in connection.exec_driver_sql(HELD, (tables,)):
            held[name] = max(held.get(name, 0), LockMode.parse(mode).rank)

    event.listen(Engine, "commit", look)
    try:
        run_downgrade(project.ini, app.url(), "base")
    finally:
        event.remove(Engine, "commit", look)

    strong = {name for name, rank in held.items() if rank > LockMode.ROW_EXCLUSIVE.rank}
    assert {"public.rooms", "public.messages", "realtime.messages"} <= strong <= planned.keys()
    assert {name: planned[name] for name in strong} == {name: held[name] for name in strong}


def test_what_comes_back_is_told_from_what_the_database_remembers(project: Project, app: Target) -> None:
    app.run(HAND_MADE)
    project.write("retire", RETIRE, RESTORE)
    project.upgrade(app)
    plan = read_plan(project.ini, app.url(), "base")
    trigger, policy = find(plan, "CREATE TRIGGER"), find(plan, "CREATE POLICY")

    assert trigger.object == 'trigger "old" on public.rooms'
    assert (trigger.kinds, trigger.is_all) == (("CREATE FUNCTION", "GRANT", "CREATE TRIGGER"), True)
    assert locks(trigger)["public.rooms"] is LockMode.SHARE_ROW_EXCLUSIVE
    assert locks(policy)["realtime.messages"] is LockMode.ACCESS_EXCLUSIVE


@pytest.mark.parametrize(
    ("old", "new"), [("item record", "item text"), ("END LOOP;", "END LOOP; PERFORM 1;")]
)
def test_script_of_another_makes_no_claim_of_being_harmless(
    project: Project, app: Target, old: str, new: str
) -> None:
    app.run(HAND_MADE)
    project.write("retire", RETIRE, RESTORE)
    project.upgrade(app)
    app.run(f"UPDATE rooms.handover SET restore = replace(restore, '{old}', '{new}')")

    assert not find(read_plan(project.ini, app.url(), "base"), "CREATE TRIGGER").is_all


def test_what_was_not_there_does_not_come_back(project: Project, app: Target) -> None:
    project.write("retire", RETIRE, RESTORE)
    project.upgrade(app)
    steps = [
        step
        for step in read_plan(project.ini, app.url(), "base").steps
        if step.object.startswith(("trigger", "policy"))
    ]

    assert [(step.kinds, step.locks, step.is_all) for step in steps] == [(("DO",), (), True)] * 2


def test_bookkeeping_goes_with_the_last_revision_alone(project: Project, app: Target) -> None:
    project.write_policy("a", "false")
    project.write_policy("b", "true", after="a")
    project.upgrade(app)
    gone = [
        {lock.lock.relation for step in plan.steps if "DROP TABLE" in step.kinds for lock in step.locks}
        for plan in (read_plan(project.ini, app.url(), target) for target in ("a", "base"))
    ]

    assert gone == [set(), {"rooms.alembic_version", "rooms.handover"}]


def test_base_of_an_untouched_database_is_where_it_is(project: Project, plan: Callable[..., Outcome]) -> None:
    project.write_policy("a", "false")

    assert plan("--to", "base").out == "nothing to run: the database is at no revision\n"


def test_downgrade_that_widens_needs_an_approval_of_its_own(
    project: Project, app: Target, plan: Callable[..., Outcome]
) -> None:
    project.write_policy("a", OPENED)
    path = project.write_policy("b", "false", after="a", note="# pedschema: widens * — for the way up")
    project.upgrade(app)
    before = app.run("SELECT polname, polqual::text FROM pg_policy")
    outcome = plan("--to", "a")

    assert outcome.code == 1
    assert f"+ {CHAT}  read  not approved\n    member, stranger (authenticated) on room:<open>" in outcome.out
    assert f"`# pedschema: downgrade widens {CHAT} — <reason>`" in outcome.err
    assert "take back b" in outcome.out
    assert "approves of nothing" not in outcome.err
    assert plan("--to", "a", "--allow-widening").code == 0

    approval = f"# pedschema: downgrade widens {CHAT} — as it was"
    path.write_text(f"{approval}\n{path.read_text('utf-8')}", "utf-8")
    outcome = plan("--to", "a", "--json")
    told = json.loads(outcome.out)

    assert outcome.code == 0
    assert told["direction"] == "downgrade"
    assert {each["approved_by"]["reason"] for each in told["access"]["changes"]} == {"as it was"}
    assert app.run("SELECT polname, polqual::text FROM pg_policy") == before


def test_approval_of_the_way_back_speaks_for_no_upgrade(
    project: Project, app: Target, plan: Callable[..., Outcome]
) -> None:
    project.write_policy("a", "false")
    project.upgrade(app)
    project.write_policy("b", OPENED, after="a", note="# pedschema: downgrade widens * — the way back")

    assert plan().code == 1


def test_downgrade_that_narrows_needs_no_approval(
    project: Project, app: Target, plan: Callable[..., Outcome]
) -> None:
    project.write_policy("a", "false")
    project.write_policy("b", OPENED, after="a")
    project.upgrade(app)
    outcome = plan("--to", "-1")

    assert outcome.code == 0
    assert f"- {CHAT}  read\n" in outcome.out


def test_retired_policy_that_comes_back_widens(
    project: Project, app: Target, plan: Callable[..., Outcome]
) -> None:
    app.run(HAND_MADE)
    project.write("retire", RETIRE, RESTORE)
    project.upgrade(app)
    outcome = plan("--to", "base")

    assert outcome.code == 1
    assert f"+ {CHAT}  read  not approved\n" in outcome.out


def test_retired_policy_that_nobody_had_widens_nothing(
    project: Project, app: Target, plan: Callable[..., Outcome]
) -> None:
    project.write("retire", RETIRE, RESTORE)
    project.upgrade(app)
    outcome = plan("--to", "base")

    assert outcome.code == 0
    assert "access stays as it is" in outcome.out


def test_downgrade_that_cannot_be_played_leaves_access_unknown(
    project: Project, app: Target, plan: Callable[..., Outcome]
) -> None:
    app.run(
        "create function public.is_open() returns boolean language sql as 'select true'; "
        "create policy everybody on realtime.messages for select to authenticated using (public.is_open())"
    )
    project.write("retire", RETIRE, RESTORE)
    project.upgrade(app)
    outcome = plan("--to", "base")

    assert outcome.code == 1
    assert "[access-unknown]" in outcome.err
    assert "is_open" in outcome.err
