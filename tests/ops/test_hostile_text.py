from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pedschema.catalogue.load import load_catalogue
from pedschema.ops.check import check_contract
from pedschema.ops.fold import read_fold

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Database, Project

pytestmark = pytest.mark.db

TEXTS = {
    "bind": "room:word :USER ::text",
    "percent": "% %% %s %(a)s %%%",
    "tab": "a\tb\t\tc",
    "backslash": r"\ \\ \n \' %",
    "dollar": "$$ $a$ $pedschema$ $1",
    "lines": "one\n\n\ntwo  \nthree",
    "letters": "é ☃ 😀 \u2028 \u00a0 \x0b",
    "comment": "a -- b /* c",
    "braces": "{} {0} ${x} <% a %> ## b",
    "indented": "    four\n        eight   \n",
}
NAME = "rooms_" + "n" * 57


def quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


@pytest.fixture(params=list(TEXTS))
def hostile(request: pytest.FixtureRequest, project: Project, app: Database) -> Project:
    """The project with the text in a rule, a policy and what a trigger function does."""
    literal = quote(TEXTS[request.param])
    project.edit(
        "rules/is_member.sql", "SELECT EXISTS", f"-- {request.param}\n  SELECT {literal} <> '' AND EXISTS"
    )
    project.edit("chat/read.sql", "AND rooms", f"AND messages.topic <> {literal} AND rooms")
    project.edit("chat/read.sql", "rooms_chat_read", f'"{NAME}"')
    audience = f"row.content <> {literal}".replace("\\", "\\\\").replace('"', '\\"')
    audience = (
        audience.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t").replace("\x0b", "\\u000b")
    )
    project.edit(
        "chat/channels.toml",
        'old = ["id"]\nshape = "row"',
        f'old = ["id"]\naudience = "{audience}"\nshape = "row"',
    )
    project.on(app).lock()
    project.revise("first")
    return project


def read_texts(database: Database) -> list[tuple[object, ...]]:
    return database.run(
        "SELECT prosrc FROM pg_proc WHERE pronamespace = 'rooms'::regnamespace"
        " UNION ALL SELECT pg_get_expr(polqual, polrelid) FROM pg_policy ORDER BY 1"
    )


def test_hostile_text_survives_every_route(
    hostile: Project, app: Database, make_app: Callable[[], Database], request: pytest.FixtureRequest
) -> None:
    text = TEXTS[request.node.callspec.params["hostile"]]
    hostile.upgrade()
    hostile.check()
    assert check_contract(load_catalogue(hostile.policies), read_fold(hostile.config())) == ()
    ((name, expression),) = app.run("SELECT polname, pg_get_expr(polqual, polrelid) FROM pg_policy")
    assert name == NAME
    assert quote(text) in str(expression)
    other = make_app()
    other.script(hostile.render_upgrade())
    assert read_texts(other) == read_texts(app)
    assert other.dump() == app.dump()
    other.script(hostile.render_downgrade())
    hostile.downgrade()
    assert other.dump() == app.dump() == make_app().dump()


def test_hostile_text_survives_a_replacement_and_the_way_back(hostile: Project, app: Database) -> None:
    hostile.upgrade()
    before = app.dump()
    hostile.edit("chat/read.sql", "messages.extension = ", "messages.topic <> 'x' AND messages.extension = ")
    hostile.edit("rules/is_member.sql", "EXISTS (SELECT FROM", "EXISTS (SELECT 1 FROM")
    (made,) = hostile.revise("second")
    hostile.upgrade()
    hostile.check()
    hostile.downgrade(str(made.down_revision))
    assert app.dump() == before


def test_carriage_returns_in_a_body_survive(project: Project, make_app: Callable[[], Database]) -> None:
    body = "\r\n  SELECT 'a\r\nb\rc' -- d\r\n"
    sql = f"create or replace function rooms.lines() returns text language sql as $${body}$$"
    step = f"op.%s_rule('rooms.lines', sql=[{sql!r}])"
    project.write("lines", step % "create", step % "drop")
    online, offline = make_app(), make_app()
    project.on(online).upgrade()
    offline.script(project.render_upgrade())
    read = "SELECT prosrc FROM pg_proc WHERE proname = 'lines'"
    assert online.run(read) == offline.run(read) == [(body,)]
