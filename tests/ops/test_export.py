from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import psycopg
import pytest
from alembic.script import ScriptDirectory

from pedschema.deploy.export import load_exports, plan_exports, select_exports
from pedschema.deploy.supabase import fit_statement
from pedschema.errors import ContractError, UsageError
from pedschema.ops.script import read_scripts
from pedschema.platform import find_pg

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from pedschema.deploy.export import Export
    from tests.ops.conftest import Database, Project

HOSTILE = (
    "room:word ::text % %% %(a)s a\tb \\ \\' \\n $$ $a$ $pedschema$ $1 one;"
    "\n\n\ntwo é ☃ -- b /* c \" ' ATOMIC ("
)

GIVEN = """
    SELECT bool_and(has_table_privilege(r, c.oid, 'SELECT')),
        bool_or(has_table_privilege(r, c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER'))
    FROM pg_class AS c, unnest(ARRAY['anon', 'authenticated']) AS r
    WHERE c.relnamespace = 'rooms'::regnamespace AND c.relname IN ('alembic_version', 'handover')
    GROUP BY c.oid
"""


def quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def plan(project: Project, folder: Path) -> tuple[Export, ...]:
    return plan_exports(folder, *read_scripts(project.folder / "alembic.ini"))


def write(exports: Sequence[Export]) -> None:
    for export in exports:
        export.path.parent.mkdir(parents=True, exist_ok=True)
        export.path.write_bytes(export.text.encode())


def split_as_the_cli_does(text: str) -> list[str]:
    """Return the statements that the Supabase CLI finds, letter by letter: an oracle for the pattern."""
    statements, start, place, closing, depth = [], 0, 0, "", 0
    while place < len(text):
        if closing:
            end = text.find(closing, place)
            place, closing = (len(text) if end < 0 else end + len(closing)), ""
            continue
        letter = text[place]
        tail = text[place:]
        tag = tail[: tail.find("$", 1) + 1] if letter == "$" else ""
        if letter in "'\"":
            closing = letter
        elif tail.startswith("--"):
            closing = "\n"
        elif tail.startswith("/*"):
            closing = "*/"
        elif tag and tag[1:-1].replace("_", "a").isalnum() | (tag == "$$"):
            closing, place = tag, place + len(tag) - 1
        elif letter == "\\":
            place += 1
        elif letter in "()":
            depth = max(0, depth + (1 if letter == "(" else -1))
        elif letter == ";" and not depth:
            statements.append(text[start:place])
            start = place + 1
        place += 1
    return [statement for statement in (*statements, text[start:]) if statement.strip()]


def by_psql(database: Database, path: Path) -> None:
    options = ["-X", "-q", "-1", "-v", "ON_ERROR_STOP=1"]
    subprocess.run(
        [str(find_pg().tool("psql")), *options, "-f", str(path), database.url()],
        check=True,
        capture_output=True,
    )


def by_transaction(database: Database, path: Path) -> None:
    """Apply the file as the CLI of 2026 does: BEGIN, one statement after the other, COMMIT."""
    with psycopg.connect(database.url()) as connection:
        for statement in split_as_the_cli_does(path.read_bytes().decode()):
            connection.execute(statement.encode())


def by_pipeline(database: Database, path: Path) -> None:
    """Apply the file as the CLI in Go does: one pipeline of single statements, one Sync at its end."""
    with psycopg.connect(database.url(), autocommit=True) as connection, connection.pipeline():
        for statement in split_as_the_cli_does(path.read_bytes().decode()):
            connection.execute(statement.encode(), prepare=False)


@pytest.fixture
def hostile(project: Project, app: Database) -> Project:
    """A project of several revisions whose rule, policy and trigger function hold a hostile text."""
    literal = quote(HOSTILE)
    project.edit("rules/is_member.sql", "SELECT EXISTS", f"SELECT {literal} <> '' AND EXISTS")
    project.edit("chat/read.sql", "AND rooms", f"AND messages.topic <> {literal} AND rooms")
    project.on(app).lock()
    project.revise("first")
    return project


@pytest.mark.db
@pytest.mark.parametrize("apply", [by_psql, by_transaction, by_pipeline])
def test_the_files_build_what_alembic_builds(
    hostile: Project,
    make_app: Callable[[], Database],
    tmp_path: Path,
    apply: Callable[[Database, Path], None],
) -> None:
    online, exported = make_app(), make_app()
    hostile.on(online).upgrade()
    exports = plan(hostile, tmp_path / "out")
    write(exports)

    for export in exports:
        apply(exported, export.path)

    heads = ScriptDirectory.from_config(hostile.config()).get_heads()
    assert len(exports) > 1
    assert exported.dump() == online.dump()
    assert exported.run("select version_num from rooms.alembic_version") == [(head,) for head in heads]
    hostile.on(exported).check()


@pytest.mark.db
@pytest.mark.parametrize("apply", [by_psql, by_transaction, by_pipeline])
def test_default_privileges_let_nobody_write_the_bookkeeping(
    hostile: Project,
    make_app: Callable[[], Database],
    tmp_path: Path,
    apply: Callable[[Database, Path], None],
) -> None:
    online, exported = make_app(), make_app()
    for database in (online, exported):
        database.run("ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO anon, authenticated, PUBLIC")
    hostile.on(online).upgrade()
    exports = plan(hostile, tmp_path / "out")
    write(exports)
    left = []
    for export in exports:
        apply(exported, export.path)
        left.append(exported.run(GIVEN))

    assert left == [[(True, False)] * 2] * len(exports)
    assert exported.dump() == online.dump()


