from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from pedschema.deploy.mode import LockMode
from pedschema.deploy.plan import read_plan
from pedschema.ops.preflight import check_platform
from pedschema.ops.rehearse import read_rehearsal
from pedschema.ops.upgrade import run_downgrade, run_upgrade
from pedschema.platform import SUPERUSER, create_database

if TYPE_CHECKING:
    from collections.abc import Callable

    from pedschema.probe.database import RealtimeDatabase
    from tests.conftest import Outcome

INI = Path(__file__).parents[2] / "alembic.ini"
READS = re.compile(r"(\s|--[^\n]*\n)*(select|with|set)\b", re.IGNORECASE)

pytestmark = pytest.mark.db


@pytest.fixture
def url(realtime_server: Any) -> str:
    """A new project's database: the platform, and nothing else."""
    name = f"plan_{uuid4().hex[:12]}"
    address = f"{realtime_server.host}:{realtime_server.port}"
    create_database(f"postgresql://{SUPERUSER}@{address}/postgres", name)
    return f"postgresql://postgres@{address}/{name}"


def run_listening(url: str, revision: str, run: Callable[[Path, str, str], None] = run_upgrade) -> list[str]:
    """Upgrade, or downgrade, and return what reached the driver, without reads and settings."""
    sent: list[str] = []

    def note(_: object, __: object, sql: str, *___: object) -> None:
        if not READS.match(sql) and sql != check_platform():
            sent.append(sql)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        run(INI, url, revision)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    return sent


def test_each_deploy_sends_what_was_planned(url: str) -> None:
    for revision in ("app_tables", "head"):
        planned = [sending.sql for sending in read_rehearsal(INI, url, revision).sendings]

        assert planned == run_listening(url, revision)
    assert read_rehearsal(INI, url).revisions == []


def test_each_way_back_sends_what_was_planned(url: str) -> None:
    run_upgrade(INI, url)
    for revision in ("realtime_contract", "base"):
        planned = [sending.sql for sending in read_rehearsal(INI, url, revision).sendings]

        assert planned == run_listening(url, revision, run_downgrade)


@pytest.mark.parametrize("is_adopted", [False, True])
def test_way_back_drops_the_tables_that_it_created(url: str, *, is_adopted: bool) -> None:
    if is_adopted:
        with psycopg.connect(url) as connection:
            connection.execute("SET LOCAL search_path = ''")
            for path in sorted((INI.parent / "migrations" / "baseline").glob("[0-9]*.sql")):
                connection.execute(path.read_bytes())
    run_upgrade(INI, url)
    dropped = {
        each.lock.relation
        for step in read_plan(INI, url, "base").steps
        for each in step.locks
        if "DROP TABLE" in step.kinds
    }

    assert ("public.games" in dropped) is not is_adopted
    assert "ped.alembic_version" in dropped


def test_command_tells_what_the_way_back_takes_from_whom(run: Callable[..., Outcome], url: str) -> None:
    run_upgrade(INI, url)
    outcome = run("plan", url, "--to", "base")

    assert outcome.code == 0
    assert "- community:{community_id:uuid}:games  read" in outcome.out
    assert "take back realtime_policies" in outcome.out
    assert "\n+ " not in outcome.out


def test_lock_of_every_statement_is_known(url: str) -> None:
    plan = read_plan(INI, url)

    assert [step.object for step in plan.steps if not step.is_all] == []
    assert {
        each.lock.relation: each.lock.mode
        for step in plan.steps
        for each in step.locks
        if each.exists and each.lock.mode.stops
    } == {
        "auth.users": LockMode.SHARE_ROW_EXCLUSIVE,
        "realtime.messages": LockMode.ACCESS_EXCLUSIVE,
    }


def test_policies_lock_messages_alone_and_come_last(url: str) -> None:
    run_upgrade(INI, url, "realtime_contract")
    plan = read_plan(INI, url)

    assert [revision.id for revision in plan.revisions] == ["realtime_policies"]
    stopping = {
        each.lock.relation
        for step in plan.steps
        for each in step.locks
        if each.lock.mode is LockMode.ACCESS_EXCLUSIVE
    }
    assert stopping == {"realtime.messages"}


def test_database_at_the_head_has_nothing_to_run(
    run: Callable[..., Outcome], realtime_db: RealtimeDatabase
) -> None:
    outcome = run("plan", realtime_db.url)

    assert (outcome.code, outcome.out) == (0, "nothing to run: the database is at realtime_policies\n")
