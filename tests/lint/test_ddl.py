from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pedschema.lint.build import build_project
from pedschema.lint.ddl import find_commands, find_targets
from pedschema.lint.source import Origin, Source
from pedschema.lint.transactions import find_transactions

if TYPE_CHECKING:
    from pedschema.lint.project import Project

POLICY = "create policy a on realtime.messages for select using ((select realtime.topic()) = 'a');"


def _project(text: str) -> Project:
    return build_project([Source(text, Origin.MIGRATION, "a.sql")])


def _targets(text: str) -> list[tuple[str, ...]]:
    return [name for command in find_commands(_project(text)) for name in find_targets(command.node)]


@pytest.mark.parametrize(
    ("sql", "targets"),
    [
        ("alter table app.rooms add column a int", [("app", "rooms")]),
        ("drop table app.rooms, notes", [("app", "rooms"), ("notes",)]),
        ("drop trigger tell on app.rooms", [("app", "rooms", "tell")]),
        ("drop function app.tell(int)", [("app", "tell")]),
        ("drop schema app", [("app", "*")]),
        ("alter schema app rename to other", [("app", "*")]),
        ("create table app.day partition of app.days default", [("app", "day"), ("app", "days")]),
        ("create table app.copy as select 1", [("app", "copy")]),
        ("alter table rooms set schema app", [("rooms",), ("app", "*")]),
        ("comment on column app.rooms.title is 'a'", [("app", "rooms", "title")]),
        ("alter type app.mood add value 'good'", [("app", "mood")]),
        ("insert into app.rooms values (1)", []),
        ("select topic from app.rooms where title = 'alter table app.rooms'", []),
    ],
)
def test_statement_names_what_it_changes(sql: str, targets: list[tuple[str, ...]]) -> None:
    assert _targets(sql) == targets


@pytest.mark.parametrize(
    "body",
    [
        "alter table app.rooms add a int;",
        "execute 'alter table app.rooms add a int';",
        "execute format('alter table %I.%I add a int', 'app', 'rooms');",
        "execute format('alter table %1$I.%2$I add a int default %3$L', 'app', 'rooms', 5);",
    ],
)
@pytest.mark.parametrize(
    "shell",
    ["do $$ begin {} end $$", "create function f() returns void language plpgsql as $$ begin {} end $$"],
)
def test_inner_statement_is_found(shell: str, body: str) -> None:
    assert ("app", "rooms") in _targets(shell.format(body))


def test_transactions_end_where_the_text_says_so() -> None:
    project = _project(f"select 1; begin; select 2; {POLICY} commit; select 3;")

    [transaction] = find_transactions(project)

    assert [each.text for each in transaction.before] == ["select 1"]
    assert [each.text for each in transaction.statements] == ["select 2", POLICY.rstrip(";")]
    assert transaction.begun


def test_two_files_are_two_transactions() -> None:
    sources = [Source(POLICY, Origin.MIGRATION, f"{name}.sql") for name in "ab"]

    assert len(find_transactions(build_project(sources))) == 2
