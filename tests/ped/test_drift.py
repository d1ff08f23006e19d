"""Drift of PED: its database as deployed is clean, and a change by hand is told with its topic."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pedschema.drift.read import load_expected, read_drift

if TYPE_CHECKING:
    from pedschema.drift.read import Expected
    from pedschema.probe.database import RealtimeDatabase

pytestmark = pytest.mark.db

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def expected() -> Expected:
    return load_expected(ROOT / "policies", ROOT / "alembic.ini")


def _url(database: RealtimeDatabase) -> str:
    info = database.connection.info
    return f"postgresql://postgres@{info.host}:{info.port}/{info.dbname}"


def test_ped_as_deployed_has_no_drift(realtime_db: RealtimeDatabase, expected: Expected) -> None:
    outcome = read_drift(_url(realtime_db), expected)

    assert outcome.failures == ()
    assert outcome.findings == ()


@pytest.mark.parametrize(
    ("sql", "rule", "topic"),
    [
        (
            "alter policy ped_chat_read on realtime.messages using (true)",
            "DRF008",
            "game:{game_id:uuid}:chat",
        ),
        (
            "alter table public.chat_messages rename content to body",
            "DRF045",
            "game:{game_id:uuid}:chat",
        ),
        (
            "alter table public.chat_message_reactions disable trigger user",
            "DRF007",
            "game:{game_id:uuid}:chat",
        ),
    ],
)
def test_change_by_hand_is_told_with_its_topic(
    sql: str, rule: str, topic: str, realtime_db: RealtimeDatabase, expected: Expected
) -> None:
    realtime_db.connection.execute(sql.encode())

    findings = [each for each in read_drift(_url(realtime_db), expected).findings if each.id == rule]

    assert findings
    assert all(topic in finding.what for finding in findings)
