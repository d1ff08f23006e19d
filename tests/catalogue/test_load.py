from __future__ import annotations

from pathlib import Path

import pytest

from pedschema.catalogue.load import load_catalogue
from pedschema.errors import ContractError
from pedschema.model.catalogue import Catalogue, Limits
from pedschema.model.names import QualifiedName
from pedschema.model.policy import TopicReference
from pedschema.model.publication import Lookup, Operation, Projected, Publication, Shape
from pedschema.model.table import Column

GOOD = Path(__file__).parent / "good"


@pytest.fixture
def catalogue() -> Catalogue:
    return load_catalogue(GOOD)


def publication(catalogue: Catalogue, name: str) -> Publication:
    return next(found for found in catalogue.publications if found.name == name)


def test_contract_says_what_holds_for_all(catalogue: Catalogue) -> None:
    contract = catalogue.contract

    assert (contract.schema, contract.role, contract.app_schemas) == ("chat", "postgres", ("public",))
    assert contract.limits == Limits(256000, 100, 100, 100, 200)


def test_topics_are_sorted_and_know_their_feature_and_place(catalogue: Catalogue) -> None:
    assert [(str(topic.pattern), topic.feature, topic.where) for topic in catalogue.topics] == [
        ("lobby", "lobby", f"{GOOD}/lobby/channels.toml:1"),
        ("room:{room_id:uuid}:chat", "chat", f"{GOOD}/chat/channels.toml:2"),
        ("room:{room_id:uuid}:live", "chat", f"{GOOD}/chat/channels.toml:34"),
    ]


def test_topic_says_who_writes_it(catalogue: Catalogue) -> None:
    live = catalogue.topics[2]

    assert (live.write, live.presence, [event.name for event in live.client_events]) == (
        ("authenticated",),
        True,
        ["typing"],
    )
    assert live.client_events[0].fields == (
        Column("name", "text", nullable=False),
        Column("since", "timestamp with time zone", nullable=True),
    )
    assert live.budget.per_second == 6


def test_publication_is_in_its_normal_form(catalogue: Catalogue) -> None:
    assert publication(catalogue, "room_chat__messages") == Publication(
        name="room_chat__messages",
        topic=catalogue.topics[1].pattern,
        table=QualifiedName("public", "messages"),
        shape=Shape.ROW,
        on=(Operation.INSERT, Operation.UPDATE, Operation.DELETE),
        key=(("room_id", 'row."room_id"'),),
        columns=(
            Projected("id", 'row."id"', "uuid", nullable=False),
            Projected("content", 'row."content"', "text", nullable=False),
            Projected("room_id", 'row."room_id"', "uuid", nullable=False),
            Projected("author", "author.name", "text", nullable=True),
            Projected("length", "row.size + 0", "bigint", nullable=False),
        ),
        old_update=("id",),
        old_delete=("id", "room_id"),
        changed=("content", "author"),
        audience="row.hidden_at is null",
        when="new.content is distinct from old.content or new.id is null",
        lookups=(Lookup("author", QualifiedName("public", "profiles"), (("id", 'row."profile_id"'),)),),
        references=("id", "room_id", "profile_id", "content", "size", "hidden_at"),
        primary_key=("id",),
        event="messages",
        surfaces=("Chat", "Sidebar"),
        refetch_above=20,
        chunk_bytes=100000,
        key_references=("room_id",),
        watch=("room_id", "profile_id", "content", "hidden_at"),
    )


def test_grouped_publication_takes_what_it_says_and_defaults(catalogue: Catalogue) -> None:
    people = publication(catalogue, "room_people")

    assert (people.refetch_above, people.chunk_bytes, people.event) == (10, 100000, "people")
    assert people.key == (("room_id", "row.room_id"),)
    assert people.old_delete == ("profile_id",)
    assert people.changed == ("profile_id", "role")
    assert not people.moves


