from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pedschema.catalogue.load import load_catalogue

if TYPE_CHECKING:
    from collections.abc import Callable

    from pedschema.probe.database import RealtimeDatabase
    from tests.conftest import Outcome

ROOT = Path(__file__).parent.parent.parent
SCAFFOLD = ROOT / "pedschema" / "cli" / "scaffold"


@pytest.mark.parametrize(
    ("own", "template"),
    [
        ("alembic.ini", "alembic.ini"),
        ("migrations/env.py", "env.py.txt"),
        ("migrations/script.py.mako", "script.py.mako"),
    ],
)
def test_the_repository_stands_on_the_files_that_it_gives_to_others(own: str, template: str) -> None:
    assert (ROOT / own).read_text(encoding="utf-8") == (SCAFFOLD / template).read_text(encoding="utf-8")


@pytest.mark.db
def test_init_lists_every_table_and_its_contract_loads(
    run: Callable[..., Outcome], realtime_db: RealtimeDatabase, tmp_path: Path
) -> None:
    realtime_db.connection.execute("create table public.rooms (id uuid primary key)")

    started = run("init", "shop", "--folder", str(tmp_path), "--database", realtime_db.url)
    checked = run(
        "check", "--contract", str(tmp_path / "policies"), "--config", str(tmp_path / "alembic.ini")
    )

    assert started.code == 0
    assert '"public.rooms"' in (tmp_path / "policies" / "unpublished.toml").read_text(encoding="utf-8")
    assert checked.code == 1
    assert 'schema "shop"' in checked.out


@pytest.mark.db
def test_the_commented_example_is_a_contract_once_its_signs_are_gone(
    run: Callable[..., Outcome], realtime_db: RealtimeDatabase, tmp_path: Path
) -> None:
    realtime_db.connection.execute("create table public.tickets (id bigint primary key, title text)")
    run("init", "shop", "--folder", str(tmp_path), "--database", realtime_db.url)
    policies = tmp_path / "policies"
    example = policies / "example" / "channels.toml"
    toml, sql = _uncomment(example.read_text(encoding="utf-8"))

    example.write_text(toml, encoding="utf-8")
    (policies / "example" / "read.sql").write_text(sql, encoding="utf-8")
    (policies / "unpublished.toml").unlink()
    catalogue = load_catalogue(policies)

    assert [str(topic.pattern) for topic in catalogue.topics] == ["ticket:{ticket_id:bigint}"]
    assert [policy.name for policy in catalogue.policies] == ["shop_ticket_read"]


@pytest.mark.db
def test_without_a_table_that_could_have_a_topic_there_is_no_example(
    run: Callable[..., Outcome], realtime_db: RealtimeDatabase, tmp_path: Path
) -> None:
    realtime_db.connection.execute("create table public.days (day date primary key)")

    run("init", "shop", "--folder", str(tmp_path), "--database", realtime_db.url)

    assert not (tmp_path / "policies" / "example").exists()


def _uncomment(text: str) -> tuple[str, str]:
    lines = [line.removeprefix("#").removeprefix(" ") for line in text.splitlines()]
    start = next(number for number, line in enumerate(lines) if line.startswith("[topic."))
    end = next(number for number, line in enumerate(lines) if line.startswith("read.sql, which"))
    return "\n".join(lines[start:end]), "\n".join(lines[end + 1 :])


def test_init_overwrites_nothing(run: Callable[..., Outcome], tmp_path: Path) -> None:
    (tmp_path / "alembic.ini").write_text("mine", encoding="utf-8")

    outcome = run("init", "shop", "--folder", str(tmp_path))

    assert outcome.code == 2
    assert "alembic.ini: the file exists already" in outcome.err
    assert [path.name for path in tmp_path.iterdir()] == ["alembic.ini"]


def test_init_with_an_unreachable_database_leaves_no_file(
    run: Callable[..., Outcome], tmp_path: Path
) -> None:
    outcome = run("init", "shop", "--folder", str(tmp_path), "--database", "postgresql://127.0.0.1:1/none")

    assert outcome.code == 2
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_init_refuses_a_name_that_is_no_schema(run: Callable[..., Outcome], tmp_path: Path) -> None:
    outcome = run("init", "My Shop", "--folder", str(tmp_path))

    assert outcome.code == 2
    assert "lower-case letters" in outcome.err


@pytest.mark.parametrize("name", ["public", "realtime", "pg_mine", "order", "time"])
def test_init_refuses_a_schema_that_belongs_to_others(
    run: Callable[..., Outcome], tmp_path: Path, name: str
) -> None:
    assert run("init", name, "--folder", str(tmp_path)).code == 2
