from __future__ import annotations

import subprocess
import sys

import pytest

pytest_plugins = ["pytester"]

CONFIG = """
[pytest]
filterwarnings = error
{}
"""
WRITES = """
import pytest

@pytest.mark.parametrize("number", range(3))
def test_writes(realtime_db, number):
    assert realtime_db.received() == ()
    realtime_db.connection.execute("CREATE TABLE public.rooms (id int)")
    realtime_db.connection.execute("SELECT realtime.send('{}', 'wave', 'room:1')")
    assert [message.event for message in realtime_db.received("room:1")] == ["wave"]
    assert realtime_db.received("room:2") == ()
"""
ENVIRONMENT = """
import os
from alembic import context
from sqlalchemy import create_engine

url = os.environ["PEDSCHEMA_DATABASE_URL"].replace("postgresql:", "postgresql+psycopg:")
with create_engine(url).connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
"""
REVISION = """
from alembic import op

revision = "1"
down_revision = None

def upgrade():
    op.execute("{}")
"""


def _write_migrations(pytester: pytest.Pytester, statement: str) -> None:
    versions = pytester.mkdir("migrations") / "versions"
    versions.mkdir()
    (versions / "1_first.py").write_text(REVISION.format(statement), encoding="utf-8")
    (pytester.path / "migrations" / "env.py").write_text(ENVIRONMENT, encoding="utf-8")
    pytester.makefile(".ini", alembic="[alembic]\nscript_location = migrations\npath_separator = os\n")
    pytester.makefile(".ini", pytest=CONFIG.format("pedschema_alembic_ini = alembic.ini"))


def test_loading_the_plugin_imports_no_database_library() -> None:
    script = (
        "import sys, pedschema.testing;"
        "heavy = {'alembic', 'psycopg', 'pydantic', 'pytest_postgresql', 'sqlalchemy'};"
        "print(sorted(heavy & sys.modules.keys()))"
    )

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


@pytest.mark.db
@pytest.mark.parametrize("workers", ["0", "2"])
def test_every_test_gets_a_database_of_its_own(pytester: pytest.Pytester, workers: str) -> None:
    pytester.makefile(".ini", pytest=CONFIG.format(""))
    pytester.makepyfile(WRITES)

    result = pytester.runpytest_subprocess("-n", workers)

    result.assert_outcomes(passed=3)


def test_missing_postgresql_skips(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(WRITES)

    result = pytester.runpytest_subprocess("--pedschema-pg-ctl", "/nowhere/pg_ctl")

    result.assert_outcomes(skipped=3)


def test_missing_postgresql_fails_where_a_database_is_required(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(WRITES)

    result = pytester.runpytest_subprocess("--pedschema-pg-ctl", "/nowhere/pg_ctl", "--require-db")

    result.assert_outcomes(errors=3)
    result.stdout.fnmatch_lines(["*platform-binary-setting*"])


def test_projects_without_its_fixtures_do_not_notice_it(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_nothing(): pass")

    result = pytester.runpytest_subprocess("--pedschema-pg-ctl", "/nowhere/pg_ctl", "--require-db")

    result.assert_outcomes(passed=1)


@pytest.mark.db
def test_template_is_migrated_to_head(pytester: pytest.Pytester) -> None:
    _write_migrations(pytester, "CREATE TABLE public.rooms (id int)")
    pytester.makepyfile(
        "def test_rooms(realtime_db): realtime_db.connection.execute('SELECT FROM public.rooms')"
    )

    result = pytester.runpytest_subprocess()

    result.assert_outcomes(passed=1)


@pytest.mark.db
def test_failing_migration_is_shown(pytester: pytest.Pytester) -> None:
    _write_migrations(pytester, "SELECT FROM public.nothing")
    pytester.makepyfile("def test_rooms(realtime_db): pass")

    result = pytester.runpytest_subprocess()

    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(['*relation "public.nothing" does not exist*'])


@pytest.mark.db
def test_folder_overrides_the_template(pytester: pytest.Pytester) -> None:
    _write_migrations(pytester, "CREATE TABLE public.rooms (id int)")
    pytester.makepyfile(
        **{
            "plain/conftest": """
                import pytest
                from pedschema.testing import run_template

                @pytest.fixture(scope="session")
                def realtime_template(realtime_server):
                    return run_template(realtime_server, "plain_template")
            """,
            "plain/test_plain": """
                def test_plain(realtime_db):
                    query = "SELECT to_regclass('public.rooms')"
                    assert realtime_db.connection.execute(query).fetchone() == (None,)
            """,
            "test_rooms": "def test_rooms(realtime_db): realtime_db.connection.execute('TABLE public.rooms')",
        }
    )

    result = pytester.runpytest_subprocess()

    result.assert_outcomes(passed=2)


def test_cast_comes_from_the_folder_of_the_contract(pytester: pytest.Pytester) -> None:
    pytester.makefile(".ini", pytest=CONFIG.format("pedschema_contract = contract"))
    text = '[persona.member]\nsummary = "somebody"\nclaims = { role = "authenticated" }\n'
    (pytester.mkdir("contract") / "personas.toml").write_text(text, encoding="utf-8")
    pytester.makepyfile("def test_cast(realtime_cast): assert realtime_cast.personas[0].name == 'member'")

    result = pytester.runpytest_subprocess()

    result.assert_outcomes(passed=1)


@pytest.mark.db
def test_database_acts_and_answers(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("""
        SOMEBODY = {"role": "authenticated", "sub": "11111111-1111-4111-8111-111111111111"}

        def test_somebody(realtime_db):
            query = "SELECT current_user::text, auth.uid()::text"
            assert realtime_db.run_as(SOMEBODY, query) == [("authenticated", SOMEBODY["sub"])]
            with realtime_db.as_persona(SOMEBODY) as connection:
                assert connection.execute(query).fetchone() == ("authenticated", SOMEBODY["sub"])
            assert not realtime_db.can("room:1", SOMEBODY).join
            realtime_db.connection.execute(
                "CREATE POLICY rooms ON realtime.messages FOR SELECT USING (topic = 'room:1')"
            )
            assert realtime_db.can("room:1", SOMEBODY).join
    """)

    result = pytester.runpytest_subprocess("-W", "error")

    result.assert_outcomes(passed=1)
