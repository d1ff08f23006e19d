from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Project

LOBBY = "lobby/channels.toml"
COLUMNS = 'columns = ["id", "name"]'


@pytest.fixture
def built(project: Project) -> Project:
    """A project whose clients are out there, built at v1."""
    project.call("gen")
    project.commit("v1")
    return project


def test_nothing_changed_is_clean(built: Project) -> None:
    done = built.call("diff", "--against", "git:v1")
    assert (done.code, done.out) == (0, "")
    assert "no changes" in done.err


def test_a_column_that_goes_names_its_line_its_screens_and_the_builds(built: Project) -> None:
    built.edit(LOBBY, COLUMNS, 'columns = ["id"]')
    done = built.call("diff", "--against", "git:v1", "--format", "json")
    assert done.code == 1
    found = json.loads(done.out)["findings"]
    assert {each["rule"] for each in found} == {"DIF001"}
    assert all(each["file"].endswith(LOBBY) and each["line"] == 7 for each in found)
    assert {each["object"] for each in found} == {
        "lobby rooms.INSERT record.name",
        "lobby rooms.UPDATE record.name",
    }
    assert all("Lobby" in each["consequence"] and "v1" in each["consequence"] for each in found)


def test_a_column_of_another_type_names_the_line_of_the_lock_and_each_build_once(built: Project) -> None:
    built.edit("schema.lock", '"name": "text not null",', '"name": "integer",')
    found = json.loads(built.call("diff", "--against", "git:v1", "--format", "json").out)["findings"]
    assert len(found) == 4
    lines = (built.folder / "policies" / "schema.lock").read_text(encoding="utf-8").split("\n")
    for each in found:
        assert each["file"].endswith("schema.lock")
        assert lines[each["line"] - 1].strip() == '"name": "integer",'
        assert each["consequence"].endswith("built at v1")


def test_a_column_that_comes_is_safe(built: Project) -> None:
    built.edit(LOBBY, COLUMNS, 'columns = ["id", "name", "status"]')
    done = built.call("diff", "--against", "git:v1")
    assert done.code == 0
    assert "safe-change" in done.out
    assert built.call("diff", "--against", "git:v1", "--fail-on", "safe").code == 1


DOMAINS = '"domains": {"public.big": "bigint", "public.filled": "text not null"}'
GROUPED = """\
shape         = "grouped"
event         = "people"
name          = "room_people"
refetch_above = 10
"""
COMPOSITES = '"composites": {"public.spot": {"x": "real", "y": "real"}}'


@pytest.mark.parametrize(
    ("old", "new", "levels"),
    [
        ("text not null", "text", {"breaking"}),
        ("text", "text not null", {"safe"}),
        ("text", "integer", {"breaking"}),
        ("integer", "integer[]", {"breaking"}),
        ("timestamp with time zone", "timestamp without time zone", {"breaking"}),
        ("interval", "text", {"breaking"}),
        ("public.filled[]", "text[]", {"breaking"}),
        ("text[]", "public.filled[]", {"safe"}),
        ("integer[]", "integer[][]", {"breaking"}),
        ("integer", "bigint", {"dangerous"}),
        ("numeric(10,2)", "numeric", {"dangerous"}),
        ("numeric(10,2)", "numeric(12,2)", {"safe"}),
        ("numeric(10,2)", "numeric(16,2)", {"dangerous"}),
        ("text", "character varying(10)", set()),
        ("inet", "text", set()),
        ("public.big", "bigint", set()),
        ("public.filled not null", "text not null", set()),
        ("public.filled", "text", {"breaking"}),
        ("integer", "integer generated stored", set()),
        ("public.spot", "jsonb", {"breaking"}),
        ("public.spot", "public.spot[]", {"breaking"}),
    ],
)
def test_a_column_of_another_type_is_judged_by_its_wire(
    project: Project, old: str, new: str, levels: set[str]
) -> None:
    project.edit("schema.lock", '"domains": {}', DOMAINS)
    project.edit("schema.lock", '"composites": {}', COMPOSITES)
    project.edit("schema.lock", '"status": "text not null"', f'"status": "text not null", "extra": "{old}"')
    project.edit(LOBBY, COLUMNS, 'columns = ["id", "name", "extra"]')
    project.call("gen")
    project.edit("schema.lock", f'"extra": "{old}"', f'"extra": "{new}"')
    done = project.call("diff", "--against", str(project.ir), "--format", "json")
    found = json.loads(done.out)["findings"]
    assert {each["name"].removesuffix("-change") for each in found} == levels
    assert done.code == int("breaking" in levels)


