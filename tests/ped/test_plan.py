from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from pedschema.deploy.mode import LockMode
from pedschema.deploy.plan import read_plan
from pedschema.ops.preflight import check_platform
from pedschema.ops.rehearse import read_rehearsal
from pedschema.ops.upgrade import run_upgrade
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


def run_listening(url: str, revision: str) -> list[str]:
    """Upgrade, and return what reached the driver, without reads and settings."""
    sent: list[str] = []

    def note(_: object, __: object, sql: str, *___: object) -> None:
        if not READS.match(sql) and sql != check_platform():
            sent.append(sql)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        run_upgrade(INI, url, revision)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    return sent


def test_each_deploy_sends_what_was_planned(url: str) -> None:
    for revision in ("app_tables", "head"):
        planned = [sending.sql for sending in read_rehearsal(INI, url, revision).sendings]

        assert planned == run_listening(url, revision)
    assert read_rehearsal(INI, url).revisions == []


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
