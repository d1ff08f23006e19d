from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from pedschema.deploy.session import run_reading
from pedschema.errors import DatabaseError
from pedschema.ops.preflight import check_platform

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Outcome
    from tests.deploy.conftest import Project, Target

pytestmark = pytest.mark.db

READS = re.compile(
    r"(\s|--[^\n]*\n)*(select|with|set|begin|commit|rollback|savepoint|release|deallocate|show)\b",
    re.IGNORECASE,
)
OPEN = "room:a0000000-0000-4000-8000-000000000001:chat"
BOTH = "member, stranger (authenticated) on room:<open>:chat"
CHAT = "room:{room_id:uuid}:chat"
SAME = "messages.extension = 'broadcast' and messages.topic = (select realtime.topic())"


@pytest.fixture
def plan(run: Callable[..., Outcome], project: Project, app: Target) -> Callable[..., Outcome]:
    """Return a function that runs the command on the database `app` with the project's people."""
    project.lock(app)
    project.write_people()

    def call(*options: str) -> Outcome:
        folders = ("--config", str(project.ini), "--contract", str(project.policies))
        return run("plan", app.url(), *folders, *options)

    return call


def test_command_says_that_nothing_is_to_run(
    project: Project, app: Target, plan: Callable[..., Outcome]
) -> None:
    project.write_policy("a", "false")
    project.upgrade(app)
    outcome = plan()

    assert (outcome.code, outcome.out) == (0, "nothing to run: the database is at a\n")
    assert json.loads(plan("--json").out)["revisions"] == []


def test_wider_access_needs_an_approval(project: Project, app: Target, plan: Callable[..., Outcome]) -> None:
    project.write_policy("a", "false")
    project.upgrade(app)
    before = app.run("SELECT polname, polqual::text FROM pg_policy")
    path = project.write_policy("b", f"{SAME} and messages.topic = '{OPEN}'", after="a")
    outcome = plan()

    assert outcome.code == 1
    assert (
        f"+ {CHAT}  read  not approved\n    member, stranger (authenticated) on room:<open>:chat\n"
        in outcome.out
    )
    assert "[access-widens]" in outcome.err
    assert "ACCESS EXCLUSIVE" in outcome.out
    assert plan("--allow-widening").code == 0

    path.write_text(f"# pedschema: widens {CHAT} — everybody may listen\n{path.read_text('utf-8')}", "utf-8")
    outcome = plan("--json")
    changes = json.loads(outcome.out)["access"]["changes"]

    assert outcome.code == 0
    assert {(each["persona"], each["role"], each["right"]) for each in changes} == {
        ("member", "authenticated", "read"),
        ("stranger", "authenticated", "read"),
    }
    assert {each["approved_by"]["reason"] for each in changes} == {"everybody may listen"}
    assert app.run("SELECT polname, polqual::text FROM pg_policy") == before


def test_narrower_access_needs_none(project: Project, app: Target, plan: Callable[..., Outcome]) -> None:
    project.write_policy("a", f"{SAME} and messages.topic = '{OPEN}'")
    project.upgrade(app)
    project.write_policy("b", "false", after="a", note=f"# pedschema: widens {CHAT} — a slip")
    outcome = plan()

    assert outcome.code == 0
    assert f"- {CHAT}  read\n    {BOTH}\n" in outcome.out
    assert "b.py:1: this comment approves of nothing that widens" in outcome.err


def test_topics_of_no_contract_cannot_be_approved(
    project: Project, app: Target, plan: Callable[..., Outcome]
) -> None:
    project.write_policy("a", "false")
    project.upgrade(app)
    project.write_policy("b", "true", after="a", note="# pedschema: widens * — all")
    outcome = plan()

    assert outcome.code == 1
    assert f"+ {CHAT}  read, see presence  approved: all (" in outcome.out
    assert "[access-widens-undeclared]" in outcome.err
    assert "[access-widens]" not in outcome.err


