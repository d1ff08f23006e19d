"""`pedschema adopt` as a command: what it writes, where, and what it refuses."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from pedschema.cli.scaffold import project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Outcome

pytestmark = pytest.mark.db


def test_adopt_ends_clean_and_its_contract_passes_the_check(
    make_hosted: Callable[..., Any], run: Callable[..., Outcome], tmp_path: Path
) -> None:
    outcome = run("adopt", make_hosted("rooms.sql", "kept.sql").url, "--name", "chat", "--out", str(tmp_path))
    checked = run(
        "check", "--contract", str(tmp_path / "policies"), "--config", str(tmp_path / "alembic.ini")
    )

    assert outcome.code == 0
    assert f"{tmp_path}/policies/room/channels.toml" in outcome.out.splitlines()
    assert "1 topics, 1 publications, 1 policies" in outcome.err
    assert checked.code == 0, checked.out


def test_a_dry_run_writes_nothing(
    make_hosted: Callable[..., Any], run: Callable[..., Outcome], tmp_path: Path
) -> None:
    url = make_hosted("rooms.sql", "kept.sql").url

    outcome = run("adopt", url, "--name", "chat", "--out", str(tmp_path), "--dry-run")

    assert outcome.code == 0
    assert "nothing is written" in outcome.err
    assert list(tmp_path.iterdir()) == []


def test_json_says_what_was_told_and_what_was_not(
    make_hosted: Callable[..., Any], run: Callable[..., Outcome], tmp_path: Path
) -> None:
    url = make_hosted("rooms.sql", "mixed.sql").url

    outcome = run("adopt", url, "--name", "chat", "--out", str(tmp_path), "--json")

    told = json.loads(outcome.out)
    assert [topic["pattern"] for topic in told["topics"]] == ["lounge", "room:{room_id:uuid}:reactions"]
    assert told["retired"]["triggers_at_the_end"] == [{"name": "tell_reaction", "table": "public.reactions"}]
    assert told["subscribed_tables"] == ["public.room_members"]
    assert {gap["where"] for gap in told["not_told"]} >= {
        'policy "nobody on sundays"',
        "function public.audit_added, line 3",
    }
    assert "policies/room/channels.toml" in told["files"]


@pytest.mark.parametrize("taken", ["policies/contract.toml", "migrations/env.py", "alembic.ini"])
def test_an_existing_contract_is_not_overwritten(
    make_hosted: Callable[..., Any], run: Callable[..., Outcome], tmp_path: Path, taken: str
) -> None:
    (tmp_path / taken).parent.mkdir(exist_ok=True)
    (tmp_path / taken).write_text("mine", encoding="utf-8")

    outcome = run("adopt", make_hosted("rooms.sql").url, "--name", "chat", "--out", str(tmp_path))

    assert outcome.code == 2
    assert "exists already" in outcome.err
    assert [path.read_text(encoding="utf-8") for path in tmp_path.rglob("*") if path.is_file()] == ["mine"]


def test_a_disk_that_fails_half_way_leaves_no_file(
    make_hosted: Callable[..., Any],
    run: Callable[..., Outcome],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real, out = project.write_files, tmp_path / "project"

    def fail(texts: dict[Path, str]) -> None:
        real(dict(list(texts.items())[: len(texts) // 2]) if next(iter(texts)).is_relative_to(out) else texts)
        if next(iter(texts)).is_relative_to(out):
            raise OSError("no space left on device")

    monkeypatch.setattr(project, "write_files", fail)
    with pytest.raises(OSError, match="no space"):
        run("adopt", make_hosted("rooms.sql", "kept.sql").url, "--name", "chat", "--out", str(out))

    assert not out.exists()


def test_nothing_stays_in_a_database_that_refuses(
    make_hosted: Callable[..., Any], run: Callable[..., Outcome], tmp_path: Path
) -> None:
    taken = make_hosted("rooms.sql", "create schema chat; create table chat.lines (id int)")

    outcome = run("adopt", taken.url, "--name", "chat", "--out", str(tmp_path))

    assert outcome.code == 2
    assert 'the schema "chat" holds something already' in outcome.err
    assert run("adopt", taken.url, "--name", "chat", "--schema", "told", "--out", str(tmp_path)).code == 0


def test_a_policy_that_looks_owned_asks_for_another_schema(
    make_hosted: Callable[..., Any], run: Callable[..., Outcome], tmp_path: Path
) -> None:
    policy = "create policy chat_read on realtime.messages for select to authenticated using (true)"
    hosted = make_hosted("rooms.sql", policy)

    outcome = run("adopt", hosted.url, "--name", "chat", "--out", str(tmp_path))

    assert outcome.code == 2
    assert 'the policy "chat_read" begins with "chat_"' in outcome.err
    assert run("adopt", hosted.url, "--name", "chat", "--schema", "told", "--out", str(tmp_path)).code == 0


def test_a_database_that_does_not_answer_leaves_no_file(run: Callable[..., Outcome], tmp_path: Path) -> None:
    outcome = run("adopt", "postgresql://127.0.0.1:1/none", "--out", str(tmp_path))

    assert outcome.code == 2
    assert list(tmp_path.iterdir()) == []


def test_a_database_without_any_hand_made_object_has_an_empty_contract(
    make_hosted: Callable[..., Any], adopt: Callable[..., Any]
) -> None:
    adopted = adopt(make_hosted("rooms.sql"))

    assert adopted.contract.topics == ()
    assert {str(name) for name, _ in adopted.contract.unpublished} == {
        "public.audits",
        "public.messages",
        "public.reactions",
        "public.room_members",
        "public.rooms",
    }
    adopted.upgrade()
    adopted.check()
