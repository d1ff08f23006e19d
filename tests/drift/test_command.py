"""`pedschema drift` as a user runs it: exit codes, formats, baseline, the revision that mends."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import psycopg
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Outcome
    from tests.drift.conftest import Project

    Drift = Callable[..., Outcome]

pytestmark = pytest.mark.db

OPENED = "alter policy rooms_chat_read on realtime.messages using (true)"
SILENT = "alter table public.messages disable trigger rooms_room_chat__messages_insert"


def _run(url: str, sql: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute(sql.encode())


@pytest.fixture
def drift(run: Callable[..., Outcome], deployed: Project) -> Drift:
    """Run `pedschema drift` on the project as it is deployed."""

    def call(*arguments: str, project: Project = deployed) -> Outcome:
        return run("drift", "--contract", str(project.policies), "--config", str(project.ini), *arguments)

    return call


def test_clean_database_ends_with_0(drift: Drift, clean: str) -> None:
    outcome = drift(clean)

    assert outcome.code == 0
    assert outcome.out == ""
    assert outcome.err == "no drift\n"


def test_drift_ends_with_1_and_tells_what_to_do(drift: Drift, database: str) -> None:
    _run(database, OPENED)

    outcome = drift(database)

    assert outcome.code == 1
    assert 'policy "rooms_chat_read" on realtime.messages: error DRF008 policy-expression' in outcome.out
    assert 'its expression was changed; topic "room:{room_id:uuid}:chat"' in outcome.out
    assert "could have: postgres, supabase_admin (superuser)" in outcome.out
    assert "\n  +USING (true)\n" in outcome.out
    assert "fix: write a revision with `pedschema drift URL --fix`, and upgrade" in outcome.out
    assert outcome.err == "1 error\n"


def test_json_carries_the_difference(drift: Drift, database: str) -> None:
    _run(database, SILENT)

    (finding,) = json.loads(drift(database, "--format", "json").out)["findings"]

    assert finding["rule"] == "DRF007"
    assert finding["object"] == 'trigger "rooms_room_chat__messages_insert" on public.messages'
    assert finding["fix"] == (
        'alter table "public"."messages" enable trigger "rooms_room_chat__messages_insert"'
    )
    assert finding["detail"] == "could have: postgres, supabase_admin (superuser)"


@pytest.mark.parametrize("form", ["sarif", "github", "junit"])
def test_other_formats_name_the_rule(form: str, drift: Drift, database: str) -> None:
    _run(database, SILENT)

    outcome = drift(database, "--format", form)

    assert outcome.code == 1
    assert "DRF007" in outcome.out


def test_findings_are_in_the_order_of_their_objects(drift: Drift, database: str) -> None:
    _run(database, f"{SILENT}; {OPENED}; alter table public.rooms drop column remark")

    found = json.loads(drift(database, "--format", "json").out)["findings"]

    assert [each["rule"] for each in found] == ["DRF008", "DRF043", "DRF007"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--select", "DRF007"), 1),
        (("--select", "policy-expression"), 0),
        (("--ignore", "DRF0"), 0),
        (("--fail-on", "error"), 1),
    ],
)
def test_rules_are_chosen(arguments: tuple[str, ...], code: int, drift: Drift, database: str) -> None:
    _run(database, SILENT)

    assert drift(database, *arguments).code == code


def test_information_alone_does_not_fail(drift: Drift, database: str) -> None:
    _run(database, "alter table public.rooms add column extra text")

    assert drift(database).code == 0
    assert drift(database, "--fail-on", "info").code == 1


def test_known_drift_does_not_count_and_new_drift_does(drift: Drift, database: str, tmp_path: Path) -> None:
    baseline = str(tmp_path / "known.json")
    _run(database, SILENT)
    written = drift(database, "--baseline", baseline, "--write-baseline")
    known = drift(database, "--baseline", baseline)
    _run(database, OPENED)
    new = drift(database, "--baseline", baseline)

    assert (written.code, known.code, new.code) == (0, 0, 1)
    assert "DRF007" not in new.out
    assert "1 error, 1 known" in new.err


def test_what_cannot_be_told_ends_with_2(drift: Drift, clean: str, server: object) -> None:
    unreachable = drift("postgresql://postgres@127.0.0.1:1/rooms")
    plain = drift(clean.rpartition("/")[0] + "/postgres")

    assert (unreachable.code, plain.code) == (2, 2)
    assert "[database-unreachable]" in unreachable.err
    assert "[database-without-realtime]" in plain.err
    assert server


def test_password_of_the_url_is_in_no_message(drift: Drift) -> None:
    outcome = drift("postgresql://postgres:hush@127.0.0.1:1/rooms")

    assert outcome.code == 2
    assert "hush" not in outcome.err + outcome.out


def test_without_a_database_it_says_how_to_name_one(drift: Drift) -> None:
    outcome = drift()

    assert outcome.code == 2
    assert "[database-url-missing]" in outcome.err


def test_fix_writes_a_revision_that_mends(
    drift: Drift, database: str, deployed: Project, tmp_path: Path
) -> None:
    project = deployed.copy(tmp_path / "rooms")
    _run(database, f"{OPENED}; drop trigger rooms_room_chat__messages_insert on public.messages")

    fixed = drift(database, "--fix", project=project)
    unchanged = drift(database, project=deployed)
    upgraded = project.alembic(database, "upgrade", "head")

    assert fixed.code == 1
    assert "a revision mends 2 findings, 0 are for people" in fixed.err
    assert [line for line in unchanged.out.splitlines() if "DRF" in line]
    assert upgraded.returncode == 0, upgraded.stderr
    assert drift(database, project=project).code == 0


def test_fix_mends_every_kind_of_object(
    drift: Drift, database: str, deployed: Project, tmp_path: Path
) -> None:
    project = deployed.copy(tmp_path / "rooms")
    _run(
        database,
        "alter function rooms.is_member(uuid) security invoker;"
        "grant execute on function rooms.is_member(uuid) to anon;"
        "create or replace function rooms.topic_text(pattern text, part text) returns text language sql"
        " stable parallel safe set search_path = pg_catalog, pg_temp as 'select null';"
        "create or replace trigger rooms_room_chat__messages_insert after insert or update on public.messages"
        " for each row execute function rooms.room_chat__messages_v1();"
        "drop function rooms.topic_bigint(text, text);"
        "create function rooms.helper() returns integer language sql as 'select 1';"
        "create policy rooms_extra on realtime.messages for select to anon using (true);"
        "grant create on schema rooms to anon;"
        "grant insert on rooms.surface_switch to anon",
    )

    fixed = drift(database, "--fix", project=project)
    upgraded = project.alembic(database, "upgrade", "head")

    assert "a revision mends 9 findings, 0 are for people" in fixed.err
    assert upgraded.returncode == 0, upgraded.stderr
    assert drift(database, project=project).out == ""


def test_fix_leaves_to_people_what_no_revision_mends(
    drift: Drift, database: str, deployed: Project, tmp_path: Path
) -> None:
    project = deployed.copy(tmp_path / "rooms")
    before = sorted((project.folder / "migrations" / "versions").glob("*.py"))
    _run(database, SILENT)

    fixed = drift(database, "--fix", project=project)

    assert fixed.code == 1
    assert "a revision mends 0 findings, 1 are for people" in fixed.err
    assert sorted((project.folder / "migrations" / "versions").glob("*.py")) == before


def test_fix_waits_for_undeployed_revisions(
    drift: Drift, database: str, deployed: Project, tmp_path: Path
) -> None:
    project = deployed.copy(tmp_path / "rooms")
    _run(database, f"{OPENED}; update rooms.alembic_version set version_num = 'reviewed'")

    fixed = drift(database, "--fix", project=project)

    assert fixed.code == 1
    assert "bring the database to the last revision first" in fixed.err
