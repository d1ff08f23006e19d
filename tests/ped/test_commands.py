from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from typer.main import get_command

from pedschema import __version__
from pedschema.cli.app import app

if TYPE_CHECKING:
    from collections.abc import Callable

    from pedschema.probe.database import RealtimeDatabase
    from tests.conftest import Outcome

ROOT = Path(__file__).parent.parent.parent
DRAFT = "game:<open>:draft"


@pytest.fixture
def contract(tmp_path: Path) -> Path:
    folder = tmp_path / "policies"
    shutil.copytree(ROOT / "policies", folder)
    return folder


def _commands() -> list[str]:
    group: Any = get_command(app)
    found = {name: group.get_command(None, name) for name in group.list_commands(None)}
    inner = [f"{name} {each}" for name, command in found.items() for each in getattr(command, "commands", ())]
    return sorted([*found, *inner])


@pytest.mark.parametrize("command", _commands())
def test_command_has_help(command: str, run: Callable[..., Outcome]) -> None:
    outcome = run(*command.split(), "--help")

    assert outcome.code == 0
    assert "Usage:" in outcome.out


def test_version_goes_to_stdout(run: Callable[..., Outcome]) -> None:
    outcome = run("--version")

    assert (outcome.code, outcome.out, outcome.err) == (0, f"{__version__}\n", "")


def test_check_is_clean_where_the_migrations_build_the_contract(run: Callable[..., Outcome]) -> None:
    outcome = run("check")

    assert (outcome.code, outcome.out) == (0, "")
    assert "10 topics" in outcome.err


def test_check_names_the_object_whose_migration_was_forgotten(
    run: Callable[..., Outcome], contract: Path
) -> None:
    policy = contract / "games" / "read_game.sql"
    policy.write_text(policy.read_text(encoding="utf-8").replace("see_game", "manage_game"), encoding="utf-8")

    outcome = run("check", "--contract", str(contract))

    assert outcome.code == 1
    assert "ped_game_read" in outcome.out
    assert "alembic revision --autogenerate" in outcome.out


def test_check_accepts_a_policy_that_is_only_laid_out_anew(
    run: Callable[..., Outcome], contract: Path
) -> None:
    policy = contract / "games" / "read_game.sql"
    text = policy.read_text(encoding="utf-8")
    policy.write_text(f"-- another comment\n{' '.join(text.splitlines()[1:])}\n", encoding="utf-8")

    assert run("check", "--contract", str(contract)).code == 0


def test_check_shows_every_mistake_of_a_contract_with_its_place(
    run: Callable[..., Outcome], contract: Path
) -> None:
    topics = contract / "chat" / "channels.toml"
    text = topics.read_text(encoding="utf-8")
    topics.write_text(text.replace('"public.chat_messages"', '"public.chat_mesages"', 1), encoding="utf-8")
    (contract / "rules" / "chat.sql").write_text("create function ped.chat(", encoding="utf-8")

    outcome = run("check", "--contract", str(contract))

    assert outcome.code == 2
    assert "channels.toml:" in outcome.err
    assert "did you mean" in outcome.err
    assert "chat.sql:1" in outcome.err


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        ("def upgrade(", "the revision is no Python"),
        ('revision = "x"\ndown_revision = "nowhere"\n', "do not fit together"),
    ],
)
@pytest.mark.filterwarnings("ignore:Revision nowhere")
def test_check_says_which_revision_it_cannot_read(
    run: Callable[..., Outcome], tmp_path: Path, damage: str, told: str
) -> None:
    shutil.copy(ROOT / "alembic.ini", tmp_path)
    shutil.copytree(ROOT / "migrations", tmp_path / "migrations")
    shutil.copytree(ROOT / "policies", tmp_path / "policies")
    (tmp_path / "migrations" / "versions" / "damaged.py").write_text(damage, encoding="utf-8")

    outcome = run("check", "--config", str(tmp_path / "alembic.ini"))

    assert outcome.code == 2
    assert told in outcome.err


def test_schemas_are_up_to_date(run: Callable[..., Outcome]) -> None:
    assert run("schemas", "--check").code == 0


def test_a_stale_schema_is_shown_with_its_diff_and_its_repair(
    run: Callable[..., Outcome], tmp_path: Path
) -> None:
    run("schemas", str(tmp_path))
    stale = tmp_path / "story.schema.json"
    stale.write_text(stale.read_text(encoding="utf-8").replace("story.toml", "tale.toml"), encoding="utf-8")

    outcome = run("schemas", str(tmp_path), "--check")

    assert outcome.code == 1
    assert "tale.toml" in outcome.err
    assert "pedschema schemas" in outcome.err


