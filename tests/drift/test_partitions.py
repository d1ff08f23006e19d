"""Triggers of a partitioned table: each partition has one of its own, which can be switched off alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest

from pedschema.drift.read import read_drift
from tests.drift.conftest import run_sql, write_lock

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pedschema.drift.read import Expected
    from pedschema.findings import Finding
    from tests.drift.conftest import Project

pytestmark = pytest.mark.db

TRIGGER = "rooms_room_chat__days_insert"
TABLES = """
    CREATE TABLE public.days (room_id uuid NOT NULL, day date, content text) PARTITION BY RANGE (day);
    CREATE TABLE public."Old days" PARTITION OF public.days FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
    CREATE TABLE public.months PARTITION OF public.days FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')
        PARTITION BY RANGE (day);
    CREATE TABLE public.may PARTITION OF public.months FOR VALUES FROM ('2026-05-01') TO ('2026-06-01');
    ALTER TABLE public.days ENABLE ROW LEVEL SECURITY;
"""
PUBLICATION = """
[[topic."room:{room_id:uuid}:chat".publish]]
table = "public.days"
on = ["insert"]
key = { room_id = "room_id" }
columns = ["day", "content"]
shape = "row"
"""


@pytest.fixture
def partitioned(database: str, deployed: Project, tmp_path: Path) -> tuple[str, Expected]:
    """The URL of a database in which a partitioned table is published, and what it should be."""
    project = deployed.copy(tmp_path / "project")
    run_sql(database, TABLES)
    write_lock(database, project)
    with (project.policies / "chat" / "channels.toml").open("a", encoding="utf-8") as file:
        file.write(PUBLICATION)
    for arguments in (("revision", "--autogenerate", "-m", "days"), ("upgrade", "head")):
        done = project.alembic(database, *arguments)
        assert done.returncode == 0, done.stdout + done.stderr
    return database, project.expected()


@pytest.fixture
def find(partitioned: tuple[str, Expected]) -> Callable[[str], tuple[Finding, ...]]:
    """Return a function that gives the findings after a script."""
    url, expected = partitioned

    def run(script: str) -> tuple[Finding, ...]:
        with psycopg.connect(url) as connection:
            connection.execute(script.encode())
        return read_drift(url, expected).findings

    return run


def test_trigger_that_is_off_on_a_partition_is_found(find: Callable[[str], tuple[Finding, ...]]) -> None:
    off = f"alter table public.may disable trigger {TRIGGER};"
    always = f'alter table public."Old days" enable always trigger {TRIGGER};'

    (finding,) = find(off + always)

    assert finding.id == "DRF007"
    assert "switched off on the partition public.may" in finding.what
    assert 'replication as well on the partition public."Old days"' in finding.what
    assert find(str(finding.fix)) == ()


def test_partitions_that_fire_as_their_table_does_are_not_told_apart(
    find: Callable[[str], tuple[Finding, ...]],
) -> None:
    days = "from ('2026-06-01') to ('2026-07-01')"
    more = f"create table public.june partition of public.months for values {days};"

    assert find(more) == ()
    assert find(f"alter table public.days disable trigger {TRIGGER}")[0].what.count("partition") == 0
    assert find(f"alter table public.days enable trigger {TRIGGER}; drop table public.may") == ()
