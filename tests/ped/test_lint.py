from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from pedschema.probe.database import RealtimeDatabase
    from tests.conftest import Outcome

HERE = Path(__file__).parent


def test_the_contract_and_its_migrations_give_no_finding(run: Callable[..., Outcome]) -> None:
    assert run("lint").code == 0


def test_what_the_app_had_before_gives_its_known_findings(run: Callable[..., Outcome]) -> None:
    outcome = run("lint", str(HERE / "old_realtime.sql"), "--format", "github")

    assert outcome.code == 1
    assert {word for word in ("POL002", "PAY001", "TRG002") if word in outcome.out} == {
        "POL002",
        "PAY001",
        "TRG002",
    }


@pytest.mark.db
def test_the_migrated_database_and_its_people_give_no_finding(
    run: Callable[..., Outcome], realtime_db: RealtimeDatabase
) -> None:
    outcome = run("lint", "--database", realtime_db.url, "--personas", "policies")

    assert (outcome.code, outcome.out) == (0, "")
    assert realtime_db.received() == ()


@pytest.mark.db
def test_a_policy_that_opens_a_fed_topic_to_strangers_is_found_by_what_people_may_do(
    run: Callable[..., Outcome], realtime_db: RealtimeDatabase
) -> None:
    realtime_db.connection.execute(
        "create policy ped_open on realtime.messages for insert to authenticated"
        " with check (extension = 'broadcast' and topic like 'game:%')"
    )

    outcome = run(
        "lint",
        "--database",
        realtime_db.url,
        "--personas",
        "policies",
        "--select",
        "CAT",
        "--select",
        "POL014",
    )

    assert outcome.code == 1
    assert "CAT004" in outcome.out or "CAT001" in outcome.out
    assert "POL014" in outcome.out


@pytest.mark.db
@pytest.mark.parametrize(
    ("policy", "widens"),
    [
        (
            "for insert to authenticated with check (extension = 'broadcast' and topic like 'game:%')",
            True,
        ),
        (
            "as restrictive for select to authenticated using (false)",
            False,
        ),
    ],
)
def test_access_wider_than_the_reviewed_lock_is_found_and_narrower_is_not(
    run: Callable[..., Outcome], realtime_db: RealtimeDatabase, policy: str, *, widens: bool
) -> None:
    realtime_db.connection.execute(f"create policy ped_other on realtime.messages {policy}")

    outcome = run(
        "lint", "--database", realtime_db.url, "--personas", "policies", "--select", "MIG002", "-f", "json"
    )

    assert (outcome.code, "MIG002" in outcome.out and "gains broadcast" in outcome.out) == (
        int(widens),
        widens,
    )


def test_personas_without_a_database_are_refused(run: Callable[..., Outcome]) -> None:
    outcome = run("lint", "--personas", "policies")

    assert outcome.code == 2
    assert "--database URL" in outcome.err
