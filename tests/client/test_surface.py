"""A screen of the app, its topics taken together."""

from __future__ import annotations

import inspect
import json
import re
from importlib import resources
from typing import TYPE_CHECKING, Any

import pytest

from pedschema.client import Budget, ClientError, Name, State, Surface
from pedschema.emit.python.surfaces import TAKEN
from pedschema.emit.typescript.surfaces import TAKEN as TAKEN_IN_TYPESCRIPT
from tests.client.conftest import Apps, Channel, Quick, Tokens, until

if TYPE_CHECKING:
    from collections.abc import Callable

    from pedschema.client import Realtime
    from pedschema.probe.database import RealtimeDatabase
    from tests.endpoint.conftest import Stage

READY = {"config": {"private": True, "broadcast": {"replication_ready": True}}}


class Slow:
    """Another one."""

    REFETCH_SECONDS, MAX_WAIT_SECONDS, PER_SECOND = 0.02, 0.05, 50.0


class Hall(Surface):
    """What `pedschema gen` writes for a surface of two topics."""

    def __init__(self, client: Realtime, reads: list[str]) -> None:
        async def read() -> None:
            reads.append("all")

        super().__init__(client, "Hall", read, Quick, Slow)
        self.one = self.add(Channel(self.screen.channel("room:one", READY)))
        self.two = self.add(Channel(self.screen.channel("room:two", READY)))


def _send(
    database: RealtimeDatabase, topic: str, operation: str, record: Any, table: str = "messages"
) -> None:
    payload = {"operation": operation, "schema": "public", "table": table, "record": record}
    database.connection.execute(
        "SELECT realtime.send(%s::jsonb, %s, %s)", (json.dumps(payload), f"{table}.{operation}", topic)
    )


@pytest.fixture
def open_db(realtime_db: RealtimeDatabase) -> RealtimeDatabase:
    """A database in which everybody may read."""
    realtime_db.connection.execute("CREATE POLICY all_read ON realtime.messages FOR SELECT USING (true)")
    return realtime_db


@pytest.mark.db
def test_screen_shows_what_its_topics_tell_and_reads_the_rest(
    run_apps: Callable[..., None], database_url: str, open_db: RealtimeDatabase
) -> None:
    async def scenario(stage: Stage, apps: Apps) -> None:
        app, sink = apps.make(stage, Tokens([stage.token()]))
        reads: list[str] = []
        shown: dict[str, Any] = {"list": [], "one": None}
        statuses: list[State] = []
        with Hall(app, reads).on_status(lambda status: statuses.append(status.state)) as hall:
            hall.keep_list(
                hall.one, "public.messages", lambda: shown["list"], lambda rows: shown.update(list=rows)
            )
            hall.keep_detail(
                hall.two, "public.rooms", lambda: shown["one"], lambda row: shown.update(one=row)
            )
            assert hall.status.state is State.IDLE
            await hall.subscribe().settle()
            assert (hall.status.state, statuses[-1]) == (State.LIVE, State.LIVE)
            assert app.count_by_screen() == {"Hall": 2}
            await until(lambda: reads)
            read_first = len(reads)
            _send(open_db, "room:one", "INSERT", {"id": 1})
            _send(open_db, "room:one", "INSERT", {"id": 2}, table="others")
            _send(open_db, "room:two", "INSERT", {"id": 3}, table="rooms")
            await until(lambda: shown["one"])
            assert shown == {"list": [{"id": 1}], "one": {"id": 3}}
            assert len(reads) == read_first, "what messages tell is not read"
            _send(open_db, "room:one", "UPDATE", {"id": 9})
            await until(lambda: len(reads) > read_first)
            assert shown["list"] == [{"id": 1}]
        assert app.count_by_screen() == {}
        assert sink.count(Name.PATCH) >= 3

    run_apps(scenario, database_url, replicates=True)


@pytest.mark.db
@pytest.mark.usefixtures("open_db")
def test_screen_that_is_switched_off_leaves_and_is_read_now_and_then(
    run_apps: Callable[..., None], database_url: str
) -> None:
    async def scenario(stage: Stage, apps: Apps) -> None:
        app, _ = apps.make(stage, Tokens([stage.token()]))
        reads: list[str] = []
        with Hall(app, reads) as hall:
            await hall.subscribe().settle()
            hall.turn(on=False, every=0.02)
            await until(lambda: not stage.project.hub.members("room:one"))
            before = len(reads)
            await until(lambda: len(reads) > before + 1)
            assert hall.subscribe().status.state is State.IDLE, "off is off"
            hall.turn(on=True)
            await hall.settle()
            assert hall.status.state is State.LIVE

    run_apps(scenario, database_url, replicates=True)


@pytest.mark.db
def test_one_refused_topic_is_the_status_of_the_screen(
    run_apps: Callable[..., None], database_url: str, realtime_db: RealtimeDatabase
) -> None:
    realtime_db.connection.execute(
        "CREATE POLICY one_read ON realtime.messages FOR SELECT USING (realtime.topic() = 'room:one')"
    )

    async def scenario(stage: Stage, apps: Apps) -> None:
        app, _ = apps.make(stage, Tokens([stage.token()]))
        with Hall(app, []) as hall:
            status = await hall.subscribe().settle()
            assert (status.state, status.fault and status.fault.code) == (State.STOPPED, "Unauthorized")
            assert hall.one.raw.status.state is State.LIVE

    run_apps(scenario, database_url, replicates=True)


def test_screen_that_cannot_have_all_its_topics_has_none(run_apps: Callable[..., None]) -> None:
    async def scenario(stage: Stage, apps: Apps) -> None:
        app, _ = apps.make(stage, channels=1)
        hall = Hall(app, [])
        with pytest.raises(ClientError, match="1 topics have a channel already"):
            hall.subscribe()
        assert app.count_by_screen() == {}

    run_apps(scenario)


def test_budget_of_a_screen_keeps_to_that_of_each_topic() -> None:
    joined = Budget.join(Budget.load(Quick, {}), Budget.load(Slow, {}))
    assert joined == Budget(0.02, 0.1, 50.0)


def test_no_channel_of_a_generated_screen_hides_what_the_screen_has() -> None:
    own = {name for name in vars(Surface) if not name.startswith("_")}
    made = {name for name in inspect.getsource(Surface.__init__).split() if name.startswith("self.")}
    own |= {name.removeprefix("self.") for name in made if not name.startswith("self._")}
    assert own == TAKEN


def test_nor_does_one_in_typescript() -> None:
    source = (resources.files("pedschema.emit.typescript") / "surface.ts").read_text(encoding="utf-8")
    body = source.partition("export class Surface<Parts> {")[2].partition("\n}\n")[0]
    words = r"(?:(?:private|protected|readonly|get|async) )*"
    own = set(re.findall(rf"^  {words}(\w+)(?:<|\(|: |\?| =)", body, re.MULTILINE))
    inherited = {"prototype", "toString", "valueOf"}
    assert own | inherited == TAKEN_IN_TYPESCRIPT
