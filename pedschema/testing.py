"""Pytest plugin: a database as the hosted platform has it, fresh for every test.

The plugin loads with pytest and does nothing until a test asks for one of its fixtures:

- `realtime_server` (session): a PostgreSQL of pytest-postgresql, of the version that is at hand;
- `realtime_template` (session): the name of a database with the emulation of the platform in it, migrated to
  the head of `pedschema_alembic_ini` when that is set;
- `realtime_db` (function): a `pedschema.probe.database.RealtimeDatabase` over a copy of the template, dropped
  after the test;
- `realtime_contract`, `realtime_cast` (session): the contract's catalogue and personas.

A project sets its migrations once and then tests what its members get::

    # pyproject.toml
    [tool.pytest.ini_options]
    pedschema_alembic_ini = "alembic.ini"

    # test_rooms.py
    def test_member_reads_the_chat_of_a_room(realtime_db, realtime_cast):
        member = {"sub": "11111111-1111-4111-8111-111111111111", "role": "authenticated"}
        realtime_db.connection.execute("insert into rooms …")
        assert realtime_db.can("room:…:chat", member).join
        realtime_db.run_as(member, "insert into messages …")
        assert [message.event for message in realtime_db.received("room:…:chat")] == ["messages.INSERT"]

`realtime_db.can(…)` has a reason for every no: `can(…).join.reasons`. A folder of tests with migrations of
its own overrides `realtime_template` in its conftest.py, with a session fixture that returns what
`run_template` returns.

Under pytest-xdist each worker has a server of its own. Root may run it where PostgreSQL can be started in a
user namespace. Without any PostgreSQL tests of these fixtures are skipped; with `--require-db` they fail.
"""

from __future__ import annotations

__all__ = [
    "pytest_addoption",
    "realtime_cast",
    "realtime_contract",
    "realtime_db",
    "realtime_server",
    "realtime_template",
    "run_template",
]

import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from pedschema.errors import PlatformError

# What the fixtures need is imported inside of them: pytest loads this module in every project that has the
# package installed, with or without PostgreSQL and pytest-postgresql.
# ruff: noqa: PLC0415

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.model.catalogue import Catalogue
    from pedschema.model.persona import Cast
    from pedschema.probe.database import RealtimeDatabase

_HOST = "127.0.0.1"
_PROCESS = "pedschema_postgresql_proc"
_TEMPLATE = "pedschema_template"
_MIGRATION_SECONDS = 600


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the plugin's options."""
    group = parser.getgroup("pedschema")
    group.addoption("--pedschema-pg-ctl", metavar="PATH", help="pg_ctl of the PostgreSQL that runs databases")
    group.addoption(
        "--require-db", action="store_true", help="fail where a test would be skipped for want of PostgreSQL"
    )
    parser.addini("pedschema_contract", "folder of the contract, from the root folder", default="policies")
    parser.addini("pedschema_alembic_ini", "alembic.ini whose head databases are migrated to", default="")


@pytest.fixture(scope="session")
def realtime_server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The running server, as pytest-postgresql describes it: `host`, `port`, `user`."""
    from pedschema.platform import SERVER_OPTIONS, SUPERUSER, executable_for_caller, find_pg

    try:
        from pytest_postgresql import factories

        binaries = find_pg(request.config.getoption("--pedschema-pg-ctl"))
        executable = executable_for_caller(binaries, tmp_path_factory.mktemp("pg_ctl"))
    except (ImportError, PlatformError) as error:
        if request.config.getoption("--require-db"):
            pytest.fail(str(error), pytrace=False)
        pytest.skip(str(error))
    process = factories.postgresql_proc(
        executable=str(executable),
        host=_HOST,
        port=None,
        user=SUPERUSER,
        # The last setting counts. A socket below pytest's folders can have a longer path than sockets may.
        postgres_options=f"{SERVER_OPTIONS} -h {_HOST} -c unix_socket_directories=''",
    )
    # The factory wants the program when the fixture is defined; only here is it known.
    plugin = ModuleType(_PROCESS)
    setattr(plugin, _PROCESS, process)
    request.config.pluginmanager.register(plugin, _PROCESS)
    return request.getfixturevalue(_PROCESS)


@pytest.fixture(scope="session")
def realtime_template(request: pytest.FixtureRequest, realtime_server: Any) -> str:
    """The name of the database that every test gets a copy of."""
    named = request.config.getini("pedschema_alembic_ini")
    return run_template(realtime_server, _TEMPLATE, request.config.rootpath / named if named else None)


@pytest.fixture
def realtime_db(realtime_server: Any, realtime_template: str) -> Iterator[RealtimeDatabase]:
    """A fresh database of the test's own."""
    import psycopg
    from psycopg import sql

    from pedschema.platform import create_database
    from pedschema.probe.database import RealtimeDatabase

    name = f"test_{uuid4().hex[:12]}"
    create_database(_url(realtime_server, "postgres"), name, template=realtime_template)
    try:
        with RealtimeDatabase(_url(realtime_server, name, "postgres")) as database:
            yield database
    finally:
        with psycopg.connect(_url(realtime_server, "postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def realtime_contract(request: pytest.FixtureRequest) -> Catalogue:
    """The contract in the folder that `pedschema_contract` names."""
    from pedschema.catalogue.load import load_catalogue

    return load_catalogue(_contract_folder(request))


@pytest.fixture(scope="session")
def realtime_cast(request: pytest.FixtureRequest) -> Cast:
    """The personas of the contract; their rows are not in the database until `run_rows` puts them there."""
    from pedschema.catalogue.personas import load_cast

    return load_cast(_contract_folder(request))


def run_template(server: Any, name: str, alembic_ini: Path | None = None) -> str:
    """Create a database for `realtime_db` to copy, migrated to the head of `alembic_ini`; return its name."""
    from pedschema.platform import create_database

    create_database(_url(server, "postgres"), name)
    if alembic_ini is not None:
        _run_upgrade(alembic_ini, _url(server, name, "postgres"))
    return name


def _contract_folder(request: pytest.FixtureRequest) -> Path:
    return request.config.rootpath / Path(str(request.config.getini("pedschema_contract")))


def _url(server: Any, database: str, user: str | None = None) -> str:
    return f"postgresql://{user or server.user}@{server.host}:{server.port}/{database}"


def _run_upgrade(ini: Path, url: str) -> None:
    # In a process of its own Alembic keeps its logging, plugins and warnings away from the tests.
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "alembic", "-c", str(ini), "upgrade", "head"],
        cwd=ini.parent,
        env=os.environ | {"PEDSCHEMA_DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
        timeout=_MIGRATION_SECONDS,
    )
    if done.returncode != 0:
        pytest.fail(f"alembic upgrade head fails\n{done.stdout}{done.stderr}", pytrace=False)
