from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pedschema.probe.database import RealtimeDatabase
    from tests.endpoint.conftest import Play, Stage

pytestmark = pytest.mark.db


def test_replay_sends_the_newest_messages_oldest_first(
    play: Play, database_url: str, realtime_db: RealtimeDatabase
) -> None:
    for number in range(27):
        realtime_db.connection.execute(
            "SELECT realtime.send(jsonb_build_object('n', %s::int, 'v', 12.50, 'big', 9007199254740993),"
            " 'e', 'room:open')",
            (number,),
        )
    realtime_db.connection.execute("SELECT realtime.send('{}', 'e', 'room:open', false)")

    async def scenario(stage: Stage) -> None:
        client = await stage.raw()
        await client.join("room:open", private=True, broadcast={"replay": {"since": 0, "limit": 100}})
        frames = [await client.get() for _ in range(25)]
        assert await client.silent()
        assert [frame[4]["payload"]["n"] for frame in frames] == list(range(2, 27))
        first = frames[0][4]
        assert (first["payload"]["v"], first["payload"]["big"]) == (12.5, 9007199254740993)
        assert first["meta"] == {"id": first["payload"]["id"], "replayed": True}

    play(scenario, database_url)


@pytest.mark.parametrize(
    ("private", "replay", "told"),
    [
        (False, {"since": 0}, "Replay is not allowed for public channels"),
        (True, {"since": "yesterday"}, "Replay params are not valid"),
        (True, {"since": 10**30}, "Realtime was unable to replay messages"),
    ],
)
def test_replay_that_cannot_be_is_refused(
    play: Play,
    database_url: str,
    private: bool,  # noqa: FBT001
    replay: dict[str, Any],
    told: str,
) -> None:
    async def scenario(stage: Stage) -> None:
        client = await stage.raw()
        reply = await client.join("room:open", private=private, broadcast={"replay": replay})
        assert reply["response"] == {"reason": f"UnableToReplayMessages: {told}"}

    play(scenario, database_url)
