from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from websockets.sync.client import connect

from pedschema.endpoint.console.desk import open_desk
from pedschema.endpoint.listener import open_listener
from pedschema.endpoint.project import Project
from pedschema.endpoint.run import serving
from pedschema.endpoint.tenant import Tenant
from pedschema.endpoint.tokens import sign_token
from pedschema.model.persona import Cast
from tests.console.conftest import ADMIN, SECRET

if TYPE_CHECKING:
    from pedschema.model.catalogue import Catalogue
    from tests.console.conftest import Served

pytestmark = pytest.mark.db

OPEN = "a0000000-0000-4000-8000-000000000001"
ADA = "b0000000-0000-4000-8000-000000000001"


def _mistake(answer: httpx.Response) -> Any:
    (mistake,) = answer.json()["mistakes"]
    assert set(mistake) == {"where", "what", "fix", "id"}
    return mistake["id"]


def _order(**changes: Any) -> dict[str, Any]:
    values = {"room_id": OPEN, "profile_id": ADA, "content": "hello"}
    return {"persona": "ada", "table": "public.messages", "operation": "INSERT", "values": values} | changes


def test_data_is_for_the_admin_token_alone(served: Served) -> None:
    assert served.ask("contract").status_code == 200
    for token in ("another", f"{ADMIN}!", served.project.tenant.secret):
        answer = served.ask("contract", token=token)
        assert (answer.status_code, _mistake(answer)) == (401, "console-token")
    assert httpx.get(f"{served.url}/console/api/contract").status_code == 401


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "console.example:80"},
        {"origin": "http://console.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_other_sites_are_refused_with_the_token_too(served: Served, headers: dict[str, str]) -> None:
    for options in ({}, {"json": {"surfaces": ["Chat"], "on": False}}):
        answer = served.ask("switches", headers=headers, **options)
        assert (answer.status_code, _mistake(answer)) in {(403, "console-host"), (403, "console-origin")}
    assert all(surface["on"] for surface in served.ask("switches").json()["surfaces"])


def test_own_site_is_answered(served: Served) -> None:
    headers = {"origin": served.url, "sec-fetch-site": "same-origin"}
    assert served.ask("switches", headers=headers).status_code == 200


def test_page_is_closed_to_scripts_of_others_and_to_other_hosts(served: Served) -> None:
    page = httpx.get(f"{served.url}/console/")
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'; script-src 'self'; style-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "<script>" not in page.text
    assert httpx.get(f"{served.url}/console/", headers={"host": "console.example"}).status_code == 403
    assert httpx.get(f"{served.url}/console/contract.py").status_code == 404


def test_matrix_and_reasons_are_those_of_the_policies(served: Served) -> None:
    rows = {row["label"]: row["marks"] for row in served.ask("access").json()}
    assert rows["room:<open>:live"] == {"ada": "rwpP", "ben": "rwpP", "cleo": "-", "dora": "-", "anon": "-"}
    assert rows["user:<ada>"] == {"ada": "r", "ben": "-", "cleo": "-", "dora": "-", "anon": "-"}
    why = served.ask("why", params={"persona": "cleo", "topic": f"room:{OPEN}:chat"}).json()
    join = why["rights"][0]
    assert (join["name"], join["allowed"]) == ("join", False)
    assert [reason["policy"] for reason in join["reasons"]] == ["rooms_chat_read"]
    assert join["reasons"][0]["where"].endswith("chat/read_chat.sql:1")
    answer = served.ask("why", params={"persona": "nobody", "topic": "lobby"})
    assert (answer.status_code, _mistake(answer)) == (422, "persona-unknown")


def test_row_is_written_as_the_persona_and_tells_who_may_read_it(served: Served) -> None:
    written = served.ask("rows", json=_order()).json()
    assert written["count"] == 1
    (message,) = written["messages"]
    assert (message["topic"], message["event"]) == (f"room:{OPEN}:chat", "messages.INSERT")
    assert (message["errors"], message["dropped"]) == ([], "")
    assert message["audience"] == {"ada": True, "ben": True, "cleo": False, "dora": False, "anon": False}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"persona": "ben"}, "row-refused"),
        ({"persona": "nobody"}, "persona-unknown"),
        ({"table": "auth.users"}, "table-unknown"),
        ({"values": {"content; drop table public.messages": "x"}}, "column-unknown"),
        ({"operation": "UPDATE", "values": {"content": "x"}}, "row-key"),
        ({"operation": "UPDATE", "values": {}, "key": {"id": "1"}}, "row-unchanged"),
        ({"operation": "TRUNCATE"}, "request-unreadable"),
        ({"more": 1}, "request-unreadable"),
    ],
)
def test_row_that_cannot_be_written_is_told_in_three_parts(
    served: Served, changes: dict[str, Any], expected: str
) -> None:
    answer = served.ask("rows", json=_order(**changes))
    assert (answer.status_code, _mistake(answer)) == (422, expected)


