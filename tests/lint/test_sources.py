"""Files: what is read, in which order, and where things stand in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pedschema.lint.engine import run_rules
from pedschema.lint.files import MAX_BYTES
from pedschema.lint.read import load_project
from pedschema.lint.registry import load_rules

if TYPE_CHECKING:
    from pathlib import Path

    from pedschema.lint.project import Project

POLICY = "create policy {} on realtime.messages for select to authenticated using (true);\n"


def _write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / name.replace("__", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def _names(project: Project) -> list[str]:
    return [policy.name for policy in project.policies]


def _notes(project: Project) -> list[str]:
    return [note.kind for note in project.notes]


def test_sql_files_of_a_folder_run_in_the_order_of_their_names(tmp_path: Path) -> None:
    _write(tmp_path, a__sql=POLICY.format("rooms"), b__sql="drop policy rooms on realtime.messages;")
    late = tmp_path / "later"
    late.mkdir()
    _write(late, c__sql=POLICY.format("chats"))

    assert _names(load_project([tmp_path])) == ["chats"]


def test_the_way_back_of_a_migration_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "1.up.sql").write_text(POLICY.format("rooms"), encoding="utf-8")
    (tmp_path / "1.down.sql").write_text("drop policy rooms on realtime.messages;", encoding="utf-8")

    assert _names(load_project([tmp_path])) == ["rooms"]


@pytest.mark.parametrize(
    ("up", "down"),
    [
        ("-- migrate:up", "-- migrate:down"),
        ("-- +goose Up", "-- +goose Down"),
        ("-- +migrate Up", "-- +migrate Down"),
        ("--migrate:up transaction:false", "-- migrate:down transaction:false"),
    ],
)
def test_the_way_back_within_a_file_is_not_read(up: str, down: str, tmp_path: Path) -> None:
    back = "drop policy rooms on realtime.messages; no sql"
    text = f"{up}\n{POLICY.format('rooms')}{down}\n{back}\n{up}\n{POLICY.format('chats')}"
    (tmp_path / "1.sql").write_text(text, encoding="utf-8")

    project = load_project([tmp_path])

    assert (_names(project), _notes(project)) == (["rooms", "chats"], [])
    assert project.policies[1].hit("", "").place.line == 6


@pytest.mark.parametrize("mark", ["-- migrated:down", "select 1; -- migrate:down", "-- +goose Downward"])
def test_other_comments_do_not_hide_what_follows(mark: str, tmp_path: Path) -> None:
    (tmp_path / "1.sql").write_text(f"{mark}\n{POLICY.format('rooms')}", encoding="utf-8")

    assert _names(load_project([tmp_path])) == ["rooms"]


def test_file_that_two_paths_lead_to_is_read_once(tmp_path: Path) -> None:
    _write(tmp_path, a__sql=POLICY.format("rooms"))
    link = tmp_path.parent / f"{tmp_path.name}-link"
    link.symlink_to(tmp_path)

    project = load_project([tmp_path, tmp_path / "a.sql", link])

    assert len(project.statements) == 1


def test_alembic_folder_is_read_by_its_revisions_alone(tmp_path: Path) -> None:
    revision = f'def upgrade():\n    op.execute("""{POLICY.format("rooms")}""")\n'
    versions = tmp_path / "versions"
    versions.mkdir()
    _write(tmp_path, env__py="", undo__sql="drop policy rooms on realtime.messages;")
    _write(versions, a__py=revision)

    assert _names(load_project([tmp_path])) == ["rooms"]


def test_later_statements_change_what_earlier_ones_made(tmp_path: Path) -> None:
    _write(
        tmp_path,
        a__sql="""
        create policy a on realtime.messages for select to anon using (true);
        alter policy a on realtime.messages to authenticated using (false);
        alter policy a on realtime.messages rename to b;
        create function public.f() returns trigger language plpgsql as $$begin return null; end$$;
        create function public.f(x int) returns int language sql as 'select 1';
        create function public.g() returns int language sql as 'select 1';
        alter function public.f() security definer set search_path = '';
        drop function public.g;
        create table public.t (id int);
        create trigger t after insert on public.t for each row execute function public.f();
        drop table public.t;
        """,
    )

    project = load_project([tmp_path])

    assert [(policy.name, policy.roles) for policy in project.policies] == [("b", ("authenticated",))]
    assert [(each.name.name, each.security_definer) for each in project.functions] == [
        ("f", True),
        ("f", False),
    ]
    assert project.functions[0].settings == {"search_path": ""}
    assert project.triggers == ()


def test_statements_of_an_anonymous_block_count(tmp_path: Path) -> None:
    _write(
        tmp_path,
        a__sql="do $$\nbegin\n  if true then\n    "
        + POLICY.format("rooms")
        + "    execute 'create policy chats on realtime.messages using (true)';\n  end if;\nend $$;\n",
    )

    project = load_project([tmp_path])
    hit = project.policies[0].hit("", "")

    assert _names(project) == ["rooms", "chats"]
    assert (hit.place.line, hit.place.column) == (4, 5)


def test_functions_of_one_file_are_numbered_through(tmp_path: Path) -> None:
    _write(tmp_path, a__sql="select 1; select 2;", b__sql="select 3;")

    assert [each.number for each in load_project([tmp_path]).statements] == [0, 1, 0]


def test_columns_count_characters_and_not_bytes(tmp_path: Path) -> None:
    _write(tmp_path, a__sql="/* äöü€ */ select 'ß', " + "x;\n" + POLICY.format('"ü"'))

    place = load_project([tmp_path]).policies[0].hit("", "").place

    assert (place.line, place.column, place.end_line) == (2, 1, 2)
    assert place.end_column == len(POLICY.format('"ü"').rstrip())


def test_statement_that_does_not_parse_hides_no_other(tmp_path: Path) -> None:
    _write(tmp_path, a__sql="select 1;\n\ncreate polic y;\n" + POLICY.format("rooms"), b__sql="selec 1")

    project = load_project([tmp_path])

    assert _names(project) == ["rooms"]
    assert [(note.hit.place.file[-5:], note.hit.place.line) for note in project.notes] == [
        ("a.sql", 3),
        ("b.sql", 1),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "select '",
        "select $$ x",
        "/* no end",
        "select " + "(" * 20_000 + "1",
        "select " + "not " * 30_000 + "true",
        "select " + "f(" * 3_000 + "1" + ")" * 3_000,
        "select " + "+".join(["1"] * 5_000),
        "do $$ begin " + "begin " * 3_000 + "end; " * 3_000 + "end $$",
        "create function f() returns int language sql as 'select " + "-(" * 3_000 + "1" + ")" * 3_000 + "'",
        "\\connect other\nselect 1",
        "copy t from stdin;\n1\t2\n\\.\n",
        ";;;",
        "",
        "\ufeffselect 1",
    ],
    ids=range(14),
)
def test_hostile_text_ends_in_notes_and_hides_no_other_file(text: str, tmp_path: Path) -> None:
    _write(tmp_path, a__sql=text, b__sql=POLICY.format("rooms"))

    project = load_project([tmp_path])

    assert _names(project) == ["rooms"]
    assert set(_notes(project)) <= {"syntax"}


def test_nesting_that_rules_could_not_walk_is_told(tmp_path: Path) -> None:
    _write(tmp_path, a__sql="select " + "+".join(["1"] * 1_000), b__sql="select " + "+".join(["1"] * 50))

    project = load_project([tmp_path])

    assert [note.hit.what for note in project.notes] == [
        "the SQL cannot be read: it is nested deeper than 200 levels"
    ]
    assert len(project.statements) == 1


@pytest.mark.parametrize("depth", [50, 400, 3_000])
@pytest.mark.parametrize("deep", ["{0}true", "1{1}", "{2}true{3}"])
@pytest.mark.parametrize(
    "text",
    [
        "create policy a on realtime.messages for select to authenticated using ({0});",
        "create function app.f() returns boolean language sql as $$ select {0} $$;",
        """
        create function app.f() returns trigger language plpgsql as
        $$begin perform realtime.send('{{}}', ({0})::text, 'a', true); return null; end$$;
        """,
        "do $$begin delete from public.t where {0}; end$$;",
    ],
)
def test_no_rule_breaks_on_what_is_nested(text: str, deep: str, depth: int, tmp_path: Path) -> None:
    parts = ("not " * depth, "+1" * depth + " = 1", "(select " * depth, ")" * depth)
    _write(tmp_path, a__sql=text.format(deep.format(*parts)), b__sql=POLICY.format("rooms"))

    outcome = run_rules(load_project([tmp_path]), load_rules())

    assert outcome.failures == ()
    assert "POL002" in {finding.id for finding in outcome.findings}
    assert ("LNT001" in {finding.id for finding in outcome.findings}) == (depth > 200)


@pytest.mark.parametrize(
    "text",
    [
        "select 1{};",
        "select f(1, 2){};",
        "create function f() returns integer language sql as $$ select 1{} $$;",
        "do $$ begin perform 1{}; end $$;",
    ],
)
def test_chain_that_would_end_the_process_is_told_and_hides_no_other(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.sql").write_text(text.format(" + 1" * 40_000), encoding="utf-8")
    (tmp_path / "b.sql").write_text("select 1;", encoding="utf-8")

    project = load_project([tmp_path])

    assert _notes(project) == ["syntax"]
    assert len(project.statements) == 1


def test_long_list_is_no_chain(tmp_path: Path) -> None:
    rows = ", ".join("(1, -2, f(3, 4))" for _ in range(10_000))
    (tmp_path / "a.sql").write_text(f"insert into t values {rows};", encoding="utf-8")

    assert _notes(load_project([tmp_path])) == []


def test_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.sql").write_bytes(b"select '\xff'")
    (tmp_path / "b.sql").write_bytes(b"\x00\x01")
    (tmp_path / "c.sql").write_bytes(b"select 1;\n")
    with (tmp_path / "d.sql").open("wb") as file:
        file.truncate(MAX_BYTES + 1)

    project = load_project([tmp_path])

    assert _notes(project) == ["unreadable-file"] * 3
    assert len(project.statements) == 1
