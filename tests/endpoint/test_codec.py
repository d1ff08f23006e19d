from __future__ import annotations

import json

import pytest

from pedschema.endpoint.codec import V1, V2, Codec, codec_of
from pedschema.endpoint.frame import Broadcast, Incoming, MalformedFrameError, Outgoing, Upload, answer

STORED = Broadcast("realtime:room:u1", "INSERT", b'{"n": 9007199254740993, "v": 12.50}', meta={"id": "m1"})


def _push(*fields: str, encoding: int, data: bytes) -> bytes:
    parts = [field.encode() for field in fields]
    return bytes([3, *map(len, parts), encoding]) + b"".join(parts) + data


def test_version_absent_means_1() -> None:
    assert codec_of("") is V1
    assert codec_of("2.0.0") is V2
    assert codec_of("3.0.0") is None


def test_v2_text_frame_is_an_array_of_five() -> None:
    frame = '["1","2","realtime:a","phx_join",{"config":{}}]'

    assert V2.parse(frame) == Incoming("realtime:a", "phx_join", {"config": {}}, "2", "1")


def test_v2_heartbeat_has_no_join_ref() -> None:
    assert V2.parse('[null,"5","phoenix","heartbeat",{}]') == Incoming("phoenix", "heartbeat", {}, "5", None)


@pytest.mark.parametrize(("encoding", "is_json"), [(0, False), (1, True)])
def test_v2_binary_push_carries_a_broadcast(encoding: int, is_json: bool) -> None:  # noqa: FBT001
    frame = _push("1", "7", "realtime:ñ", "shout", "", encoding=encoding, data=b'{"a":1}')

    assert V2.parse(frame) == Incoming(
        "realtime:ñ", "broadcast", Upload("shout", b'{"a":1}', is_json), "7", "1"
    )


def test_v2_binary_push_may_carry_metadata() -> None:
    assert V2.parse(_push("1", "7", "realtime:a", "shout", '{"x":1}', encoding=1, data=b"{}")).ref == "7"


def test_v2_stored_message_is_a_binary_frame_with_the_payload_verbatim() -> None:
    meta = b'{"id":"m1"}'
    head = bytes([4, 16, 6, len(meta), 1])

    assert V2.render(STORED) == head + b"realtime:room:u1" + b"INSERT" + meta + STORED.data


def test_v2_bytes_have_encoding_0() -> None:
    frame = V2.render(Broadcast("realtime:a", "e", b"\x00\xff", is_json=False))

    assert frame == b"\x04\x0a\x01\x00\x00realtime:ae\x00\xff"


def test_v2_reply_is_an_array() -> None:
    join = Incoming("realtime:a", "phx_join", {}, "2", "1")

    frame = V2.render(answer(join, "ok", {"postgres_changes": []}))

    assert frame == '["1","2","realtime:a","phx_reply",{"status":"ok","response":{"postgres_changes":[]}}]'


@pytest.mark.parametrize(("size", "fits"), [(246, True), (247, False)])
def test_v2_topic_must_fit_into_one_length_byte(size: int, fits: bool) -> None:  # noqa: FBT001
    topic = "realtime:" + "x" * size

    assert (V2.render(Broadcast(topic, "e", b"{}")) is not None) is fits
    assert V1.render(Broadcast(topic, "e", b"{}")) is not None


def test_v1_frame_is_an_object() -> None:
    frame = '{"topic":"realtime:a","event":"phx_join","payload":{},"ref":"1","join_ref":"1"}'

    assert V1.parse(frame) == Incoming("realtime:a", "phx_join", {}, "1", "1")


def test_v1_references_may_be_numbers() -> None:
    assert V1.parse('{"topic":"a","event":"e","payload":{},"ref":3}').ref == "3"


def test_v1_stored_message_keeps_every_digit() -> None:
    frame = V1.render(STORED)

    assert isinstance(frame, str)
    assert '"payload":{"n": 9007199254740993, "v": 12.50},"meta":{"id":"m1"}' in frame
    message = json.loads(frame)
    assert (message["ref"], message["event"], message["topic"]) == (None, "broadcast", "realtime:room:u1")
    assert message["payload"]["type"] == "broadcast"


def test_v1_never_gets_bytes() -> None:
    assert V1.render(Broadcast("realtime:a", "e", b"\x00", is_json=False)) is None


@pytest.mark.parametrize("data", [b"{broken", b'{"a": NaN}', b"[" * 100_000, b"\xff"])
def test_v1_never_gets_what_is_no_json(data: bytes) -> None:
    assert V1.render(Broadcast("realtime:a", "e", data)) is None


def test_v1_frames_of_the_server_have_no_join_ref() -> None:
    frame = V1.render(Outgoing("realtime:a", "phx_close", {}, "1", "1"))

    assert json.loads(str(frame)) == {"ref": "1", "event": "phx_close", "payload": {}, "topic": "realtime:a"}


@pytest.mark.parametrize(
    ("codec", "frame"),
    [
        (V1, ""),
        (V1, "[]"),
        (V1, "{}"),
        (V1, "nonsense"),
        (V1, '{"topic":"a","event":"e","payload":{}}'),
        (V1, '{"topic":1,"event":"e","payload":{},"ref":null}'),
        (V1, '{"topic":"a","event":"e","payload":{"n":1e400},"ref":null}'),
        (V1, b"\x03"),
        (V2, ""),
        (V2, "{}"),
        (V2, "[]"),
        (V2, '["1","2","a","e"]'),
        (V2, '["1","2",3,"e",{}]'),
        (V2, '["1",{},"a","e",{}]'),
        (V2, '["1","2","a","e",{"n":NaN}]'),
        (V2, "[" * 100_000),
        (V2, b""),
        (V2, b"\x00\x01\x01\x01\x01abcd"),
        (V2, b"\x03\x01\x01\x05\x01\x00\x01ab"),
        (V2, b"\x03\x00\x00\x02\x00\x00\x01\xff\xff{}"),
        (V2, _push("1", "2", "realtime:a", "e", "{", encoding=1, data=b"{}")),
    ],
)
def test_what_is_no_frame_is_refused(codec: Codec, frame: str | bytes) -> None:
    with pytest.raises(MalformedFrameError):
        codec.parse(frame)
