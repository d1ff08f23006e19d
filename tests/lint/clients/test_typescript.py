"""What TypeScript and JavaScript say about channels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pedschema.lint.client import Kind
from pedschema.lint.clients.read import read_clients

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pedschema.lint.client import ClientChannel

    Read = Callable[[str, str], tuple[ClientChannel, ...]]

    Topics = Callable[[str], list[str | None]]


@pytest.mark.parametrize(
    ("source", "topic"),
    [
        ("supabase.channel('lobby');", "lobby"),
        ('supabase.channel("lobby");', "lobby"),
        ("supabase.channel(`room:${id}:chat`);", "room:{}:chat"),
        ("supabase.channel(`room:${a}${b}:chat`);", "room:{}:chat"),
        ("supabase.channel('room:' + id + ':chat');", "room:{}:chat"),
        ("supabase.channel(['room', id, 'chat'].join(':'));", "room:{}:chat"),
        ("const LOBBY = 'lobby' as const;\nsupabase.channel(LOBBY);", "lobby"),
        ("supabase.channel(room(id));\nfunction room(id: string) { return `room:${id}`; }", "room:{}"),
        ("const room = (id: string) => `room:${id}:chat`;\nsupabase.channel(room(id));", "room:{}:chat"),
        (
            "const at = (id, what = 'chat') => `room:${id}:${what}`;\nsupabase.channel(at(id));",
            "room:{}:chat",
        ),
        ("const T = { at: (id) => `room:${id}`, all: 'rooms' };\nsupabase.channel(T.at(id));", "room:{}"),
        ("const T = { at: (id) => `room:${id}`, all: 'rooms' };\nsupabase.channel(T['all']);", "rooms"),
        ("enum Topic { Lobby = 'lobby', Other = 'o' }\nsupabase.channel(Topic.Lobby);", "lobby"),
        ("class T { static readonly LOBBY = 'lobby'; }\nsupabase.channel(T.LOBBY);", "lobby"),
        ("supabase.channel(enabled ? 'lobby' : null);", "lobby"),
        ("supabase.channel(enabled && 'lobby');", "lobby"),
        ("let topic;\ntopic = 'lobby';\nsupabase.channel(topic!);", "lobby"),
        ("const topic = useMemo(() => `room:${id}`, [id]);\nsupabase.channel(topic);", "room:{}"),
        ("const room = useCallback((id) => `room:${id}`, []);\nsupabase.channel(room(id));", "room:{}"),
    ],
)
def test_topic_is_told(source: str, topic: str, topics: Topics) -> None:
    assert topics(source) == [topic]


@pytest.mark.parametrize(
    "source",
    [
        "supabase.channel(name);",
        "supabase.channel(`${name}`);",
        "supabase.channel(room(id));",
        "supabase.channel(a ? 'lobby' : 'hall');",
        "supabase.channel(name ?? 'lobby');",
        "let topic = 'lobby';\nif (late) topic = 'hall';\nsupabase.channel(topic);",
        "function open(topic) { supabase.channel(topic); }",
        "const T = { ...others, all };\nsupabase.channel(T.all);",
    ],
)
def test_topic_is_not_told(source: str, topics: Topics) -> None:
    assert topics(source) == [None]


@pytest.mark.parametrize(
    "source", ["new BroadcastChannel('lobby');", "channel('lobby');", "supabase.channel();", "log('channel')"]
)
def test_other_calls_open_no_channel(source: str, topics: Topics) -> None:
    assert topics(source) == []


def test_channel_of_another_library_is_none(read: Read) -> None:
    assert read("client.ts", "import Echo from 'echo';\nEcho.channel('orders').listen('x', f);") == ()


@pytest.mark.parametrize(
    ("options", "private"),
    [
        ("", False),
        (", {}", False),
        (", { config: {} }", False),
        (", { config: { private: true } }", True),
        (", { config: { private: false } }", False),
        (", { 'config': { 'private': true } }", True),
        (", { config: { ...shared, private: true } }", True),
        (", { config: { private: true, ...shared } }", None),
        (", { config: { ...shared } }", None),
        (", { ...shared }", None),
        (", options", None),
        (", { config }", None),
        (", { config: { private: !open } }", None),
    ],
)
def test_private_is_told_or_not(options: str, *, private: bool | None, read: Read) -> None:
    (channel,) = read("client.ts", f"// supabase\nsupabase.channel('lobby'{options});")

    assert channel.private is private


def test_options_kept_in_a_constant_are_told(read: Read) -> None:
    source = (
        "// supabase\nconst options = { config: { private: true } };\nsupabase.channel('lobby', options);"
    )

    assert read("client.ts", source)[0].private is True


@pytest.mark.parametrize(
    ("broadcast", "replay"),
    [("{ self: true }", False), ("{ replay: { since } }", True), ("{ ...shared }", None), ("kept", None)],
)
def test_replay_is_told_or_not(broadcast: str, *, replay: bool | None, read: Read) -> None:
    (channel,) = read(
        "client.ts", f"// supabase\nsupabase.channel('a', {{ config: {{ broadcast: {broadcast} }} }});"
    )

    assert channel.replay is replay


def test_chain_of_bindings_is_read_in_order(read: Read) -> None:
    (channel,) = read(
        "client.tsx",
        """
        import { supabase } from './supabase';
        const filter = `id=eq.${id}`;
        supabase
            .channel('lobby')
            .on('postgres_changes', { event: 'INSERT', schema: 'app', table: 'rooms', filter }, f)
            .on<Message>('broadcast', { event: `${table}.INSERT` }, f)
            .on('presence', { event: 'sync' }, f)
            .on('system', {}, f)
            .subscribe();
        """,
    )

    changes, broadcast, presence, system = channel.bindings
    assert (changes.kind, changes.event, changes.schema, changes.table, changes.filter) == (
        Kind.CHANGES,
        "INSERT",
        "app",
        "rooms",
        "id=eq.{}",
    )
    assert (broadcast.kind, broadcast.event, broadcast.place.line) == (Kind.BROADCAST, "{}.INSERT", 7)
    assert (presence.kind, presence.event) == (Kind.PRESENCE, "sync")
    assert (system.kind, channel.sends) == (Kind.SYSTEM, ())


@pytest.mark.parametrize(
    "source",
    [
        "const c = supabase.channel('a');\nc.on('broadcast', { event: 'x' }, f);",
        (
            "let c = null;\nfunction open() { c = supabase.channel('a'); }\n"
            "function listen() { c?.on('broadcast', { event: 'x' }, f); }"
        ),
        (
            "function Chat() { const ref = useRef(null); ref.current = supabase.channel('a');\n"
            "useEffect(() => { ref.current!.on('broadcast', { event: 'x' }, f) }); }"
        ),
        (
            "class Chat { listen() { this.c.on('broadcast', { event: 'x' }, f); }\n"
            "open() { this.c = this.supabase.channel('a'); } }"
        ),
        "const open = () => supabase.channel('a');\nopen().on('broadcast', { event: 'x' }, f);",
        (
            "const with_ = (bind) => bind(supabase.channel('a'));\n"
            "with_((c) => c.on('broadcast', { event: 'x' }, f));"
        ),
        "const c = await supabase.channel('a');\n['x'].forEach((event) => c.on('broadcast', { event }, f));",
    ],
)
def test_channel_is_followed_to_its_binding(source: str, read: Read) -> None:
    (channel,) = read("client.ts", f"// supabase\n{source}")

    assert [(channel.topic, binding.event) for binding in channel.bindings] == [("a", "x")]


def test_binding_of_one_channel_is_none_of_another(read: Read) -> None:
    source = (
        "// supabase\nconst a = supabase.channel('a');\nconst b = supabase.channel('b');\n"
        "b.on('broadcast', { event: 'x' }, f);"
    )

    assert [len(channel.bindings) for channel in read("client.ts", source)] == [0, 1]


def test_sending_is_told(read: Read) -> None:
    (channel,) = read(
        "client.js",
        """
        // supabase
        const c = supabase.channel('a');
        c.send({ type: 'broadcast', event: 'x', payload });
        c.httpSend('y', payload);
        c.track({ name });
        c.send({ type: 'presence', event: 'track' });
        """,
    )

    assert [(send.kind, send.event) for send in channel.sends] == [
        (Kind.BROADCAST, "x"),
        (Kind.BROADCAST, "y"),
        (Kind.PRESENCE, "track"),
    ]


def test_caller_of_a_function_that_opens_channels_is_the_channel(read: Read) -> None:
    channels = read(
        "client.ts",
        """
        // supabase
        function useChannel({ name, config }) {
            useEffect(() => { supabase.channel(name, { config }); }, [name]);
        }
        useChannel({ name: 'lobby', config: { private: true } });
        useChannel({ name: `room:${id}` });
        """,
    )

    assert [(each.topic, each.private, each.place.line) for each in channels] == [
        ("lobby", True, 6),
        ("room:{}", False, 7),
    ]


def test_function_that_nobody_calls_is_the_channel_itself(read: Read) -> None:
    channels = read("client.ts", "// supabase\nfunction open(id) { supabase.channel(`room:${id}`); }")

    assert [(each.topic, each.place.line) for each in channels] == [("room:{}", 2)]


def test_what_stands_further_down_is_known_above(read: Read) -> None:
    (channel,) = read(
        "client.ts",
        """
        // supabase
        function listen(id) {
            supabase.channel(`${ROOM}:${id}`).on('broadcast', { event: `${TABLE}.INSERT` }, f);
        }
        const ROOM = 'room';
        const TABLE = 'messages';
        """,
    )

    assert (channel.topic, [binding.event for binding in channel.bindings]) == (
        "room:{}",
        ["messages.INSERT"],
    )


def test_method_of_the_app_is_taken_for_no_opener_of_the_library(topics: Topics) -> None:
    source = """
    rooms.channel('7');
    const rooms = { channel: (id) => supabase.channel(`room:${id}`) };
    """

    assert topics(source) == ["room:7"]


def test_names_of_other_files_are_known(tmp_path: Path) -> None:
    (tmp_path / "chat.ts").write_text(
        "import { LOBBY } from './topics';\nsupabase.channel(LOBBY);\nsupabase.channel(OTHER);",
        encoding="utf-8",
    )
    (tmp_path / "topics.ts").write_text("export const LOBBY = 'lobby'; // topics", encoding="utf-8")
    (tmp_path / "one.ts").write_text("export const OTHER = 'one'; // topic", encoding="utf-8")
    (tmp_path / "two.ts").write_text("export const OTHER = 'two'; // topic", encoding="utf-8")

    assert [channel.topic for channel in read_clients([tmp_path]).channels] == ["lobby", None]
