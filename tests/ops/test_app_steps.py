from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pedschema.errors import DatabaseError
from pedschema.ops.env import MigrationError

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Database, Project

pytestmark = pytest.mark.db

EXPECTS = {"public.halls": {"id": "uuid", "title": "text"}, "public.seats": {"hall": "uuid"}}
CREATE = [
    "create table public.halls (id uuid primary key, title text default '%s :x {0} \t \\'); -- end",
    (
        "create table public.seats (hall uuid references public.halls);"
        "create function public.f(a int) returns int language sql as $create$ select 1 /* $undo$ */ $create$"
    ),
]
UNDO = "drop table public.seats, public.halls; drop function public.f(int)"
OBJECTS = """
    CREATE FUNCTION public.shout(a text, b int DEFAULT 1) RETURNS trigger LANGUAGE plpgsql
        SET search_path = '' AS $$ BEGIN RAISE NOTICE '%% :x'; RETURN NULL; END $$;
"""


@pytest.fixture
def adopting(project: Project) -> Project:
    project.write(
        "adopt",
        f"op.adopt_tables(create={CREATE!r}, undo={UNDO!r}, expects={EXPECTS!r})",
        f"op.release_tables({list(EXPECTS)!r})",
    )
    return project


@pytest.fixture(params=["online", "offline"])
def route(request: pytest.FixtureRequest) -> Callable[[Project, Database, str], None]:
    """Return a function that upgrades to `head` or downgrades to `base`, by one of the two routes."""

    def run(project: Project, database: Database, target: str) -> None:
        project.on(database)
        if request.param == "online":
            (project.upgrade if target == "head" else project.downgrade)(target)
        else:
            database.script(project.render_upgrade() if target == "head" else project.render_downgrade())

    return run


def test_tables_are_created_where_there_are_none_and_go_again(
    adopting: Project, empty: Database, route: Callable[[Project, Database, str], None]
) -> None:
    before = empty.dump()
    route(adopting, empty, "head")
    assert empty.run("SELECT public.f(1), count(*) FROM public.halls, public.seats GROUP BY 1") == []
    assert empty.run("SELECT count(*) FROM rooms.handover") == [(1,)]
    default = "SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = 'public.halls'::regclass"
    assert empty.run(default) == [("'%s :x {0} \t \\'::text",)]
    route(adopting, empty, "base")
    assert empty.dump() == before


def test_tables_that_exist_are_left_alone_both_ways(
    adopting: Project, empty: Database, route: Callable[[Project, Database, str], None]
) -> None:
    empty.run(
        "CREATE TABLE public.halls (extra int, title text, id uuid); CREATE TABLE public.seats (hall uuid)"
    )
    before = empty.dump()
    route(adopting, empty, "head")
    assert empty.run("SELECT count(*) FROM rooms.handover") == [(0,)]
    route(adopting, empty, "base")
    assert empty.dump() == before


@pytest.mark.parametrize(
    ("tables", "wrong"),
    [
        ("CREATE TABLE public.halls (id uuid, title text)", 'table "public.seats" is missing'),
        (
            "CREATE TABLE public.halls (id bigint); CREATE TABLE public.seats (hall uuid)",
            'column "public.halls.id" is of type bigint, not uuid, column "public.halls.title" is missing',
        ),
        (
            "CREATE VIEW public.halls AS SELECT 1 AS id; CREATE TABLE public.seats (hall uuid)",
            'table "public.halls" is missing',
        ),
    ],
)
def test_tables_that_differ_stop_the_run_and_nothing_changes(
    adopting: Project, empty: Database, tables: str, wrong: str
) -> None:
    empty.run(tables)
    before = empty.dump()
    with pytest.raises(MigrationError) as caught:
        adopting.on(empty).upgrade()
    cause = caught.value.__cause__
    assert isinstance(cause, DatabaseError)
    assert (cause.mistakes[0].what, cause.mistakes[0].id) == (wrong, "adopt-differs")
    assert empty.dump() == before


RETIRE = [
    'op.retire_trigger("shouting", "public.rooms")',
    'op.retire_function("public.shout")',
    'op.retire_function("public.add", "integer, text")',
    'op.retire_policy("Old: policy")',
    'op.retire_policy("rooms_old", "public.rooms")',
]
RESTORE = [line.replace("retire_", "restore_") for line in reversed(RETIRE)]
OLD = """
    CREATE FUNCTION public.shout() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
    REVOKE ALL ON FUNCTION public.shout() FROM PUBLIC, anon;
    GRANT EXECUTE ON FUNCTION public.shout() TO anon WITH GRANT OPTION;
    COMMENT ON FUNCTION public.shout() IS 'it''s loud';
    CREATE FUNCTION public.add(a int, b text DEFAULT '%s :x') RETURNS text LANGUAGE sql
        AS $function$ SELECT '\\ $pedschema$ %I' $function$;
    CREATE TRIGGER shouting AFTER UPDATE OF title ON public.rooms FOR EACH ROW
        WHEN (old.title <> ':x %') EXECUTE FUNCTION public.shout();
    ALTER TABLE public.rooms DISABLE TRIGGER shouting;
    COMMENT ON TRIGGER shouting ON public.rooms IS 'old';
    CREATE POLICY "Old: policy" ON realtime.messages AS RESTRICTIVE FOR INSERT TO authenticated, anon
        WITH CHECK (topic LIKE 'room:%' AND event <> E'a\\tb');
    CREATE POLICY rooms_old ON public.rooms USING (title <> '%%');
"""


@pytest.fixture
def retiring(project: Project) -> Project:
    project.write("retire", "\n    ".join(RETIRE), "\n    ".join(RESTORE))
    return project


def test_retired_objects_come_back_exactly(
    retiring: Project, app: Database, route: Callable[[Project, Database, str], None]
) -> None:
    app.run(OLD)
    before = app.dump()
    route(retiring, app, "head")
    gone = app.run(
        "SELECT (SELECT count(*) FROM pg_policy),"
        " (SELECT count(*) FROM pg_trigger WHERE tgname = 'shouting'),"
        " to_regproc('public.shout'), to_regproc('public.add')"
    )
    assert gone == [(0, 0, None, None)]
    route(retiring, app, "base")
    assert app.dump() == before


def test_retiring_nothing_brings_nothing_back(
    retiring: Project, app: Database, route: Callable[[Project, Database, str], None]
) -> None:
    before = app.dump()
    route(retiring, app, "head")
    route(retiring, app, "base")
    assert app.dump() == before


def test_only_what_was_found_comes_back(retiring: Project, app: Database) -> None:
    app.run(OLD)
    app.run('DROP POLICY "Old: policy" ON realtime.messages')
    before = app.dump()
    retiring.on(app).upgrade()
    retiring.downgrade()
    assert app.dump() == before


def test_a_function_that_something_else_uses_stops_the_run(retiring: Project, app: Database) -> None:
    app.run(OLD)
    app.run("CREATE TRIGGER more AFTER DELETE ON public.rooms EXECUTE FUNCTION public.shout()")
    before = app.dump()
    with pytest.raises(MigrationError, match="2BP01"):
        retiring.on(app).upgrade()
    assert app.dump() == before
