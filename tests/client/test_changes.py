from __future__ import annotations

from typing import Any

import pytest

from pedschema.client import Reason, Result, apply_change, apply_counts, apply_detail, count_delta

ROWS: list[dict[str, Any]] = [{"id": "a", "text": "one", "at": "x"}, {"id": "b", "text": "two", "at": None}]
A, B = ROWS


def _change(operation: str, record: Any = None, old_record: Any = None) -> dict[str, Any]:
    payload = {"operation": operation, "record": record, "old_record": old_record}
    return {"event": f"messages.{operation}", "payload": payload}


def _group(operation: str, records: Any = None, old_records: Any = None) -> dict[str, Any]:
    payload = {"operation": operation, "records": records, "old_records": old_records}
    return {"event": "messages.GROUP", "payload": payload}


REFETCH = {"event": "messages.REFETCH", "payload": {"operation": "UPDATE", "count": 900}}


@pytest.mark.parametrize(
    ("message", "value", "result", "reason"),
    [
        (_change("INSERT", {"id": "c"}), [A, B, {"id": "c"}], Result.INSERTED, None),
        (_change("INSERT", {"id": "a", "text": "new"}), [{**A, "text": "new"}, B], Result.PATCHED, None),
        (
            _change("UPDATE", {"id": "a", "at": None}, {"id": "a"}),
            [{**A, "at": None}, B],
            Result.PATCHED,
            None,
        ),
        (_change("UPDATE", {"id": "b", "text": "two"}), ROWS, Result.UNCHANGED, None),
        (_change("UPDATE", {"id": "c"}), ROWS, Result.UNKNOWN, Reason.UNKNOWN_ROW),
        (_change("UPDATE", {"text": "x"}), ROWS, Result.UNKNOWN, Reason.MISSING_FIELD),
        (_change("DELETE", None, {"id": "a"}), [B], Result.REMOVED, None),
        (_change("DELETE", None, {"id": "c"}), ROWS, Result.UNCHANGED, None),
        (_change("REMOVED", None, {"id": "b"}), [A], Result.REMOVED, None),
        (
            _group("INSERT", [{"id": "c"}, {"id": "d"}]),
            [A, B, {"id": "c"}, {"id": "d"}],
            Result.INSERTED,
            None,
        ),
        (_group("DELETE", None, [{"id": "a"}, {"id": "b"}]), [], Result.REMOVED, None),
        (
            _group("UPDATE", [{"id": "c"}, {"id": "a", "text": "new"}], [{"id": "c"}, {"id": "a"}]),
            [{**A, "text": "new"}, B],
            Result.PATCHED,
            Reason.UNKNOWN_ROW,
        ),
        (REFETCH, ROWS, Result.UNKNOWN, Reason.GROUPED_EVENT),
    ],
)
def test_message_is_applied_to_a_list(message: Any, value: Any, result: Result, reason: Any) -> None:
    before = [dict(row) for row in ROWS]

    applied = apply_change(ROWS, message)

    assert (applied.value, applied.result, applied.reason) == (value, result, reason)
    assert before == ROWS, "what was given stays as it is"


def test_rows_are_told_apart_by_several_columns() -> None:
    rows = [{"room": 1, "seat": 1, "who": "x"}, {"room": 1, "seat": 2, "who": "y"}]

    applied = apply_change(rows, _change("UPDATE", {"room": 1, "seat": 2, "who": "z"}), "room", "seat")

    assert applied.value == [rows[0], {"room": 1, "seat": 2, "who": "z"}]


@pytest.mark.parametrize(
    ("row", "message", "value", "result"),
    [
        (A, _change("UPDATE", {"id": "a", "text": "new"}), {**A, "text": "new"}, Result.PATCHED),
        (A, _change("UPDATE", {"id": "b", "text": "new"}), A, Result.UNCHANGED),
        (A, _change("INSERT", {"id": "c"}), A, Result.UNCHANGED),
        (A, _change("DELETE", None, {"id": "a"}), None, Result.REMOVED),
        (A, _change("DELETE", None, {"id": "b"}), A, Result.UNCHANGED),
        (None, _change("INSERT", {"id": "c"}), {"id": "c"}, Result.INSERTED),
        (None, _change("UPDATE", {"id": "c"}), None, Result.UNKNOWN),
        (A, REFETCH, A, Result.UNKNOWN),
        (A, _change("UPDATE", {"text": "x"}), A, Result.UNKNOWN),
    ],
)
def test_message_is_applied_to_one_row(row: Any, message: Any, value: Any, result: Result) -> None:
    applied = apply_detail(row, message)

    assert (applied.value, applied.result) == (value, result)


def test_group_with_the_row_among_others_leaves_one_row() -> None:
    message = _group("UPDATE", [{"id": "z", "text": "x"}, {"id": "a", "text": "new"}])

    applied = apply_detail(A, message)

    assert (applied.value, applied.result, applied.reason) == ({**A, "text": "new"}, Result.PATCHED, None)


@pytest.mark.parametrize(
    ("message", "delta"),
    [
        (_change("INSERT", {"status": "in"}), {"in": 1}),
        (_change("UPDATE", {"status": "in"}, {"status": "wait"}), {"in": 1, "wait": -1}),
        (_change("UPDATE", {"status": "in"}, {"status": "in"}), {}),
        (_change("DELETE", None, {"status": "in"}), {"in": -1}),
        (_group("INSERT", [{"status": "in"}, {"status": "in"}]), {"in": 2}),
    ],
)
def test_counts_follow_the_status_of_both_sides(message: Any, delta: dict[str, int]) -> None:
    assert count_delta(message) == delta


def test_count_without_the_status_of_the_old_side_is_no_guess() -> None:
    with pytest.raises(KeyError):
        count_delta(_change("UPDATE", {"status": "in"}, {"id": 1}))


def test_counts_never_fall_below_nothing() -> None:
    assert apply_counts({"in": 1, "out": 2}, {"in": -3, "wait": 1}) == {"in": 0, "out": 2, "wait": 1}
