from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    MistakesAfter = Callable[[str, str, str], list[str]]

CHAT = "chat/channels.toml"
LOBBY = "lobby/channels.toml"
MESSAGES_KEY = 'key      = { room_id = "room_id" }'
MEMBERS_KEY = 'key           = { room_id = { sql = "row.room_id" } }'
LOOKUP = 'lookup   = { author = { table = "public.profiles", on = { id = "profile_id" } } }'
ROOM = "lookup = { room = { table = 'public.rooms', on = { id = 'room_id' } }, "
AUDIENCE = 'audience = "row.hidden_at is null"'
WHEN = '"new.content is distinct from old.content or new.id is null"'
COLUMNS = 'columns  = ["id", "content", "room_id"]'
AUTHOR = '{ sql = "author.name", type = "text" }'
COUNT = '"(select count(*) from public.members as m where m.room_id = row.room_id)"'
CHANGED = 'changed  = ["content", "author"]'
OLD = 'old      = { update = ["id"], delete = ["id", "room_id"] }'
NAME = 'name          = "room_people"'


def lookup(alias: str, on: str, table: str = "public.profiles") -> str:
    return f'lookup = {{ {alias} = {{ table = "{table}", on = {{ {on} }} }} }}'


ROWS = [
    # tables
    (LOBBY, 'table   = "public.rooms"', 'table = "rooms"',
     [f"{LOBBY}:8 table-name", "unpublished.toml:1 table-uncatalogued"]),
    ("unpublished.toml", '"public.audit"', '"public.audits"',
     ["unpublished.toml:1 table-uncatalogued", "unpublished.toml:2 table-unknown"]),
    ("unpublished.toml", "", '"public.rooms" = "told by the lobby, in truth"\n',
     ["unpublished.toml:4 table-twice"]),
    ("unpublished.toml", '"public.audit" = "an internal trail that no screen reads"\n', "",
     ["unpublished.toml:1 table-uncatalogued"]),
    # keys
    (CHAT, MESSAGES_KEY, "key = {}", [f"{CHAT}:12 key-part-missing"]),
    (CHAT, MESSAGES_KEY + "\n", "", [f"{CHAT}:9 key-part-missing"]),
    (CHAT, MESSAGES_KEY, 'key = { room_id = "room_id", room = "room_id" }', [f"{CHAT}:12 key-part-unknown"]),
    (CHAT, MESSAGES_KEY, 'key = { room_id = "rom_id" }', [f"{CHAT}:12 column-unknown"]),
    (CHAT, MESSAGES_KEY, 'key = { room_id = "content" }', [f"{CHAT}:12 key-type"]),
    (CHAT, MESSAGES_KEY, 'key = { room_id = "author.name" }', [f"{CHAT}:12 key-type"]),
    (CHAT, MESSAGES_KEY, 'key = { room_id = "writer.id" }', [f"{CHAT}:12 alias-unknown"]),
    (CHAT, MESSAGES_KEY, "key = { room_id = { sq = 'row.room_id' } }",
     [f"{CHAT}:12 key-unknown", f"{CHAT}:12 key-missing"]),
    (CHAT, MEMBERS_KEY, 'key = { room_id = { sql = "row.rom_id" } }', [f"{CHAT}:27 column-unknown"]),
    # lookups
    (CHAT, LOOKUP, lookup("author", 'id = "profile_id"', "public.profile"), [f"{CHAT}:13 table-unknown"]),
    (CHAT, LOOKUP, lookup("author", 'id = "profil_id"'), [f"{CHAT}:13 column-unknown"]),
    (CHAT, LOOKUP, lookup("author", 'ident = "profile_id"'), [f"{CHAT}:13 column-unknown"]),
    (CHAT, LOOKUP, lookup("author", 'id = "other.id"'), [f"{CHAT}:13 alias-unknown"]),
    (CHAT, LOOKUP, lookup("author", 'id = "author.id"'), [f"{CHAT}:13 alias-unknown"]),
    (CHAT, LOOKUP, lookup("author", 'name = "content"'), [f"{CHAT}:13 lookup-ambiguous"]),
    (CHAT, LOOKUP, LOOKUP + '\nlookup.row = { table = "public.rooms", on = { id = "room_id" } }',
     [f"{CHAT}:14 toml-syntax"]),
    (LOBBY, "lookup   = { room =", ROOM + "new =",
     [f"{LOBBY}:16 alias-taken"]),
    (LOBBY, "lookup   = { room =", ROOM + "left =",
     [f"{LOBBY}:16 alias-reserved"]),
    # columns that a trigger sees no value of
    ("schema.lock", '"name": "text not null"', '"name": "text not null generated virtual"',
     [f"{LOBBY}:7 column-virtual"]),
    ("schema.lock", "integer not null generated stored", "integer generated virtual",
     [f"{CHAT}:9 column-virtual"]),
    ("schema.lock", '"hidden_at": "timestamp with time zone"',
     '"hidden_at": "timestamp with time zone generated virtual"', [f"{CHAT}:9 column-virtual"]),
    ("schema.lock", '"seat": "smallint"', '"seat": "smallint generated virtual"',
     [f"{LOBBY}:13 column-virtual"]),
    # the record
    (CHAT, COLUMNS, 'columns = ["id", "content", "room_id", "contents"]', [f"{CHAT}:14 column-unknown"]),
    (CHAT, COLUMNS, 'columns = [\n"id",\n"content",\n"room_id",\n"id",\n]', [f"{CHAT}:18 column-duplicate"]),
    (CHAT, AUTHOR, AUTHOR + '\ncontent = { sql = "1", type = "int" }', [f"{CHAT}:22 computed-collides"]),
    (CHAT, '"int8"', '"int 8"', [f"{CHAT}:22 type-invalid"]),
    (CHAT, '"int8"', '"member_role"', [f"{CHAT}:22 sql-type-unqualified"]),
    (LOBBY, 'columns = ["id", "name"]', "columns = []", [f"{LOBBY}:7 record-empty"]),
    (CHAT, OLD, 'old = ["id", "hidden_at"]', [f"{CHAT}:18 old-unknown"]),
    (CHAT, OLD, 'old = { delete = ["size"] }', [f"{CHAT}:18 old-unknown"]),
    (CHAT, CHANGED, 'changed = ["content", "name"]', [f"{CHAT}:17 changed-unknown"]),
    (CHAT, CHANGED, 'changed = ["hidden_at"]', [f"{CHAT}:17 changed-unknown"]),
    # SQL
    (CHAT, AUDIENCE, 'audience = "row.hidden_at is nul"', [f"{CHAT}:15 sql-syntax"]),
    (CHAT, AUDIENCE, 'audience = "true) or (true"', [f"{CHAT}:15 sql-syntax"]),
    (CHAT, AUDIENCE, 'audience = "true -- always"', [f"{CHAT}:15 sql-syntax"]),
    (CHAT, AUDIENCE, "audience = '''\ntrue -- always\n'''", [f"{CHAT}:15 sql-syntax"]),
    (CHAT, AUDIENCE, 'audience = "hidden_at is null"', [f"{CHAT}:15 sql-column-unqualified"]),
    (CHAT, AUDIENCE, 'audience = "row.hiden_at is null"', [f"{CHAT}:15 column-unknown"]),
    (CHAT, AUDIENCE, 'audience = "message.hidden_at is null"', [f"{CHAT}:15 sql-relation-unknown"]),
    (CHAT, AUDIENCE, 'audience = "new.hidden_at is null"', [f"{CHAT}:15 sql-relation-unknown"]),
    (CHAT, AUDIENCE, 'audience = "row is not null"', [f"{CHAT}:15 sql-whole-row"]),
    (CHAT, AUDIENCE, 'audience = "author.mail is null"', [f"{CHAT}:15 column-unknown"]),
    (CHAT, AUDIENCE, 'audience = "chat.membr(row.room_id)"', [f"{CHAT}:15 function-unknown"]),
    (CHAT, AUDIENCE, 'audience = "member(row.room_id)"', [f"{CHAT}:15 sql-function-unqualified"]),
    (CHAT, AUDIENCE, "audience = \"'owner'::member_role is null\"", [f"{CHAT}:15 sql-type-unqualified"]),
    (CHAT, WHEN, '"row.content is null"', [f"{CHAT}:16 sql-relation-unknown"]),
    (CHAT, WHEN, '"new.* is distinct from old.*"', [f"{CHAT}:16 sql-whole-row"] * 2),
    (CHAT, WHEN, '"new.text is null"', [f"{CHAT}:16 column-unknown"]),
    (CHAT, AUTHOR, '{ sql = "writer.name", type = "text" }', [f"{CHAT}:21 sql-relation-unknown"]),
    (LOBBY, COUNT, '"(select count(*) from members as m where m.room_id = row.room_id)"',
     [f"{LOBBY}:18 sql-table-unqualified"]),
    (LOBBY, COUNT, '"(select count(*) from public.members as m where m.room = row.room_id)"',
     [f"{LOBBY}:18 column-unknown"]),
    (LOBBY, COUNT, '"(select count(*) from public.members where room_id = id)"',
     [f"{LOBBY}:18 sql-column-unqualified"]),
    # shapes and names
    (LOBBY, 'on      = ["insert", "update", "delete"]', 'on = ["insert", "delete", "insert"]',
     [f"{LOBBY}:9 operation-duplicate"]),
    (LOBBY, 'event    = "rooms.COUNT"\n', "", [f"{LOBBY}:13 derived-event-missing"]),
    (LOBBY, 'changed  = ["room_id", "seat"]\n', "", [f"{LOBBY}:13 derived-changed-missing"]),
    (LOBBY, 'changed  = ["room_id", "seat"]', 'changed = ["members"]', [f"{LOBBY}:20 column-unknown"]),
    (LOBBY, "", 'old = ["room_id"]\n', [f"{LOBBY}:23 derived-old"]),
    (CHAT, 'shape         = "grouped"', 'shape = "each"', [f"{CHAT}:32 grouped-only"]),
    (CHAT, "refetch_above = 10", "chunk_bytes = 256001", [f"{CHAT}:32 chunk-over-limit"]),
    ("schema.lock", '"primary_key": ["room_id", "profile_id"]', '"primary_key": []',
     [f"{CHAT}:29 primary-key-missing", f"{LOBBY}:21 primary-key-missing"]),
    (CHAT, NAME, NAME + '\nevents = { insert = "came" }', [f"{CHAT}:32 events-shape"]),
    (LOBBY, 'on      = ["insert", "update", "delete"]', 'on = ["insert"]\nevents = { delete = "gone" }',
     [f"{LOBBY}:10 events-untold"]),
    (CHAT, OLD, OLD + '\nevents = { delete = "gone", removed = "gone" }', [f"{CHAT}:19 events-same"]),
    (CHAT, OLD, OLD + '\nevents = { delete = "messages.REMOVED" }', [f"{CHAT}:19 events-same"]),
    (CHAT, NAME, f'name = "{"x" * 52}"', [f"{CHAT}:31 name-too-long"]),
    (CHAT, NAME, 'name = "lobby__rooms"', [f"{CHAT}:24 publication-duplicate"]),
]  # fmt: skip

