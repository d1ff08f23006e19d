"""The files that docs/contract.md shows are a contract, and the linter has nothing to say of it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from pedschema.probe.database import RealtimeDatabase

pytestmark = pytest.mark.db

PAGE = Path(__file__).parents[2] / "docs" / "contract.md"
TABLES = """
create table public.profiles (id uuid primary key, name text not null);
create table public.rooms (id uuid primary key, hidden_at timestamptz);
create table public.posts (id uuid primary key);
create table public.messages (
    id uuid primary key, room_id uuid not null references public.rooms, profile_id uuid, content text,
    status text
);
"""
MEMBER = """create function rooms.member(room_id uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$ select exists (select from public.rooms as r where r.id = member.room_id) $$;
"""
NAMES = ("contract.toml", "chat/channels.toml", "chat/read.sql", "personas.toml")


@pytest.fixture
def contract(tmp_path: Path, realtime_db: RealtimeDatabase, run: Callable[..., Any]) -> Path:
    """Write the page's blocks where the page says that they belong, and read schema.lock."""
    folder = tmp_path / "policies"
    (folder / "chat").mkdir(parents=True)
    (folder / "rules").mkdir()
    blocks = re.findall(
        r"^```(?:toml|sql)\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    for name, block in zip(NAMES, blocks, strict=True):
        (folder / name).write_text(block, encoding="utf-8")
    (folder / "rules" / "member.sql").write_text(MEMBER, encoding="utf-8")
    (folder / "people.sql").write_text("select 1;", encoding="utf-8")
    silent = "\n".join(
        f'"public.{name}" = "why no topic tells of it"' for name in ("posts", "profiles", "rooms")
    )
    (folder / "unpublished.toml").write_text(f"[tables]\n{silent}\n", encoding="utf-8")
    realtime_db.connection.execute(TABLES)
    locked = run("lock", realtime_db.url, "--contract", str(folder))
    assert locked.code == 0, locked.err
    return folder


def test_page_shows_a_contract_without_findings(contract: Path, run: Callable[..., Any]) -> None:
    linted = run("lint", str(contract), "--fail-on", "info")
    assert (linted.code, linted.out) == (0, "")


def test_contract_of_the_page_is_judged(contract: Path, run: Callable[..., Any]) -> None:
    policy = contract / "chat" / "read.sql"
    text = policy.read_text(encoding="utf-8")
    policy.write_text(text.replace("and messages.topic = (select realtime.topic())", ""), encoding="utf-8")
    linted = run("lint", str(contract), "--fail-on", "info")
    assert linted.code == 1
    assert "POL023" in linted.out
