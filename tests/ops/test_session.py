from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import psycopg
import pytest

if TYPE_CHECKING:
    from conftest import Database, Project

pytestmark = pytest.mark.db


def test_a_member_of_the_role_acts_as_the_role(ready: Project, app: Database) -> None:
    ready.on(app, "deployer").upgrade()
    owners = "SELECT DISTINCT proowner::regrole::text FROM pg_proc WHERE pronamespace = 'rooms'::regnamespace"
    assert app.run(owners) == [("postgres",)]
    ready.check()
    ready.downgrade()


def test_a_login_that_may_not_is_told_what_to_do(ready: Project, app: Database) -> None:
    before = app.dump()
    mistake = ready.on(app, "stranger").failing(ready.upgrade)
    assert app.dump() == before
    assert mistake.id == "role-refused"
    assert mistake.what == 'the login "stranger" is no member of the role "postgres"'


def test_a_role_that_does_not_exist_is_told(ready: Project) -> None:
    ready.edit("contract.toml", 'schema = "rooms"', 'schema = "rooms"\nrole = "nobody_here"')
    assert ready.failing(ready.upgrade).id == "role-missing"


def test_a_database_without_realtime_is_refused(project: Project, empty: Database) -> None:
    empty.run("DROP FUNCTION realtime.broadcast_changes", "supabase_admin")
    mistake = project.on(empty).failing(project.upgrade)
    assert mistake.id == "database-without-realtime"
    assert "broadcast_changes" in mistake.what
    empty.run("DROP TABLE realtime.messages", "supabase_admin")
    assert 'no table "realtime.messages"' in project.failing(project.upgrade).what


def test_a_table_without_row_level_security_is_refused(project: Project, empty: Database) -> None:
    empty.run("ALTER TABLE realtime.messages DISABLE ROW LEVEL SECURITY", "supabase_admin")
    assert "row-level security is off" in project.on(empty).failing(project.upgrade).what


def test_a_script_checks_the_database_it_runs_on(policy: Project, empty: Database) -> None:
    script = policy.render_upgrade()
    empty.run("ALTER TABLE realtime.messages DISABLE ROW LEVEL SECURITY", "supabase_admin")
    with pytest.raises(subprocess.CalledProcessError) as caught:
        empty.script(script)
    assert b"row-level security is off" in caught.value.stderr


@pytest.mark.parametrize("route", ["online", "offline"])
def test_a_script_leaves_the_session_as_it_was(policy: Project, empty: Database, route: str) -> None:
    with psycopg.connect(empty.url("deployer"), autocommit=True) as connection:
        show = "SELECT current_user, current_setting('search_path'), current_setting('lock_timeout')"
        before = connection.execute(show).fetchall()
        if route == "offline":
            connection.execute(policy.render_upgrade())
        else:
            policy.upgrade()
        assert connection.execute(show).fetchall() == before
    assert empty.run("SELECT count(*) FROM pg_policy") == [(1,)]


def test_a_run_that_falls_silent_gives_its_locks_back(policy: Project, empty: Database) -> None:
    sleep = "__import__('time').sleep(2)"
    policy.write("silent", f"op.execute('CREATE TABLE public.half ()'); {sleep}", "pass", after="read")
    mistake = policy.failing(lambda: policy.upgrade(statement_timeout="500ms"))
    assert mistake.id == "connection-lost"
    assert "idle-in-transaction" in mistake.what
    assert empty.run("SELECT version_num FROM rooms.alembic_version") == [("read",)]
    policy.upgrade()
    assert empty.run("SELECT version_num FROM rooms.alembic_version") == [("silent",)]


def test_a_database_that_ends_idle_transactions_does_not_end_the_turn(
    policy: Project, empty: Database
) -> None:
    setting = "idle_in_transaction_session_timeout TO '300ms'"
    empty.run(f"ALTER DATABASE {empty.name} SET {setting}", "supabase_admin")
    policy.write("slow", "op.execute('SELECT pg_catalog.pg_sleep(1)')", "pass", after="read")
    policy.write("more", "pass", "pass", after="slow")
    policy.upgrade()
    assert empty.run("SELECT version_num FROM rooms.alembic_version") == [("more",)]


def test_a_statement_that_takes_too_long_is_told_with_the_setting(policy: Project, empty: Database) -> None:
    policy.write("slow", "op.execute('SELECT pg_catalog.pg_sleep(5)')", "pass", after="read")
    mistake = policy.failing(lambda: policy.upgrade(statement_timeout="500ms"))
    assert mistake.id == "statement-stopped"
    assert "pedschema_statement_timeout" in mistake.fix
    assert empty.run("SELECT version_num FROM rooms.alembic_version") == [("read",)]


def test_a_database_that_takes_no_writes_is_told(policy: Project, empty: Database) -> None:
    empty.run(f"ALTER DATABASE {empty.name} SET default_transaction_read_only TO on", "supabase_admin")
    before = empty.dump()
    mistake = policy.failing(policy.upgrade)
    assert mistake.id == "database-read-only"
    assert empty.dump() == before


def test_an_unreachable_server_is_told_without_the_password(project: Project) -> None:
    project.url = "postgresql://somebody:secret@127.0.0.1:1/rooms"
    mistake = project.failing(project.upgrade)
    assert (mistake.id, mistake.where) == ("database-unreachable", "127.0.0.1:1/rooms")
    assert "secret" not in str(mistake)


def test_a_database_that_does_not_exist_is_told(project: Project, empty: Database) -> None:
    project.url = empty.server.url("nowhere")
    assert project.failing(project.upgrade).id == "database-unreachable"