def test_derived_publication_watches_columns_of_its_table(catalogue: Catalogue) -> None:
    counts = publication(catalogue, "lobby__members")

    assert (counts.shape, counts.events) == (Shape.DERIVED, ("rooms.COUNT",))
    assert (counts.references, counts.changed, counts.watch) == (
        ("room_id",),
        ("room_id", "seat"),
        ("room_id", "seat"),
    )
    assert (counts.old_update, counts.old_delete) == ((), ())


def test_policies_keep_their_text_and_name_their_topics(catalogue: Catalogue) -> None:
    policy = next(found for found in catalogue.policies if found.name == "chat_room_read")

    assert policy.using.startswith("messages.extension = 'broadcast' -- never presence\n        and (select")
    assert (policy.command, policy.check, policy.roles, policy.permissive) == (
        "SELECT",
        "",
        ("authenticated",),
        True,
    )
    assert policy.topics == (TopicReference("room:{room_id}:chat", "room_id", "uuid"),)
    assert policy.literals == ("broadcast", "room:{room_id}:chat", "room_id")
    assert policy.where == f"{GOOD}/chat/read_chat.sql:2"


def test_policies_say_their_extensions_however_they_are_written(catalogue: Catalogue) -> None:
    assert {policy.name: policy.extensions for policy in catalogue.policies} == {
        "chat_live_read": ("broadcast", "presence"),
        "chat_live_write": ("broadcast", "presence"),
        "chat_lobby_read": ("broadcast",),
        "chat_room_read": ("broadcast",),
    }


def test_rules_know_whom_they_call(catalogue: Catalogue) -> None:
    assert [(str(rule.name), rule.arguments, rule.calls) for rule in catalogue.rules] == [
        ("chat.member", "uuid", ()),
        ("chat.see_room", "uuid, boolean", ("member",)),
    ]
    assert catalogue.rules[0].sql.startswith("create function chat.member")
    assert catalogue.rules[0].sql.endswith("$$")


def test_unpublished_tables_keep_their_reasons(catalogue: Catalogue) -> None:
    assert catalogue.unpublished[0] == (
        QualifiedName("public", "audit"),
        "an internal trail that no screen reads",
    )


def test_two_loads_are_equal() -> None:
    assert load_catalogue(GOOD) == load_catalogue(GOOD)


@pytest.mark.parametrize(
    ("file", "old", "new", "fix"),
    [
        ("chat/channels.toml", "replaces =", "replacs =", 'did you mean "replaces"?'),
        ("chat/channels.toml", "subscribers = 14 }\n\n[[", "subscriber = 1 }\n\n[[",
         'did you mean "subscribers"?'),
        ("chat/channels.toml", 'type = "text"', 'typ = "text"', 'did you mean "type"?'),
        ("chat/channels.toml", 'sql = "row.room_id"', "sqll = ''", 'did you mean "sql"?'),
        ("chat/channels.toml", 'table    = "public.messages"', 'table = "public.mesages"',
         'did you mean "public.messages"?'),
        ("chat/channels.toml", '"row.hidden_at is null"', '"row.hiden_at is null"',
         'did you mean "hidden_at"?'),
        ("chat/channels.toml", '"row.hidden_at is null"', '"hidden_at is null"', "write row.hidden_at"),
        ("chat/read_chat.sql", "'room:{room_id}:chat'", "'room:{room_id}:cat'",
         'did you mean "room:{room_id}:chat"?'),
        ("chat/read_chat.sql", "chat.see_room", "chat.see_rom", 'did you mean "see_room"?'),
        ("chat/read_live.sql", "from public.members", "from members", "write public.members"),
        ("rules/member.sql", "chat.member(", "chat.member_v3(", 'name it "member"'),
    ],
)  # fmt: skip
def test_cure_names_what_was_meant(folder: Path, file: str, old: str, new: str, fix: str) -> None:
    path = folder / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")

    with pytest.raises(ContractError) as caught:
        load_catalogue(folder)

    assert fix in {mistake.fix for mistake in caught.value.mistakes}
