"""The app's hand-made layer, as `pedschema adopt` reads it."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from alembic import command
from alembic.config import Config

from pedschema.catalogue.load import load_catalogue
from pedschema.testing import run_template

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Outcome

pytestmark = pytest.mark.db

ROOT = Path(__file__).parents[2]
OLD = Path(__file__).parent / "old_realtime.sql"
POLICIES = {"allow_auth_select_broadcasts", "allow_auth_insert_broadcasts"}
TRIGGERS = {"games_broadcast_trigger", "game_teams_broadcast_trigger", "game_team_members_broadcast_trigger"}


@pytest.fixture(scope="module")
def url(realtime_server: Any) -> str:
    """The app's tables with the triggers and policies of its own migrations, before any contract."""
    name = run_template(realtime_server, "ped_hand_made")
    found = f"postgresql://postgres@{realtime_server.host}:{realtime_server.port}/{name}"
    with psycopg.connect(found) as connection:
        for script in (*sorted((ROOT / "migrations" / "baseline").glob("[0-9]*.sql")), OLD):
            connection.execute(script.read_bytes())
        connection.execute("alter publication supabase_realtime add table public.game_queue")
    return found


@pytest.fixture
def adopted(url: str, run: Callable[..., Outcome], tmp_path: Path) -> tuple[Path, Any]:
    outcome = run("adopt", url, "--name", "app", "--out", str(tmp_path), "--json")
    assert outcome.code == 0, outcome.err
    return tmp_path, json.loads(outcome.out)


def test_every_trigger_and_policy_is_accounted_for(adopted: tuple[Path, Any]) -> None:
    _, told = adopted

    assert told["topics"] == []
    assert {gap["where"] for gap in told["not_told"]} == {
        'policy "allow_auth_insert_broadcasts"',
        'policy "allow_auth_select_broadcasts"',
        "function public.broadcast_table_changes, line 3",
    }
    whats = " ".join(gap["what"] for gap in told["not_told"])
    assert all(f'"{trigger}"' in whats for trigger in TRIGGERS)


def test_topics_that_the_contract_cannot_spell_are_proposed_under_their_nearest_name(
    adopted: tuple[Path, Any],
) -> None:
    folder, _ = adopted
    text = (folder / "policies" / "proposed" / "channels.toml").read_text(encoding="utf-8")

    assert '# [topic."public:game_teams"]' in text
    assert '# on = ["insert", "delete"]' in text
    assert '# changed = ["draft_status", "draft_turn", "draft_direction"]' in text
    assert "old.draft_turn IS DISTINCT FROM new.draft_turn" in text
    assert '# [topic."game_queue:{id:uuid}"]' in text


def test_every_table_is_listed_with_a_reason_to_fill_in(adopted: tuple[Path, Any]) -> None:
    folder, _ = adopted
    unpublished = {str(name): reason for name, reason in load_catalogue(folder / "policies").unpublished}

    assert len(unpublished) == 31
    assert unpublished["public.posts"].endswith("say why")
    assert "hand-made trigger" in unpublished["public.games"]
    assert "supabase_realtime" in unpublished["public.game_queue"]


def test_what_is_not_taken_over_stays_in_service(adopted: tuple[Path, Any], url: str) -> None:
    folder, _ = adopted
    config = Config(str(folder / "alembic.ini"), stdout=io.StringIO())
    config.attributes["url"] = url

    command.upgrade(config, "head")
    command.check(config)

    assert (
        _read(url, "select polname from pg_policy where polrelid = 'realtime.messages'::regclass") == POLICIES
    )
    assert _read(url, "select tgname from pg_trigger where not tgisinternal") >= TRIGGERS
    command.downgrade(config, "base")


def _read(url: str, sql: str) -> set[str]:
    with psycopg.connect(url) as connection:
        return {str(row[0]) for row in connection.execute(sql.encode())}
