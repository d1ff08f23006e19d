from __future__ import annotations

import io
import json
import logging
from types import SimpleNamespace
from typing import Any

import pytest
from websockets.datastructures import Headers
from websockets.exceptions import InvalidStatus
from websockets.http11 import Response

from pedschema.client import CountingSink, Event, FaultError, Name, OtelSink, StreamSink, console_sinks
from pedschema.client.metrics import Metrics, match_pattern
from pedschema.client.status import Explainer, compute_wait
from pedschema.emit.codes import Retry, load_codes


def _refused(status: int, body: bytes = b"") -> InvalidStatus:
    return InvalidStatus(Response(status, "", Headers(), body))


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (Exception('{"reason": "Unauthorized: You do not …"}'), "Unauthorized"),
        (Exception('{"message": "Token has expired 3 seconds ago", "status": "error"}'), "InvalidJWTToken"),
        (Exception("no JSON"), "Unknown"),
        (Exception("[1]"), "Unknown"),
        (Exception("{}"), "ClosedUnasked"),
        (Exception('{"reason": 1}'), "Unknown"),
        (_refused(401, b'{"error": "The token provided is not a valid JWT"}'), "MalformedJWT"),
        (_refused(401, b"\xff"), "InvalidJWTToken"),
        (_refused(403), "RealtimeDisabledForTenant"),
        (_refused(429), "ConnectionRateLimitReached"),
        (_refused(418, b'{"error": 1}'), "Unknown"),
        (ConnectionRefusedError(), "SocketLost"),
        (TimeoutError(), "SocketLost"),
        (None, "SocketLost"),
    ],
)
def test_error_of_the_library_becomes_a_fault(error: Any, code: str) -> None:
    assert Explainer().explain(error).code == code


def test_fault_speaks_the_language_of_the_people() -> None:
    assert Explainer("es").name("Unauthorized").message == load_codes().classes["auth-denied"].text["es"]
    with pytest.raises(ValueError, match="en, es"):
        Explainer("xx")


def test_unknown_texts_are_kept_cut_and_counted() -> None:
    explainer = Explainer()
    for _ in range(3):
        fault = explainer.read("Something new: " + "x" * 500)
    for number in range(200):
        explainer.read(f"other {number}")

    assert fault.code == "Unknown"
    assert len(fault.detail) == 200
    assert explainer.unknown[fault.detail] == 3
    assert len(explainer.unknown) == 100
    assert "detail" not in repr(fault), "it may name a topic"


@pytest.mark.parametrize(
    ("attempt", "chance", "wait"),
    [
        (0, 0, 1),
        (0, 1, 1.5),
        (1, 0, 2),
        (2, 0, 4),
        (3, 0, 8),
        (4, 0, 10),
        (99, 0, 10),
        (99, 1, 15),
        (5000, 0, 10),
    ],
)
def test_waits_double_up_to_the_longest_with_jitter(attempt: int, chance: float, wait: float) -> None:
    assert compute_wait(Retry(1, 10), attempt, chance) == wait


@pytest.mark.parametrize(("times", "attempt", "ends"), [(0, 0, True), (2, 1, False), (2, 2, True)])
def test_waits_end_where_the_attempts_do(times: int, attempt: int, *, ends: bool) -> None:
    assert (compute_wait(Retry(1, 10, times), attempt, 0) is None) is ends


@pytest.mark.parametrize(
    ("topic", "pattern"),
    [
        ("room:1", "room:{id}"),
        ("room:1:chat", "room:{id}:chat"),
        ("room:all", "room:all"),
        ("room:1:2", "other"),
        ("hall:1", "other"),
        ("room:", "other"),
    ],
)
def test_topic_is_told_by_its_pattern_only(topic: str, pattern: str) -> None:
    assert match_pattern(topic, ["room:{id}", "room:{id}:chat", "room:all"]) == pattern


def test_sink_that_raises_is_named_once_and_the_others_get_everything(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(_: Event) -> None:
        raise ValueError("secret")

    broken: Any = SimpleNamespace(emit=fail)
    sink = CountingSink()
    metrics = Metrics([broken, sink], ["room:{id}"])
    with caplog.at_level(logging.WARNING):
        metrics.record(Name.SUBSCRIBE, "room:1")
        metrics.record(Name.SUBSCRIBE, "room:2")

    assert sink.count(Name.SUBSCRIBE, "topic=room:{id}") == 2
    assert [record.message for record in caplog.records] == ["a sink of metrics raises ValueError"]


def test_stream_gets_one_line_of_json_for_each_event() -> None:
    stream = io.StringIO()
    StreamSink(stream).emit(Event(Name.HEARTBEAT, 12.34567, {"ms": 3.5}))

    assert json.loads(stream.getvalue()) == {"at": 12.346, "name": "heartbeat", "ms": 3.5}


@pytest.mark.parametrize(("told", "count"), [("true", 1), ("1", 1), ("TRUE", 1), ("", 0), ("false", 0)])
def test_console_is_for_those_who_ask(told: str, count: int) -> None:
    assert len(console_sinks({"PEDSCHEMA_REALTIME_DEBUG": told})) == count


def test_opentelemetry_counts_events_and_measures_times() -> None:
    calls: list[Any] = []

    def make(name: str, unit: str) -> Any:
        def note(number: float, told: Any) -> None:
            calls.append((name, unit, number, told))

        return SimpleNamespace(add=note, record=note)

    sink = OtelSink(SimpleNamespace(create_counter=make, create_histogram=make))
    sink.emit(Event(Name.SUBSCRIBED, 0, {"topic": "room:{id}", "ms": 1500}))
    sink.emit(Event(Name.ERROR, 0, {"code": "Unauthorized", "attempt": 3}))

    system = {"messaging.system": "supabase_realtime"}
    assert calls == [
        (
            "pedschema.client.subscribed",
            "{event}",
            1,
            system | {"messaging.destination.template": "room:{id}"},
        ),
        (
            "pedschema.client.subscribed.duration",
            "s",
            1.5,
            system | {"messaging.destination.template": "room:{id}"},
        ),
        ("pedschema.client.error", "{event}", 1, system | {"error.type": "Unauthorized"}),
    ]


def test_error_says_the_code_and_nothing_else() -> None:
    fault = Explainer().read("Unauthorized: … topic: person:1")

    assert str(FaultError(fault)) == "Unauthorized"