FINE = [
    ("schema.lock", '"content": "text not null"', '"content": "text not null generated virtual"'),
    (CHAT, MESSAGES_KEY, 'key = { room_id = "author.id" }'),
    (CHAT, MEMBERS_KEY, 'key = { room_id = "room_id" }'),
    (CHAT, LOOKUP, lookup("author", 'slug = "content"')),
    (CHAT, LOOKUP, lookup("author", 'id = "profile_id", name = "content"')),
    (CHAT, LOOKUP, LOOKUP[:-2] + ', it = { table = "public.rooms", on = { id = "author.id" } } }'),
    (CHAT, OLD, 'old = ["id", "author"]'),
    (CHAT, OLD, "old = []"),
    (CHAT, OLD, OLD + '\nevents = { insert = "changed", update = "changed", removed = "left" }'),
    (CHAT, CHANGED + "\n", ""),
    (CHAT, '"int8"', '"public.member_role[]"'),
    (CHAT, '"int8"', '"timestamp(3) with time zone"'),
    (CHAT, AUDIENCE, 'audience = ""'),
    (CHAT, AUDIENCE, "audience = '''\nrow.hidden_at is null -- not hidden\nand true\n'''"),
    (CHAT, AUDIENCE, 'audience = "chat.member(row.room_id) and pg_catalog.now() > now()"'),
    (CHAT, AUDIENCE, "audience = \"'owner'::public.member_role is null and row.content::text = ''\""),
    (CHAT, AUDIENCE, 'audience = "exists (select from pg_class) and row.xmin is not null"'),
    (CHAT, AUDIENCE, 'audience = "exists (select from elsewhere.things as t where t.anything = other)"'),
    (LOBBY, COUNT, '"(select count(m) from public.members as m where room_id = row.room_id)"'),
    (LOBBY, COUNT, '"(with m as (select role as r from public.members) select count(r) from m)"'),
    (LOBBY, COUNT, '"(select sum(x) from (select 1 as x union select y from unnest(array[2]) as y) as s)"'),
    (
        LOBBY,
        COUNT,
        '"(select p.name from public.members as m join public.profiles p on p.id = profile_id limit 1)"',
    ),
    (CHAT, "refetch_above = 10", "chunk_bytes = 256000"),
    (CHAT, 'shape         = "grouped"\n', 'shape = "grouped"\nold = ["role"]\n'),
    (CHAT, NAME, f'name = "{"x" * 51}"'),
    (CHAT, NAME, 'name = "lobby__room"'),
    (LOBBY, 'changed  = ["room_id", "seat"]', 'changed = ["role"]'),
]


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"), ROWS, ids=[row[3][0].split()[1] + " " + row[2][:60] for row in ROWS]
)
def test_mistake_of_a_publication_is_found_at_its_line_alone(
    mistakes_after: MistakesAfter, file: str, old: str, new: str, expected: list[str]
) -> None:
    assert mistakes_after(file, old, new) == expected


@pytest.mark.parametrize(("file", "old", "new"), FINE, ids=[row[2][:70] for row in FINE])
def test_near_miss_of_a_publication_is_fine(
    mistakes_after: MistakesAfter, file: str, old: str, new: str
) -> None:
    assert mistakes_after(file, old, new) == []
