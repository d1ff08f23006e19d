"""A generated package over the layer, from a message of the database to what is shown."""

from __future__ import annotations

import importlib
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pedschema.catalogue.load import load_catalogue
from pedschema.client import Budget, Refetcher, State, apply_change
from pedschema.emit.emitter import load_emitter
from pedschema.emit.example import make_payload
from pedschema.emit.shapes import describe_wire
from tests.client.conftest import Apps, Tokens, until, watch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

    from pedschema.client import Realtime
    from pedschema.model.wire import WireContract
    from pedschema.probe.database import RealtimeDatabase
    from tests.endpoint.conftest import Stage

ROOM = "cccccccc-0000-4000-8000-000000000001"


@pytest.fixture(scope="module")
def wire() -> WireContract:
    """Return the contract, its chat with replay."""
    wire = describe_wire(load_catalogue(Path(__file__).parents[1] / "catalogue" / "good"))
    topics = (replace(topic, replay=5 if topic.pattern.endswith(":chat") else 0) for topic in wire.topics)
    return replace(wire, topics=tuple(topics))


@pytest.fixture
def room_chat(wire: WireContract, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    for path, text in load_emitter("python").render(wire).items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    (package,) = (path.name for path in tmp_path.iterdir())
    monkeypatch.syspath_prepend(tmp_path)
    yield importlib.import_module(f"{package}.room_chat")
    for name in [name for name in sys.modules if name.partition(".")[0] == package]:
        del sys.modules[name]


@pytest.mark.db
def test_generated_channel_shares_and_shows_what_the_database_tells(
    run_apps: Callable[..., None],
    database_url: str,
    realtime_db: RealtimeDatabase,
    room_chat: Any,
    wire: WireContract,
) -> None:
    (topic,) = (topic for topic in wire.topics if topic.pattern == room_chat.PATTERN)
    (event,) = (event for event in topic.events if event.name == "messages.INSERT")
    payload = make_payload(event, wire)
    realtime_db.connection.execute("CREATE POLICY all_read ON realtime.messages FOR SELECT USING (true)")

    async def scenario(stage: Stage, apps: Apps) -> None:
        app, _ = apps.make(stage, Tokens([stage.token()]), patterns=(room_chat.PATTERN,))
        shown: list[Any] = []
        refetcher = Refetcher(app.metrics)
        channels = [room_chat.channel(app.screen(name), ROOM) for name in ("Hall", "Kitchen")]

        def show(message: Any) -> None:
            shown.append(refetcher.take("Hall", message["event"], apply_change([], message)))

        channels[0].on("messages.INSERT", show)
        seen = [watch(channel.raw) for channel in channels]
        for one in seen:
            await one.until(State.LIVE)
            assert one.subscription.options.replay == 5
        assert len(stage.project.hub.members(room_chat.topic(ROOM))) == 1
        realtime_db.connection.execute(
            "SELECT realtime.send(%s::jsonb, %s, %s)",
            (json.dumps(payload), event.name, room_chat.topic(ROOM)),
        )
        await until(lambda: shown and seen[1].messages)
        assert shown == [[payload["record"]]]
        assert Budget.load(room_chat, {}).per_second == room_chat.PER_SECOND
        await _show_surface(app, room_chat, lambda: stage.project.hub.members(room_chat.topic(ROOM)))

    run_apps(scenario, database_url, replicates=True)


async def _show_surface(app: Realtime, room_chat: ModuleType, list_members: Callable[[], Any]) -> None:
    """Open the generated screen on the topic that is joined already."""
    reads: list[str] = []

    async def read() -> None:
        reads.append("chat")

    surfaces = importlib.import_module(f"{room_chat.__package__}.surfaces")
    with surfaces.Chat(app, read, room_id=ROOM) as chat:
        assert (await chat.subscribe().settle()).state is State.LIVE
        await until(lambda: reads)
        assert set(app.count_by_screen()) == {"Chat", "Hall", "Kitchen"}
        assert len(list_members()) == 1
    with pytest.raises(TypeError, match="room_id"):
        surfaces.Chat(app, read)
