from __future__ import annotations

import contextlib
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pedschema.endpoint.pgoutput import Begin, Commit, Decoder, Insert, PgoutputError, Relation

RECORDINGS = sorted((Path(__file__).parent / "recordings").glob("pgoutput_*.hex"))
COLUMNS = (
    "topic",
    "extension",
    "payload",
    "event",
    "private",
    "updated_at",
    "inserted_at",
    "id",
    "binary_payload",
)
NOTES = b"R" + struct.pack("!I", 7) + b"public\0notes\0d" + struct.pack("!H", 2)
NOTES += b"\1id\0" + struct.pack("!Ii", 20, -1) + b"\0text\0" + struct.pack("!Ii", 25, -1)


def _load(recording: Path) -> list[bytes]:
    return [bytes.fromhex(line) for line in recording.read_text(encoding="ascii").split()]


def _row(*values: bytes, relation: int = 7, count: int | None = None) -> bytes:
    head = b"I" + struct.pack("!I", relation) + b"N"
    return head + struct.pack("!H", len(values) if count is None else count) + b"".join(values)


def _text(value: bytes, kind: bytes = b"t") -> bytes:
    return kind + struct.pack("!I", len(value)) + value


def _decoder() -> Decoder:
    decoder = Decoder()
    assert decoder.decode(NOTES) is None
    return decoder


@pytest.mark.parametrize("recording", RECORDINGS, ids=lambda path: path.stem)
def test_recording_of_a_server_is_read(recording: Path) -> None:
    decoder = Decoder()
    changes = [change for message in _load(recording) if (change := decoder.decode(message)) is not None]
    kinds = "".join(type(change).__name__[0] for change in changes)
    assert kinds == "BIICBICBCBCBCBIC"
    said, drawn, bare, last = (change for change in changes if isinstance(change, Insert))
    assert said.relation.schema == "realtime"
    assert said.relation.name.startswith("messages_20")
    assert sorted(said.relation.columns) == sorted(COLUMNS)
    payload = said.values["payload"] or b""
    assert b'"big": 9007199254740993, "price": 12.50' in payload
    assert (said.values["event"], said.values["private"]) == (b"said", b"t")
    assert drawn.values["binary_payload"] == rb"\x00ff10"
    assert (drawn.values["payload"], drawn.values["private"]) == (None, b"f")
    assert drawn.values["topic"] == "room:ü".encode()
    assert (bare.values["event"], bare.values["extension"]) == (None, b"presence")
    assert last.values["event"] == b"last"


@pytest.mark.parametrize("recording", RECORDINGS, ids=lambda path: path.stem)
def test_places_in_the_log_of_a_recording_grow(recording: Path) -> None:
    decoder = Decoder()
    places = []
    for message in _load(recording):
        change = decoder.decode(message)
        if isinstance(change, Begin):
            places.append(change.lsn)
        elif isinstance(change, Commit):
            places.append(change.end)
    assert places == sorted(set(places))


def test_recordings_are_of_three_versions() -> None:
    assert [path.stem for path in RECORDINGS] == ["pgoutput_15", "pgoutput_17", "pgoutput_18"]


def test_values_are_text_or_null_and_an_unchanged_one_is_left_out() -> None:
    relation = Relation("public", "notes", ("id", "text"))
    assert _decoder().decode(_row(_text(b"1"), _text(b""))) == Insert(relation, {"id": b"1", "text": b""})
    assert _decoder().decode(_row(_text(b"1"), b"n")) == Insert(relation, {"id": b"1", "text": None})
    assert _decoder().decode(_row(_text(b"1"), b"u")) == Insert(relation, {"id": b"1"})


def test_table_announced_anew_has_its_new_columns() -> None:
    decoder = _decoder()
    changed = b"R" + struct.pack("!I", 7) + b"public\0notes\0d" + struct.pack("!H", 1)
    assert decoder.decode(changed + b"\0body\0" + struct.pack("!Ii", 25, -1)) is None
    assert decoder.decode(_row(_text(b"hi"))) == Insert(
        Relation("public", "notes", ("body",)), {"body": b"hi"}
    )


@pytest.mark.parametrize("kind", b"UDTYOM")
def test_messages_that_bring_no_row_are_passed_over(kind: int) -> None:
    assert Decoder().decode(bytes([kind]) + b"whatever") is None


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"S",
        b"B\0\0",
        b"C\0",
        NOTES[:-1],
        _row(_text(b"1"), b"n", relation=8),
        _row(_text(b"1")),
        _row(_text(b"1"), b"n", count=3),
        _row(_text(b"1"), _text(b"2", b"b")),
        _row(_text(b"1"), _text(b"secret")[:-1]),
        _row(_text(b"1"), _text(b"secret") + b"x"),
        _row(_text(b"1"), b"t\xff\xff\xff\xff"),
    ],
)
def test_what_is_no_message_is_refused_without_its_words(message: bytes) -> None:
    with pytest.raises(PgoutputError, match="cannot be read") as refusal:
        _decoder().decode(message)
    assert "secret" not in str(refusal.value)


@given(st.binary(max_size=200))
def test_garbage_raises_nothing_but_the_one_error(garbage: bytes) -> None:
    with contextlib.suppress(PgoutputError):
        Decoder().decode(garbage)


@given(st.data())
def test_damaged_recording_raises_nothing_but_the_one_error(data: st.DataObject) -> None:
    decoder = Decoder()
    for message in _load(data.draw(st.sampled_from(RECORDINGS))):
        at = data.draw(st.integers(0, len(message)))
        damage = data.draw(st.binary(max_size=4))
        with contextlib.suppress(PgoutputError):
            decoder.decode(message[:at] + damage + message[at + data.draw(st.integers(0, 4)) :])


@given(st.lists(st.none() | st.binary(max_size=50), min_size=2, max_size=2))
def test_every_row_comes_back_as_it_was_written(values: list[bytes | None]) -> None:
    change = _decoder().decode(_row(*(b"n" if value is None else _text(value) for value in values)))
    assert isinstance(change, Insert)
    assert list(change.values.values()) == values
