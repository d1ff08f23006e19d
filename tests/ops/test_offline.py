from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import psycopg
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Database, Project

pytestmark = pytest.mark.db

HEADS = "SELECT version_num FROM rooms.alembic_version"


def read_ids(project: Project) -> tuple[str, str]:
    """Return the two revisions of the project, the first one first."""
    second, first = (script.revision for script in project.scripts())
    return first, second


def refuse(database: Database, script: str) -> str:
    """Return what psql says when the script stops."""
    with pytest.raises(subprocess.CalledProcessError) as caught:
        database.script(script)
    return caught.value.stderr.decode()


def test_scripts_of_ranges_lead_where_one_script_leads(
    ready: Project, app: Database, make_app: Callable[[], Database]
) -> None:
    first, second = read_ids(ready)
    before = app.dump()
    app.script(ready.render_upgrade())
    parts = ready.render_upgrade(first) + ready.render_upgrade(f"{first}:{second}")
    other = make_app()
    other.script(parts)
    assert other.dump() == app.dump()
    other.script(ready.render_downgrade(f"{second}:{first}") + ready.render_downgrade(f"{first}:base"))
    assert other.dump() == before


def test_scripts_and_runs_continue_each_other(ready: Project, app: Database) -> None:
    first, second = read_ids(ready)
    before = app.dump()
    app.script(ready.render_upgrade(first))
    ready.upgrade()
    ready.check()
    app.script(ready.render_downgrade(f"{second}:{first}"))
    ready.downgrade()
    assert app.dump() == before


def test_a_script_that_starts_elsewhere_changes_nothing(ready: Project, app: Database) -> None:
    first, second = read_ids(ready)
    ready.upgrade(first)
    before = app.dump()
    assert "already exists" in refuse(app, ready.render_upgrade())
    told = refuse(app, ready.render_downgrade(f"{second}:{first}"))
    assert f'the script goes on from revision "{second}", the database is at "{first}"' in told
    assert "alembic upgrade FROM:TO --sql" in told
    ready.upgrade()
    assert f'the database is at "{second}"' in refuse(app, ready.render_upgrade(f"{first}:{second}"))
    ready.downgrade(first)
    assert app.dump() == before


def test_a_script_whose_errors_are_passed_over_changes_nothing_either(ready: Project, app: Database) -> None:
    first, second = read_ids(ready)
    ready.upgrade()
    before = app.dump()
    script = ready.render_upgrade(f"{first}:{second}")
    app.script(f"\\set ON_ERROR_STOP off\n{script}")
    assert app.dump() == before


def test_a_script_waits_for_a_run_in_the_middle_of_a_revision(policy: Project, empty: Database) -> None:
    policy.upgrade()
    policy.write("more", "op.execute('SELECT 1')", "pass", after="read")
    script = policy.render_upgrade("read:more")
    key = "SELECT pg_advisory_xact_lock((regexp_match(%s, 'pg_advisory_xact_lock.([-0-9]+)'))[1]::bigint)"
    with psycopg.connect(empty.url()) as running:
        running.execute(key, [script])
        assert "lock timeout" in refuse(empty, script)
    empty.script(script)
    assert empty.run(HEADS) == [("more",)]


def test_ranges_leave_the_session_as_it_was(ready: Project, app: Database) -> None:
    first, second = read_ids(ready)
    show = """
        SELECT current_user, current_setting('search_path'), current_setting('lock_timeout'),
            current_setting('statement_timeout'), current_setting('idle_in_transaction_session_timeout')
    """
    with psycopg.connect(app.url("deployer"), autocommit=True) as connection:
        before = connection.execute(show).fetchall()
        for script in (
            ready.render_upgrade(first),
            ready.render_upgrade(f"{first}:{second}"),
            ready.render_downgrade(f"{second}:{first}"),
        ):
            connection.execute(script.encode())
            assert connection.execute(show).fetchall() == before
