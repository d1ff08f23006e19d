from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from pedschema.probe.database import RealtimeDatabase
    from tests.conftest import Outcome

ROOT = Path(__file__).parents[2]
REVIEWS = "game:{game_id:uuid}:reviews"


@pytest.fixture
def contract(tmp_path: Path) -> Path:
    """A copy of the contract that may be changed, in a repository of its own."""
    folder = tmp_path / "policies"
    shutil.copytree(ROOT / "policies", folder)
    for command in (
        ["init", "-q"],
        ["add", "."],
        ["-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-q", "-m", "first"],
    ):
        subprocess.run(["git", "-C", str(tmp_path), *command], check=True, capture_output=True)
    return folder


@pytest.mark.db
def test_a_published_column_dropped_by_the_app_turns_the_check_red_with_the_topic(
    run: Callable[..., Outcome], realtime_db: RealtimeDatabase
) -> None:
    realtime_db.connection.execute("alter table public.game_reviews drop column rating cascade")

    outcome = run("lock", realtime_db.url, "--check")

    assert outcome.code == 1
    assert outcome.out.startswith("breaking column-dropped public.game_reviews.rating\n")
    assert f"topics: {REVIEWS}" in outcome.out
    assert "at: policies/reviews/channels.toml:" in outcome.out


@pytest.mark.db
def test_a_column_of_an_unpublished_table_turns_the_check_red_without_a_topic(
    run: Callable[..., Outcome], realtime_db: RealtimeDatabase
) -> None:
    realtime_db.connection.execute("alter table public.installs add column locale text")

    outcome = run("lock", realtime_db.url, "--check")

    assert outcome.code == 1
    assert outcome.out.startswith("safe column-added public.installs.locale\n")
    assert "topics:" not in outcome.out


@pytest.mark.db
def test_row_level_security_switched_off_by_the_app_breaks_policies(
    run: Callable[..., Outcome], realtime_db: RealtimeDatabase
) -> None:
    realtime_db.connection.execute("alter table public.memberships disable row level security")

    outcome = run("lock", realtime_db.url, "--check", "--format", "json")

    (change,) = json.loads(outcome.out)
    assert outcome.code == 1
    assert (change["id"], change["policies"]["effect"]) == ("rls-off", "breaking")
    assert REVIEWS in change["topics"]


@pytest.mark.db
def test_the_lock_is_written_and_then_agrees(
    run: Callable[..., Outcome], realtime_db: RealtimeDatabase, contract: Path
) -> None:
    realtime_db.connection.execute("alter table public.games alter column name drop not null")

    written = run("lock", realtime_db.url, "--contract", str(contract), "--format", "github")
    again = run("lock", realtime_db.url, "--contract", str(contract), "--check")

    assert written.code == 0
    first = written.out.splitlines()[0]
    assert first.startswith(f"::error file={contract}/")
    assert "column-nullability" in first
    assert (again.code, again.out) == (0, "")


def test_a_commit_is_compared_without_a_database(run: Callable[..., Outcome], contract: Path) -> None:
    lock = contract / "schema.lock"
    text = lock.read_text(encoding="utf-8")
    lock.write_text(text.replace('"rating": "smallint not null"', '"rating": "smallint"'), encoding="utf-8")
    arguments = ("lock", "--contract", str(contract), "--against", "git:HEAD")

    shown, checked = run(*arguments), run(*arguments, "--check")

    assert (shown.code, checked.code) == (0, 1)
    assert shown.out.startswith("breaking column-nullability public.game_reviews.rating\n")


def test_a_commit_with_the_same_lock_is_clean(run: Callable[..., Outcome], contract: Path) -> None:
    outcome = run("lock", "--contract", str(contract), "--against", "git:HEAD", "--check")

    assert (outcome.code, outcome.out) == (0, "")


@pytest.mark.parametrize(
    ("against", "id_"),
    [("main", "commit-malformed"), ("git:--help", "commit-malformed"), ("git:nowhere", "commit-unreadable")],
)
def test_a_commit_that_is_none_is_refused(
    run: Callable[..., Outcome], contract: Path, against: str, id_: str
) -> None:
    outcome = run("lock", "--contract", str(contract), "--against", against)

    assert outcome.code == 2
    assert id_ in outcome.err


def test_a_run_without_a_database_is_refused(run: Callable[..., Outcome]) -> None:
    outcome = run("lock", "--check")

    assert outcome.code == 2
    assert "database-missing" in outcome.err


@pytest.mark.db
def test_a_lock_of_an_older_version_is_refused_by_the_check_and_replaced_by_a_run(
    run: Callable[..., Outcome], realtime_db: RealtimeDatabase, contract: Path
) -> None:
    lock = contract / "schema.lock"
    text = lock.read_text(encoding="utf-8")
    lock.write_text(text.replace('"version": 2', '"version": 1'), encoding="utf-8")

    refused = run("lock", realtime_db.url, "--contract", str(contract), "--check")
    written = run("lock", realtime_db.url, "--contract", str(contract))

    assert refused.code == 2
    assert "lock-version" in refused.err
    assert "pedschema lock" in refused.err
    assert written.code == 0
    assert '"version": 2' in lock.read_text(encoding="utf-8")


@pytest.mark.db
def test_a_contract_that_follows_the_change_already_is_judged_too(
    run: Callable[..., Outcome], realtime_db: RealtimeDatabase, contract: Path
) -> None:
    realtime_db.connection.execute("alter table public.game_reviews add column mood text")
    channels = contract / "reviews" / "channels.toml"
    text = channels.read_text(encoding="utf-8")
    channels.write_text(text.replace('"rating"]', '"rating", "mood"]'), encoding="utf-8")
    assert channels.read_text(encoding="utf-8") != text

    outcome = run("lock", realtime_db.url, "--contract", str(contract))

    assert outcome.code == 0
    assert outcome.out.startswith("safe column-added public.game_reviews.mood\n")


@pytest.mark.db
def test_another_server_is_no_change_of_the_tables_and_what_is_not_known_stays(
    run: Callable[..., Outcome], realtime_db: RealtimeDatabase, contract: Path
) -> None:
    lock = contract / "schema.lock"
    text = lock.read_text(encoding="utf-8").replace('"realtime": ""', '"realtime": "20260101000000"')
    lock.write_text(text.replace('"server": ', '"server": 9'), encoding="utf-8")

    checked = run("lock", realtime_db.url, "--contract", str(contract), "--check")
    written = run("lock", realtime_db.url, "--contract", str(contract))

    assert (checked.code, checked.out, written.code, written.out) == (0, "", 0, "")
    assert lock.read_text(encoding="utf-8").splitlines()[2] == text.splitlines()[2]
    assert '"realtime": "20260101000000"' in lock.read_text(encoding="utf-8")


@pytest.mark.db
def test_a_contract_with_a_mistake_gets_its_lock_and_then_the_mistake(
    run: Callable[..., Outcome], realtime_db: RealtimeDatabase, contract: Path
) -> None:
    realtime_db.connection.execute("alter table public.installs add column locale text")
    channels = contract / "reviews" / "channels.toml"
    text = channels.read_text(encoding="utf-8")
    channels.write_text(text.replace('"rating"]', '"raiting"]'), encoding="utf-8")

    outcome = run("lock", realtime_db.url, "--contract", str(contract))

    assert outcome.code == 2
    assert 'no column "raiting"' in outcome.err
    assert '"locale": "text"' in (contract / "schema.lock").read_text(encoding="utf-8")