def test_first_deploy_widens_from_nobody(project: Project, plan: Callable[..., Outcome]) -> None:
    project.write_policy("a", f"{SAME} and messages.topic = '{OPEN}'")
    outcome = plan()

    assert outcome.code == 1
    assert "Nothing is deployed here yet" in outcome.out
    assert f"+ {CHAT}  read  not approved\n    2 personas\n" in outcome.out
    assert "widens * —" in outcome.err


def test_first_deploy_is_compared_with_the_policies_that_are_there(
    project: Project, app: Target, plan: Callable[..., Outcome]
) -> None:
    app.run("create policy everybody on realtime.messages for all using (true)")
    project.write("a", '    op.retire_policy("everybody")')
    path = project.write_policy("b", f"{SAME} and messages.topic = '{OPEN}'")
    path.write_text(path.read_text("utf-8").replace("down_revision = None", 'down_revision = "a"'), "utf-8")
    outcome = plan()

    assert outcome.code == 0
    assert f"- {CHAT}  broadcast, see presence, track\n    anon (anon) on " in outcome.out
    assert "+" not in outcome.out


def test_policy_that_drifted_open_is_what_the_deploy_starts_from(
    project: Project, app: Target, plan: Callable[..., Outcome]
) -> None:
    project.write_policy("a", "false")
    project.upgrade(app)
    app.run(
        "drop policy rooms_read on realtime.messages; "
        f"create policy rooms_read on realtime.messages for select to authenticated using (topic = '{OPEN}')"
    )
    project.write_policy("b", f"messages.topic = '{OPEN}'", after="a")

    assert "access stays as it is" in plan().out


def test_people_that_an_old_revision_cannot_hold_make_access_unknown(
    project: Project, app: Target, plan: Callable[..., Outcome]
) -> None:
    project.write_policy("a", "false")
    project.upgrade(app)
    project.write_people("INSERT INTO public.fans VALUES (1)")
    project.write("b", "    op.execute('create table public.fans (id int)')", after="a")
    outcome = plan()

    assert outcome.code == 1
    assert "[access-unknown]" in outcome.err
    assert "public.fans" in outcome.err
    assert json.loads(plan("--json", "--allow-widening").out)["access"]["unknown"]


def test_sql_shows_every_statement(project: Project, plan: Callable[..., Outcome]) -> None:
    project.write_policy("a", "false")
    policy = "create policy rooms_read on realtime.messages for select to authenticated using (false);"

    assert policy in plan("--sql", "--allow-widening").out
    assert policy not in plan("--allow-widening").out


def test_approval_without_reason_stops_the_plan(project: Project, plan: Callable[..., Outcome]) -> None:
    project.write_policy("a", "false", note="# pedschema: widens *")
    outcome = plan()

    assert outcome.code == 2
    assert "[approval-unreadable]" in outcome.err


def test_database_out_of_reach_is_no_finding(
    run: Callable[..., Outcome], project: Project, app: Target
) -> None:
    project.lock(app)
    project.write_people()
    outcome = run(
        "plan",
        "postgresql://postgres@127.0.0.1:1/x",
        "-c",
        str(project.ini),
        "--contract",
        str(project.policies),
    )

    assert outcome.code == 2
    assert "[database-unreachable]" in outcome.err


def test_plan_sends_nothing_that_acts(project: Project, app: Target, plan: Callable[..., Outcome]) -> None:
    project.write_policy("a", "false")
    sent = app.log(lambda: plan("--allow-widening"))

    assert any("pg_policy" in each for each in sent)
    assert [each for each in sent if not READS.match(each) and each != check_platform()] == []


def test_url_may_name_a_driver(project: Project, app: Target, run: Callable[..., Outcome]) -> None:
    project.lock(app)
    project.write_people()
    project.write_policy("a", "false")
    folders = ("--config", str(project.ini), "--contract", str(project.policies), "--allow-widening")

    assert run("plan", app.url().replace("postgresql:", "postgresql+psycopg:"), *folders).code == 0


def test_unreadable_url_is_not_repeated() -> None:
    with pytest.raises(DatabaseError) as caught, run_reading("postgresql+a+b://me:secret@host/x", "locks"):
        pass

    assert "secret" not in str(caught.value)
    assert "not one of PostgreSQL" in str(caught.value)