@pytest.mark.db
def test_can_says_yes_to_a_member(run: Callable[..., Outcome], realtime_db: RealtimeDatabase) -> None:
    outcome = run("can", "member", DRAFT, "--database", realtime_db.url)

    assert outcome.code == 0
    assert outcome.out.startswith("join            yes")


@pytest.mark.db
def test_can_says_why_not_and_leaves_nothing_behind(
    run: Callable[..., Outcome], realtime_db: RealtimeDatabase
) -> None:
    outcome = run("can", "pending", DRAFT, "--database", realtime_db.url)

    assert outcome.code == 1
    assert 'policy "ped_draft_read"' in outcome.out
    assert realtime_db.received() == ()


@pytest.mark.db
def test_can_takes_claims_and_prints_json_without_repeating_them(
    run: Callable[..., Outcome], realtime_db: RealtimeDatabase
) -> None:
    claims = {"sub": "10000000-0000-4000-8000-000000000003", "role": "authenticated", "secret": "hush"}

    outcome = run("can", json.dumps(claims), DRAFT, "--database", realtime_db.url, "--json")

    answer = json.loads(outcome.out)
    assert answer["join"] == {"allowed": True, "reasons": []}
    assert answer["broadcast_write"]["allowed"] is False
    assert "hush" not in outcome.out + outcome.err


@pytest.mark.parametrize(
    ("who", "topic", "hint"),
    [
        ("membr", DRAFT, 'did you mean "member"?'),
        ("{broken", DRAFT, "write a JSON object"),
        ("member", "game:<opem>:draft", 'did you mean "open"?'),
    ],
)
def test_can_refuses_what_it_does_not_know(
    who: str, topic: str, hint: str, run: Callable[..., Outcome]
) -> None:
    outcome = run("can", who, topic, "--database", "postgresql://127.0.0.1:1/none")

    assert outcome.code == 2
    assert hint in outcome.err


def test_unreachable_database_is_an_error_without_its_password(run: Callable[..., Outcome]) -> None:
    outcome = run("can", "member", DRAFT, "--database", "postgresql://me:hush@127.0.0.1:1/none")

    assert outcome.code == 2
    assert "cannot be reached" in outcome.err
    assert "help:" in outcome.err
    assert "hush" not in outcome.out + outcome.err


@pytest.mark.db
def test_matrix_check_tells_who_lost_what(
    run: Callable[..., Outcome], realtime_db: RealtimeDatabase, contract: Path
) -> None:
    lock = contract / "access.lock"
    lines = lock.read_text(encoding="utf-8").splitlines()
    row = next(number for number, line in enumerate(lines) if line.startswith("user:<member>"))
    lines[row] = lines[row].replace("-", "r", 1)
    lock.write_text("\n".join(lines) + "\n", encoding="utf-8")

    outcome = run("matrix", "--check", "--contract", str(contract), "--database", realtime_db.url)

    assert outcome.code == 1
    assert "loses" in outcome.out
    assert "user:<member>" in outcome.out


@pytest.mark.db
def test_lock_agrees_with_the_tables_that_the_baseline_makes(
    run: Callable[..., Outcome], realtime_db: RealtimeDatabase
) -> None:
    assert run("lock", realtime_db.url, "--check").code == 0


@pytest.mark.db
def test_lock_check_shows_the_column_that_the_app_dropped(
    run: Callable[..., Outcome], realtime_db: RealtimeDatabase
) -> None:
    realtime_db.connection.execute("alter table public.posts drop column image_url")

    outcome = run("lock", realtime_db.url, "--check")

    assert outcome.code == 1
    assert "image_url" in outcome.out


@pytest.mark.db
def test_platform_starts_goes_on_and_stops(run: Callable[..., Outcome], tmp_path: Path) -> None:
    folder = str(tmp_path / "data")

    started = run("platform", "start", "--data", folder)
    status = run("platform", "status", "--data", folder)
    stopped = run("platform", "stop", "--data", folder)

    assert started.code == 0
    assert started.out.startswith("postgresql://postgres@127.0.0.1:")
    assert started.out.endswith("/app\n")
    assert status.code == 0
    assert (stopped.code, stopped.err) == (0, "stopped\n")
    assert run("platform", "status", "--data", folder).code == 1


@pytest.mark.db
def test_demo_shows_who_received_what_and_who_was_refused_why(run: Callable[..., Outcome]) -> None:
    outcome = run("demo")

    assert outcome.code == 0
    assert "game_team_members.GROUP" in outcome.out
    assert 'policy "ped_draft_read" (SELECT, to authenticated) answers no' in outcome.out
