"""Messages applied to what is shown: pure functions that change nothing they are given."""

from __future__ import annotations

__all__ = ["Applied", "Result", "Row", "apply_change", "apply_counts", "apply_detail", "count_delta"]

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pedschema.client.refetch import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Row = dict[str, Any]
Shown = TypeVar("Shown")


class Result(StrEnum):
    """What a message did."""

    PATCHED = "patched"
    INSERTED = "inserted"
    REMOVED = "removed"
    UNCHANGED = "unchanged"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Applied(Generic[Shown]):
    """What is shown from now on.

    Attributes:
        result: what the message did; of a group, what the last row that did anything did.
        reason: why it has to be read again, None when it does not.
    """

    value: Shown
    result: Result
    reason: Reason | None = None


_Rows = Applied[list[Row]]


def apply_change(rows: Sequence[Row], message: Mapping[str, Any], *key: str) -> Applied[list[Row]]:
    """Return a list with a message applied: rows inserted, patched, taken out.

    `key` names the columns that tell rows apart, `id` by default. A column that comes as null becomes None;
    one that does not come stays. New rows are put at the end. An update of a row that is not there asks for
    a refetch, and so does a message that brings no rows.
    """
    return _apply(rows, list(_read_changes(message["payload"])), key or ("id",))


def apply_detail(row: Row | None, message: Mapping[str, Any], *key: str) -> Applied[Row | None]:
    """Return one row with a message applied; None after it is gone.

    Messages of other rows change nothing. While there is no row, one that is inserted becomes it.
    """
    columns = key or ("id",)
    changes = list(_read_changes(message["payload"]))
    own = [(told, record) for told, record in changes if row is None or _may_tell_of(row, record, columns)]
    if changes and not own:
        return Applied(row, Result.UNCHANGED)
    applied = _apply([] if row is None else [row], own, columns)
    return Applied(applied.value[0] if applied.value else None, applied.result, applied.reason)


def count_delta(message: Mapping[str, Any], column: str = "status") -> Counter[str]:
    """Return by how much the number of rows with each value of a column grows or shrinks.

    Only for messages that bring the column of both sides; a KeyError tells that one does not.
    """
    payload, delta = message["payload"], Counter[str]()
    for side, step in (("record", 1), ("old_record", -1)):
        for record in _read_side(payload, side):
            delta[record[column]] += step
    return Counter({value: number for value, number in delta.items() if number})


def apply_counts(counts: Mapping[str, int], delta: Mapping[str, int]) -> dict[str, int]:
    """Return counts with a delta applied, none below 0."""
    names = dict.fromkeys([*counts, *delta])
    return {name: max(0, counts.get(name, 0) + delta.get(name, 0)) for name in names}


def _read_side(payload: Mapping[str, Any], side: str) -> Sequence[Row]:
    if f"{side}s" in payload:
        return payload[f"{side}s"] or ()
    record = payload.get(side)
    return () if record is None else (record,)


def _read_changes(payload: Mapping[str, Any]) -> Iterator[tuple[str, Row]]:
    new, old = _read_side(payload, "record"), _read_side(payload, "old_record")
    operation = payload.get("operation", "")
    for record in new or old:
        yield (operation if new else "DELETE"), record


def _apply(rows: Sequence[Row], changes: Sequence[tuple[str, Row]], key: Sequence[str]) -> _Rows:
    if not changes:
        return Applied(list(rows), Result.UNKNOWN, Reason.GROUPED_EVENT)
    shown: _Rows = Applied(list(rows), Result.UNCHANGED)
    for operation, record in changes:
        one = _apply_one(shown.value, operation, record, key)
        result = one.result if one.result is not Result.UNCHANGED else shown.result
        shown = Applied(one.value, result, shown.reason or one.reason)
    return shown


def _apply_one(rows: list[Row], operation: str, record: Row, key: Sequence[str]) -> _Rows:
    if any(column not in record for column in key):
        return Applied(rows, Result.UNKNOWN, Reason.MISSING_FIELD)
    at = next((index for index, row in enumerate(rows) if _is_same(row, record, key)), None)
    if at is not None:
        return _replace(rows, at, None if operation == "DELETE" else {**rows[at], **record})
    if operation == "INSERT":
        return Applied([*rows, record], Result.INSERTED)
    if operation == "DELETE":
        return Applied(rows, Result.UNCHANGED)
    return Applied(rows, Result.UNKNOWN, Reason.UNKNOWN_ROW)


def _replace(rows: list[Row], at: int, row: Row | None) -> _Rows:
    if row is None:
        return Applied(rows[:at] + rows[at + 1 :], Result.REMOVED)
    if row == rows[at]:
        return Applied(rows, Result.UNCHANGED)
    return Applied([*rows[:at], row, *rows[at + 1 :]], Result.PATCHED)


def _is_same(row: Row, record: Row, key: Sequence[str]) -> bool:
    return all(column in row and row[column] == record[column] for column in key)


def _may_tell_of(row: Row, record: Row, key: Sequence[str]) -> bool:
    return any(column not in record for column in key) or _is_same(row, record, key)