@pytest.mark.db
def test_a_file_changes_no_setting_of_its_session(hostile: Project, app: Database, tmp_path: Path) -> None:
    exports = plan(hostile, tmp_path / "out")
    write(exports)
    settings = "select current_user, current_setting('search_path'), current_setting('lock_timeout')"

    with psycopg.connect(app.url(), autocommit=True) as connection:
        before = connection.execute(settings).fetchone()
        connection.execute(exports[0].text.encode())
        assert connection.execute(settings).fetchone() == before


@pytest.mark.db
def test_a_file_out_of_turn_is_refused_and_changes_nothing(
    hostile: Project, app: Database, tmp_path: Path
) -> None:
    first, second, *_ = plan(hostile, tmp_path / "out")
    before = app.dump()

    with pytest.raises(psycopg.errors.RaiseException, match="the database is at base"):
        app.run(second.text)
    assert app.dump() == before

    app.run(first.text)
    with pytest.raises(psycopg.errors.RaiseException, match="starts from base"):
        app.run(first.text)


@pytest.mark.db
def test_a_file_run_by_another_role_is_refused(hostile: Project, app: Database, tmp_path: Path) -> None:
    first, *_ = plan(hostile, tmp_path / "out")

    with pytest.raises(psycopg.errors.RaiseException, match="not postgres"):
        app.run(first.text, user="supabase_admin")


def chain(project: Project, *revisions: str, made: str = "made on 2026-03-04 05:06:07.89") -> None:
    """Write revisions, each after the other, that all say the same time."""
    before = None
    for revision in revisions:
        project.write(revision, "op.execute('select 1')", "pass", after=before)
        path = project.folder / "migrations" / "versions" / f"{revision}.py"
        path.write_text(
            f'"""Step {revision}\n\n{made}\n"""\n' + path.read_text(encoding="utf-8"), encoding="utf-8"
        )
        before = revision


def test_times_come_from_the_revisions_and_rise_with_them(project: Project, tmp_path: Path) -> None:
    chain(project, "b", "a", "0123456789ab")

    names = [export.path.name for export in plan(project, tmp_path / "out")]

    assert names == [
        "20260304050607_rooms_b.sql",
        "20260304050608_rooms_a.sql",
        "20260304050609_rooms_step_0123456789ab.sql",
    ]


def test_what_is_exported_keeps_its_name_and_others_make_way(project: Project, tmp_path: Path) -> None:
    out = tmp_path / "out"
    chain(project, "a", "b")
    (first, _) = plan(project, out)
    write([first])
    kept = first.path.rename(out / "20260601000000_rooms_a.sql")
    (out / "20260601000001_tables.sql").write_text("select 1;", encoding="utf-8")

    planned = plan(project, out)

    assert load_exports(out, "rooms") == {"a": kept}
    assert [export.path.name for export in planned] == [kept.name, "20260601000002_rooms_b.sql"]
    assert planned[0].found == planned[0].text
    assert planned[1].found is None


def test_files_in_another_order_than_the_revisions_are_refused(project: Project, tmp_path: Path) -> None:
    out = tmp_path / "out"
    chain(project, "a", "b")
    write(plan(project, out))
    (out / "20260304050607_rooms_a.sql").rename(out / "20270101000000_rooms_a.sql")

    with pytest.raises(UsageError) as caught:
        plan(project, out)

    assert [mistake.id for mistake in caught.value.mistakes] == ["export-order"]


def test_ranges_add_up_to_the_whole(project: Project, tmp_path: Path) -> None:
    chain(project, "a", "b", "c")
    planned = plan(project, tmp_path / "out")

    assert select_exports(planned, "base", "a") + select_exports(planned, "a", "head") == planned
    assert select_exports(planned, "c", "head") == ()


@pytest.mark.parametrize(
    ("first", "last", "id_"), [("c", "a", "range-reversed"), ("d", "head", "revision-unknown")]
)
def test_a_range_that_is_none_is_refused(
    project: Project, tmp_path: Path, first: str, last: str, id_: str
) -> None:
    chain(project, "a", "b", "c")

    with pytest.raises(UsageError) as caught:
        select_exports(plan(project, tmp_path / "out"), first, last)

    assert [mistake.id for mistake in caught.value.mistakes] == [id_]


def test_a_revision_without_a_date_is_refused(project: Project, tmp_path: Path) -> None:
    chain(project, "a", made="made on a Tuesday")

    with pytest.raises(ContractError) as caught:
        plan(project, tmp_path / "out")

    assert [mistake.id for mistake in caught.value.mistakes] == ["revision-undated"]


def test_a_statement_that_no_transaction_holds_is_refused(project: Project, tmp_path: Path) -> None:
    made = '"""Step\n\nmade on 2026-03-04\n"""\n'
    project.write("a", "op.execute('create index concurrently on public.rooms (title)')", "pass")
    path = project.folder / "migrations" / "versions" / "a.py"
    path.write_text(made + path.read_text(encoding="utf-8"), encoding="utf-8")

    with pytest.raises(ContractError) as caught:
        plan(project, tmp_path / "out")

    assert [mistake.id for mistake in caught.value.mistakes] == ["export-statement"]


@pytest.mark.parametrize(
    "sql", [r"select e'it\'s;'", "lock table a in share mode", f"select {quote(HOSTILE)}"]
)
def test_what_the_cli_would_cut_reaches_it_whole(sql: str) -> None:
    fitted = fit_statement(sql)

    assert sql in fitted
    assert split_as_the_cli_does(f"{fitted};") == [fitted]