@pytest.mark.parametrize(
    ("file", "old", "new", "levels"),
    [
        ("schema.lock", '"x": "real", "y": "real"', '"x": "real"', {"breaking"}),
        ("schema.lock", '"x": "real", "y": "real"', '"x": "real", "z": "real"', {"breaking"}),
        ("schema.lock", '"x": "real", "y": "real"', '"x": "real", "y": "real", "z": "real"', {"safe"}),
        ("schema.lock", '"x": "real"', '"x": "text"', {"breaking"}),
        ("schema.lock", '"content": "text not null"', '"content": "text generated virtual"', {"breaking"}),
        ("schema.lock", '"owner", "guest"', '"owner", "guest", "bot"', {"dangerous"}),
        ("schema.lock", '"owner", "guest"', '"guest"', {"safe"}),
        ("schema.lock", '"owner", "guest"', '"guest", "owner"', set()),
        ("schema.lock", '"public.big": "bigint"', '"public.big": "text"', {"breaking"}),
        ("lobby/channels.toml", '[topic."lobby"]', '[topic."hall"]', {"breaking", "safe"}),
        ("lobby/channels.toml", 'event    = "rooms.COUNT"', 'event    = "rooms.TOTAL"', {"breaking", "safe"}),
        ("lobby/channels.toml", '"id", "spot", "big"', '"id", "spot"', {"breaking"}),
        ("lobby/channels.toml", '"id", "spot", "big"', '"id", "spot", "big", "name"', {"safe"}),
        ("lobby/channels.toml", '"big"]', '{ name = "big", as = "text" }]', {"breaking"}),
        ("chat/channels.toml", GROUPED, 'name = "room_people"\nevent = "people"\n', {"breaking", "safe"}),
        ("chat/channels.toml", 'replaces = ["useChat"]', 'replaces = ["useRoom"]', set()),
    ],
)
def test_a_change_of_types_topics_and_events_is_judged(
    project: Project, file: str, old: str, new: str, levels: set[str]
) -> None:
    project.edit("schema.lock", '"domains": {}', DOMAINS)
    project.edit("schema.lock", '"composites": {}', COMPOSITES)
    added = '"status": "text not null", "spot": "public.spot", "big": "public.big"'
    project.edit("schema.lock", '"status": "text not null"', added)
    project.edit(LOBBY, COLUMNS, 'columns = ["id", "spot", "big"]')
    project.call("gen")
    text = (project.folder / "policies" / file).read_text(encoding="utf-8")
    if file == LOBBY and old.startswith("[topic"):
        text = text.replace('topic."lobby"', 'topic."hall"')
        (project.folder / "policies" / file).write_text(text, encoding="utf-8")
        policy = project.folder / "policies" / "lobby" / "read_lobby.sql"
        policy.write_text(policy.read_text(encoding="utf-8").replace("'lobby'", "'hall'"), encoding="utf-8")
    else:
        project.edit(file, old, new)
    done = project.call("diff", "--against", str(project.ir), "--format", "json")
    found = json.loads(done.out)["findings"]
    assert {each["name"].removesuffix("-change") for each in found} == levels
    assert done.code == int("breaking" in levels)


def test_builds_that_never_had_it_are_not_named(built: Project) -> None:
    built.edit(LOBBY, COLUMNS, 'columns = ["id", "name", "status"]')
    built.call("gen")
    built.commit("v2")
    built.edit(LOBBY, 'columns = ["id", "name", "status"]', COLUMNS)
    done = built.call("diff", "--against", "git:v2")
    assert "built at v2" in done.out
    assert "v1" not in done.out


def test_github_gets_the_line(built: Project) -> None:
    built.edit(LOBBY, COLUMNS, 'columns = ["id"]')
    done = built.call("diff", "--against", "git:v1", "--format", "github")
    assert done.out.startswith("::error file=")
    assert f"{LOBBY},line=7" in done.out


def test_an_accepted_change_passes_and_one_that_is_none_is_told(built: Project) -> None:
    built.edit(LOBBY, COLUMNS, 'columns = ["id"]')
    accepted = built.folder / "policies" / "accepted.toml"
    accepted.write_text(
        '[changes]\n"lobby rooms.INSERT record.name" = "no client shows it"\n'
        '"lobby rooms.UPDATE record.name" = "no client shows it"\n',
        encoding="utf-8",
    )
    done = built.call("diff", "--against", "git:v1")
    assert done.code == 0
    assert "2 accepted" in done.err
    built.edit(LOBBY, 'columns = ["id"]', COLUMNS)
    done = built.call("diff", "--against", "git:v1")
    assert done.code == 0
    assert "accepted-unused" in done.err
    assert "accepted.toml:2" in done.err


def test_an_event_with_a_sunset_may_be_followed_by_another(built: Project) -> None:
    built.edit(LOBBY, COLUMNS, f'{COLUMNS}\nevent = "rooms.v2"')
    assert built.call("diff", "--against", "git:v1").code == 1


@pytest.mark.parametrize("against", ["git:nope", "git:", "git:--help", "missing.json"])
def test_what_cannot_be_compared_with_is_told(built: Project, against: str) -> None:
    done = built.call("diff", "--against", against)
    assert done.code == 2
    assert "against-unknown" in done.err


def test_a_file_serves_as_well_as_a_commit(built: Project) -> None:
    assert built.call("diff", "--against", str(built.ir)).code == 0
