from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from alembic import command
from sqlalchemy import Engine, event

if TYPE_CHECKING:
    from conftest import Database, Project

pytestmark = pytest.mark.db


def test_up_down_up_ends_where_it_started(ready: Project, app: Database) -> None:
    before = app.dump()
    ready.upgrade()
    after = app.dump()
    ready.downgrade()
    assert app.dump() == before
    ready.upgrade()
    assert app.dump() == after


@pytest.mark.parametrize("run", ["revise", "check", "current", "heads"])
def test_looking_leaves_no_trace(project: Project, app: Database, run: str) -> None:
    project.on(app).lock()
    before = app.dump()
    if run in {"current", "heads"}:
        getattr(command, run)(project.config())
    elif run == "revise":
        project.revise()
    else:
        with pytest.raises(Exception, match="New upgrade operations"):
            project.check()
    assert app.dump() == before


def test_stamping_without_a_schema_works(policy: Project, empty: Database) -> None:
    command.stamp(policy.config(), "head")
    assert empty.run("SELECT version_num FROM rooms.alembic_version") == [("read",)]


def test_an_error_in_the_middle_leaves_nothing_and_the_next_run_completes(
    ready: Project, app: Database
) -> None:
    before = app.dump()
    (revision,) = (
        path for path in (ready.folder / "migrations/versions").glob("*.py") if "policies" not in path.name
    )
    text = revision.read_text(encoding="utf-8")
    broken = text.replace("\n\n\ndef downgrade", "\n    op.execute('SELECT 1/0')\n\n\ndef downgrade")
    assert broken != text
    revision.write_text(broken, encoding="utf-8")
    mistake = ready.failing(ready.upgrade)
    assert "22012" in mistake.what
    assert app.dump() == before
    revision.write_text(text + "\n", encoding="utf-8")
    ready.upgrade()
    ready.check()


def test_an_error_in_a_later_revision_keeps_the_earlier_ones(policy: Project, empty: Database) -> None:
    policy.write("broken", "op.execute('SELECT 1/0')", "pass", after="read")
    policy.failing(policy.upgrade)
    assert empty.run("SELECT version_num FROM rooms.alembic_version") == [("read",)]
    assert empty.run("SELECT count(*) FROM pg_policy") == [(1,)]


def test_a_foreign_policy_of_the_name_is_not_replaced(policy: Project, empty: Database) -> None:
    empty.run(policy.POLICY.replace("false", "true"))
    before = empty.dump()
    mistake = policy.failing(policy.upgrade)
    assert mistake.id == "policy-foreign"
    assert mistake.where == 'policy "rooms_read" on realtime.messages'
    assert empty.dump() == before


def test_dropping_what_is_gone_changes_nothing(policy: Project, empty: Database) -> None:
    before = empty.dump()
    policy.upgrade()
    empty.run("DROP POLICY rooms_read ON realtime.messages")
    policy.downgrade()
    assert empty.dump() == before


def test_errors_of_postgres_carry_the_object_and_no_values(project: Project, empty: Database) -> None:
    bad = "create policy rooms_read on realtime.messages using (nowhere = 'secret')"
    project.write(
        "bad", f"op.create_realtime_policy('rooms_read', of='realtime.messages', sql=[{bad!r}])", "pass"
    )
    mistake = project.on(empty).failing(project.upgrade)
    assert mistake.where == 'policy "rooms_read" on realtime.messages'
    assert "42703" in mistake.what
    assert "secret" not in str(mistake)


def test_the_command_line_prints_the_message_without_a_traceback(policy: Project, empty: Database) -> None:
    empty.run(policy.POLICY.replace("false", "true"))
    line = [sys.executable, "-m", "alembic", "-c", str(policy.folder / "alembic.ini"), "upgrade", "head"]
    done = subprocess.run(
        line, env={"PEDSCHEMA_DATABASE_URL": policy.url}, capture_output=True, check=False, text=True
    )
    assert done.returncode == 2
    assert "[policy-foreign]\n    help: drop that policy" in done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_upgrade_and_downgrade_never_load_the_parsers(ready: Project, app: Database) -> None:
    before = app.dump()
    program = (
        "import sys\n"
        "class Refuse:\n"
        "    def find_spec(self, name, *rest):\n"
        "        if name.partition('.')[0] in {'pglast', 'pydantic', 'typer', 'rich'}:\n"
        "            raise AssertionError(name)\n"
        "sys.meta_path.insert(0, Refuse())\n"
        "from alembic.config import main\n"
        f"main(['-c', {str(ready.folder / 'alembic.ini')!r}, *sys.argv[1:]])\n"
    )
    for words in (["upgrade", "head"], ["current"], ["upgrade", "head", "--sql"], ["downgrade", "base"]):
        done = subprocess.run(
            [sys.executable, "-c", program, *words],
            env={"PEDSCHEMA_DATABASE_URL": ready.url},
            capture_output=True,
            check=False,
            text=True,
        )
        assert done.returncode == 0, done.stderr
    assert app.dump() == before


def test_written_revisions_hold_quotes_as_the_linter_wants_them(ready: Project) -> None:
    versions = str(ready.folder / "migrations" / "versions")
    line = [sys.executable, "-m", "ruff", "check", "--isolated", "--select", "Q,F,E9", versions]
    done = subprocess.run(line, capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("is_replaced", [True, False], ids=["foreign", "same"])
def test_what_sql_of_a_revision_makes_is_seen_by_its_next_step(
    policy: Project, empty: Database, *, is_replaced: bool
) -> None:
    """The step before has asked which policies there are; the statement between makes another."""
    other = policy.POLICY.replace("rooms_read", "rooms_other")
    made = other.replace("false", "true") if is_replaced else other
    step = "op.create_realtime_policy({0!r}, of='realtime.messages', sql=[{1!r}], canonical={2!r})"
    steps = [
        step.format("rooms_more", policy.POLICY.replace("rooms_read", "rooms_more"), ""),
        f"op.execute({made!r})",
        step.format("rooms_other", other, policy.CANONICAL.replace("rooms_read", "rooms_other")),
    ]
    policy.write("more", "\n    ".join(steps), "pass", after="read")
    if is_replaced:
        assert policy.failing(policy.upgrade).id == "policy-foreign"
        assert empty.run("SELECT count(*) FROM pg_policy") == [(1,)]
    else:
        policy.upgrade()
        assert empty.run("SELECT count(*) FROM pg_policy") == [(3,)]


def test_what_is_not_there_is_asked_for_once(policy: Project, empty: Database) -> None:
    statements: list[str] = []
    listener = lambda *event: statements.append(event[2])  # noqa: E731
    steps = [
        f"op.create_realtime_policy('rooms_{number}', of='realtime.messages', sql=[{sql!r}])"
        for number in range(9)
        for sql in [policy.POLICY.replace("rooms_read", f"rooms_{number}")]
    ]
    policy.write("more", "\n    ".join(steps), "pass", after="read")
    event.listen(Engine, "before_cursor_execute", listener)
    try:
        policy.upgrade()
    finally:
        event.remove(Engine, "before_cursor_execute", listener)
    reads = [sql for sql in statements if "pg_policy" in sql]
    assert len(reads) == 2  # each revision asks once
    assert empty.run("SELECT count(*) FROM pg_policy") == [(10,)]