def test_values_are_bound_and_stay_text(served: Served) -> None:
    hostile = "'); drop table public.messages; --"
    values = {"room_id": OPEN, "profile_id": ADA, "content": hostile, "mood": None}
    assert served.ask("rows", json=_order(values=values)).json()["count"] == 1
    rows = served.ask("rows", params={"persona": "ada", "table": "public.messages"}).json()
    (row,) = [row for row in rows if row["content"] == hostile]
    assert (row["mood"], row["pinned"]) == (None, "false")
    key = {"id": row["id"]}
    gone = served.ask("rows", json=_order(operation="DELETE", values={}, key=key)).json()
    assert (gone["count"], gone["messages"][0]["event"]) == (1, "messages.DELETE")
    again = served.ask("rows", json=_order(operation="DELETE", values={}, key=key)).json()
    assert again == {"count": 0, "messages": []}


def test_rows_are_those_that_the_persona_sees(served: Served) -> None:
    def rooms(persona: str) -> set[str]:
        answer = served.ask("rows", params={"persona": persona, "table": "public.messages"})
        return {row["room_id"] for row in answer.json()}

    assert len(rooms("service")) == len(rooms("ben")) == 2
    assert rooms("ada") == {OPEN}
    assert rooms("cleo") == rooms("anon") == set()


def test_topic_is_silent_while_its_surfaces_are_off(served: Served) -> None:
    def turn(*, on: bool, surfaces: tuple[str, ...]) -> Any:
        return served.ask("switches", json={"surfaces": surfaces, "on": on, "reason": "noise"}).json()

    def chat(switches: Any) -> bool:
        (topic,) = [each for each in switches["topics"] if each["pattern"] == "room:{room_id:uuid}:chat"]
        return bool(topic["on"])

    assert chat(turn(on=False, surfaces=("Chat",)))
    off = turn(on=False, surfaces=("Sidebar",))
    assert not chat(off)
    assert {each["reason"] for each in off["surfaces"] if not each["on"]} == {"noise"}
    assert served.ask("rows", json=_order()).json()["messages"] == []
    assert chat(turn(on=True, surfaces=("Chat", "Sidebar")))
    assert len(served.ask("rows", json=_order()).json()["messages"]) == 1
    answer = served.ask("switches", json={"surfaces": ["Nowhere"], "on": False})
    assert (answer.status_code, _mistake(answer)) == (422, "surface-unknown")


def test_switch_whose_time_has_passed_is_on_and_can_be_turned_off_again(served: Served) -> None:
    def inbox() -> bool:
        (found,) = [each for each in served.ask("switches").json()["surfaces"] if each["name"] == "Inbox"]
        return bool(found["on"])

    served.run(
        "INSERT INTO rooms.surface_switch (surface, enabled, until)"
        " VALUES ('Inbox', false, now() - interval '1 hour')"
    )
    assert inbox()
    served.ask("switches", json={"surfaces": ["Inbox"], "on": False})
    assert not inbox()
    served.run("DELETE FROM rooms.surface_switch")


def test_body_that_is_no_json_object_is_refused(served: Served) -> None:
    for content, kind in ((b"[]", "application/json"), (b"{", "application/json"), (b"{}", "text/plain")):
        answer = served.ask("switches", content=content, headers={"content-type": kind})
        assert (answer.status_code, _mistake(answer)) == (422, "request-unreadable")
    deep = b'{"surfaces": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    answer = served.ask("switches", content=deep, headers={"content-type": "application/json"})
    assert (answer.status_code, _mistake(answer)) == (422, "request-unreadable")
    large = json.dumps({"surfaces": ["x" * 1_000_001], "on": False}).encode()
    answer = served.ask("switches", content=large, headers={"content-type": "application/json"})
    assert _mistake(answer) == "request-unreadable"


