"""What Dart says about channels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pedschema.lint.client import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from pedschema.lint.client import ClientChannel

    Read = Callable[[str, str], tuple[ClientChannel, ...]]


HEAD = "import 'package:supabase_flutter/supabase_flutter.dart';\n\n"

CHAT = """
import 'package:supabase_flutter/supabase_flutter.dart';

class Chat extends State<ChatPage> {
  late final RealtimeChannel? channel;

  void open(Room room) {
    channel = supabase.channel(
      'room:${room.id}:chat',
      opts: const RealtimeChannelConfig(private: true, replay: ReplayOption(since: 1)),
    );
    channel!
        .onPostgresChanges(
          event: PostgresChangeEvent.insert,
          schema: 'app',
          table: 'messages',
          filter: PostgresChangeFilter(
            type: PostgresChangeFilterType.eq, // the room alone
            column: 'room_id',
            value: room.id,
          ),
          callback: (payload) => show(payload),
        )
        .onPostgresChanges(event: PostgresChangeEvent.all, callback: (payload) {})
        .onBroadcast(event: 'messages.INSERT', callback: (payload) { show(payload); })
        .onPresenceSync((_) => show(channel!.presenceState()))
        .subscribe();
  }

  Future<void> say() async {
    await channel?.sendBroadcastMessage(event: 'typing', payload: {'a': 1});
    await this.channel!.track({'a': 1});
    channel?.send(type: RealtimeListenTypes.presence, event: 'untold', payload: {});
  }
}
"""


@pytest.mark.parametrize(
    ("source", "topic"),
    [
        ("supabase.channel('lobby')", "lobby"),
        ('supabase.channel("lobby")', "lobby"),
        ("supabase.channel('room:$id:chat')", "room:{}:chat"),
        ("supabase.channel('room:${room.id.toLowerCase()}:chat')", "room:{}:chat"),
        ("supabase.channel(r'room:$id')", "room:$id"),
        ("supabase.channel('room:' + id)", "room:{}"),
        ("supabase.channel('room:' 'lobby')", "room:lobby"),
        ("Supabase.instance.client.realtime.channel(lobby)", "lobby"),
        ("supabase.channel(ready ? lobby : null)", "lobby"),
        ("supabase.channel(Topics.room(id))", "room:{}:chat"),
        ("supabase.channel(Topics.room(id, 'live'))", "room:{}:live"),
        ("supabase.channel(Topics.tag('x', word: 'live'))", "tag:x:live"),
        ("supabase.channel(Topics.all)", "rooms"),
        ("supabase.channel(hall)", "hall"),
        ("supabase.channel(local('a'))", "local:a"),
        ("supabase.channel(name)", None),
        ("supabase.channel(name ?? 'lobby')", None),
        ("supabase.channel(switch (name) { 'a' => 'b', _ => 'c' })", None),
    ],
)
def test_topic_is_told_or_not(source: str, topic: str | None, read: Read) -> None:
    around = (
        "const lobby = 'lobby';\n"
        "String get hall => 'hall';\n"
        "class Topics {\n"
        "  static const all = 'rooms';\n"
        "  static String room(String id, [String what = 'chat']) => 'room:$id:$what';\n"
        "  static String tag(String id, {required String word}) {\n    return 'tag:$id:$word';\n  }\n"
        "}\n"
        f"void open() {{\n  String local(String a) => 'local:$a';\n  final channel = {source};\n}}\n"
    )

    assert [channel.topic for channel in read("client.dart", HEAD + around)] == [topic]


@pytest.mark.parametrize(
    ("options", "private"),
    [
        ("", False),
        (", opts: const RealtimeChannelConfig(private: true)", True),
        (", opts: RealtimeChannelConfig(private: false, ack: true)", False),
        (", const RealtimeChannelConfig(private: true)", True),
        (", opts: RealtimeChannelConfig(ack: true)", False),
        (", opts: RealtimeChannelConfig(private: inside)", None),
        (", opts: RealtimeChannelConfig(private: !inside)", None),
        (", opts: secured", True),
        (", opts: options()", None),
    ],
)
def test_private_is_told_or_not(options: str, *, private: bool | None, read: Read) -> None:
    around = "final secured = RealtimeChannelConfig(private: true);\n"
    (channel,) = read("client.dart", f"{HEAD}{around}final c = supabase.channel('lobby'{options});\n")

    assert channel.private is private


def test_bindings_and_sendings_are_read(read: Read) -> None:
    (channel,) = read("client.dart", CHAT)

    assert (channel.topic, channel.private, channel.replay) == ("room:{}:chat", True, True)
    assert [(each.kind, each.event, each.schema, each.table, each.filter) for each in channel.bindings] == [
        (Kind.CHANGES, "INSERT", "app", "messages", "room_id=eq.{}"),
        (Kind.CHANGES, "*", "public", "", ""),
        (Kind.BROADCAST, "messages.INSERT", "", "", ""),
        (Kind.PRESENCE, "", "", "", ""),
    ]
    assert [(each.kind, each.event) for each in channel.sends] == [
        (Kind.BROADCAST, "typing"),
        (Kind.PRESENCE, "track"),
    ]


def test_cascade_speaks_of_the_channel_before_it(read: Read) -> None:
    source = (
        "final c = supabase.channel('lobby')\n"
        "  ..onBroadcast(event: 'typing', callback: show)\n"
        "  ..onBroadcast(event: kind, callback: show)\n"
        "  ..subscribe();\n"
    )
    (channel,) = read("client.dart", HEAD + source)

    assert [each.event for each in channel.bindings] == ["typing", None]


@pytest.mark.parametrize(
    ("query", "schema", "table"),
    [
        ("supabase.from('messages')", "public", "messages"),
        ("supabase.schema('app').from('messages')", "app", "messages"),
        ("Supabase.instance.client.from(table)", "public", "rooms"),
        ("supabase.from(name)", "public", None),
    ],
)
def test_stream_of_a_table_listens_to_its_changes(
    query: str, schema: str, table: str | None, read: Read
) -> None:
    source = f"const table = 'rooms';\nfinal s = {query}.stream(primaryKey: ['id']).eq('a', 1).limit(9);\n"
    (channel,) = read("client.dart", HEAD + source)

    assert (channel.topic, channel.private) == (None, None)
    assert [(each.kind, each.event, each.schema, each.table) for each in channel.bindings] == [
        (Kind.CHANGES, "*", schema, table)
    ]


def test_other_streams_are_none_of_realtime(read: Read) -> None:
    assert (
        read("client.dart", f"{HEAD}final s = bloc.stream.listen(f), t = file.stream(), u = stream();\n")
        == ()
    )


def test_loop_over_a_list_opens_a_channel_for_each(read: Read) -> None:
    source = (
        "void open() {\n  for (final name in ['a', 'b']) {\n    supabase.channel(name);\n  }\n"
        "  ['c'].forEach((name) => supabase.channel('x:$name'));\n}\n"
    )

    assert [channel.topic for channel in read("client.dart", HEAD + source)] == ["a", "b", "x:c"]


def test_place_is_that_of_the_topic_or_of_the_call_that_gives_it(read: Read) -> None:
    source = "void open(String a) {\n  supabase.channel('a:$a');\n}\nvoid main() {\n  'é'; open('x');\n}\n"
    given, alone = read("client.dart", source), read("client.dart", "void f() => supabase.channel('é');\n")

    assert [(each.topic, each.place.line, each.place.column) for each in given] == [("a:x", 5, 8)]
    assert [(each.place.column, each.place.end_column) for each in alone] == [(30, 33)]


@pytest.mark.parametrize("name", ["client.g.dart", "client.freezed.dart"])
def test_what_generators_write_is_not_read(name: str, read: Read) -> None:
    source = f"{HEAD}final c = supabase.channel('lobby');\n"

    assert len(read("client.dart", source)) == 1
    assert read(name, source) == ()


@pytest.mark.parametrize("length", range(0, len(CHAT), 31))
def test_source_that_ends_anywhere_is_read(length: int, read: Read) -> None:
    cut = read("client.dart", f"{HEAD}final c = supabase.channel('lobby');\n{CHAT[:length]}")

    assert "lobby" in {channel.topic for channel in cut}