def test_text_that_the_database_cannot_hold_is_a_mistake_of_the_request(served: Served) -> None:
    answer = served.ask("rows", json=_order(values={"content": "\0"}))
    assert (answer.status_code, _mistake(answer)) == (422, "row-refused")
    assert "no answer" not in answer.text


def test_health_names_slot_partition_and_limits(served: Served) -> None:
    health = served.ask("health").json()
    assert health["replication"] is True
    assert [slot["active"] for slot in health["slots"]] == [True]
    assert health["slots"][0]["lag_bytes"] >= 0
    assert [partition["today"] for partition in health["partitions"]].count(True) == 1
    assert health["limits"]["channels_per_client"] == 100


def test_database_that_is_away_is_told(catalogue: Catalogue) -> None:
    async def ask() -> httpx.Response:
        project = Project(Tenant(SECRET), "host=127.0.0.1 port=1")
        desk = open_desk(project, catalogue, Cast((), (), {"room_id": {"a": OPEN}, "user_id": {"a": ADA}}))
        async with (
            serving(project, open_listener(), admin_token=ADMIN, replicates=False, desk=desk) as url,
            httpx.AsyncClient(headers={"authorization": f"Bearer {ADMIN}"}) as client,
        ):
            assert (await client.get(f"{url}/console/api/contract")).status_code == 200
            return await client.get(f"{url}/console/api/health")

    answer = asyncio.run(ask())
    assert (answer.status_code, _mistake(answer)) == (503, "console-database")


def test_messages_come_as_they_pass_with_what_is_wrong(served: Served) -> None:
    url, headers = f"{served.url}/console/api/messages", {"authorization": f"Bearer {ADMIN}"}
    with httpx.stream("GET", url, headers=headers, timeout=8) as answer:
        lines = answer.iter_lines()
        assert json.loads(next(lines)) == {}
        served.ask("rows", json=_order())
        good = json.loads(next(lines))
        assert (good["event"], good["errors"], good["from"]) == ("messages.INSERT", [], "database")
        send = "SELECT realtime.send('{}', 'messages.INSERT', 'room:{}:chat')"
        served.run(send.format(json.dumps({"operation": "INSERT", "record": {"id": "x"}}), OPEN))
        wrong = json.loads(next(lines))
        assert any(error.startswith("record.id:") for error in wrong["errors"])
        assert any("'schema' is a required property" in error for error in wrong["errors"])
        served.run(f"SELECT realtime.send('{{}}', 'messages.GONE', 'room:{OPEN}:chat')")
        assert "no such event" in json.loads(next(lines))["errors"][0]
        served.run("SELECT realtime.send('{}', 'e', 'elsewhere')")
        assert json.loads(next(lines))["errors"] == ["the contract declares no topic like this"]


@pytest.mark.parametrize("data", [b"{", b'{"a": NaN}', b"[" * 100_000, b"\xff"])
def test_upload_that_is_no_json_ends_neither_the_stream_nor_its_sender(served: Served, data: bytes) -> None:
    url, headers = f"{served.url}/console/api/messages", {"authorization": f"Bearer {ADMIN}"}
    key = sign_token({"role": "anon"}, SECRET, seconds=60)
    address = f"{served.url.replace('http', 'ws')}/realtime/v1/websocket?apikey={key}&vsn=2.0.0"
    config = {"config": {"private": False, "broadcast": {"ack": True}}}
    with httpx.stream("GET", url, headers=headers, timeout=8) as answer, connect(address) as socket:
        lines = answer.iter_lines()
        assert json.loads(next(lines)) == {}
        socket.send(json.dumps(["1", "1", "realtime:wild", "phx_join", config]))
        while json.loads(socket.recv(8))[3] != "phx_reply":
            pass
        for upload in (data, b'{"a": 1}'):
            fields = (b"1", b"2", b"realtime:wild", b"e", b"")
            socket.send(bytes((3, *map(len, fields), 1)) + b"".join(fields) + upload)
        told = [json.loads(next(lines), parse_constant=pytest.fail) for _ in range(2)]
        assert [each["payload"] for each in told] == [f"{len(data)} bytes that are no JSON", {"a": 1}]
