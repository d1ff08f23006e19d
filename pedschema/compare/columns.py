"""Columns that came, went, or changed."""

from __future__ import annotations

__all__ = ["compare_columns", "match_renamed"]

from typing import TYPE_CHECKING

from pedschema.compare.difference import UNREAD, Difference, judge
from pedschema.compare.readers import Reader, Use
from pedschema.compare.wire import Effect, Verdict, compare_wires, wire_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pedschema.model.table import Column, SchemaLock, Table

_GONE = Verdict(Effect.BREAKING, "its column is gone, so it fails when it runs")
_RENAMED = Verdict(Effect.BREAKING, "its column has another name, so it fails when it runs")
_FOLLOWS = Verdict(
    Effect.BREAKING, "the policy in the database follows the new name, its file names a column that is gone"
)
_NULL_KEY = Verdict(Effect.RISKY, "a row without a value is told to nobody")
_NULL_VALUE = Verdict(Effect.RISKY, "its value may be null from now on")
_NULL_CONDITION = Verdict(Effect.RISKY, "a NULL makes a condition unknown, which counts as false")
_VIRTUAL = Verdict(Effect.BREAKING, "a virtual generated column is always null in a trigger")
_OTHER_TYPE = Verdict(Effect.RISKY, "its operators may mean something else, or not exist, for the new type")
_CAST = Verdict(Effect.RISKY, "it is cast to its declared type; some values may look otherwise")
_OTHER_KEY = Verdict(Effect.BREAKING, "the value may not be one that the topic's pattern admits")


def compare_columns(old: SchemaLock, new: SchemaLock, readers: Sequence[Reader]) -> Iterator[Difference]:
    """Yield the differences in columns of tables that both locks have."""
    for before in old.tables:
        after = new.table(before.name)
        if after is not None and after.columns != before.columns:
            reading = [reader for reader in readers if reader.table == before.name and reader.column]
            yield from _compare_table(before, after, (old, new), reading)


def match_renamed(before: Table, after: Table) -> dict[str, str]:
    """Return old to new name of columns that left and came at one place with one type."""
    names = [{column.name for column in table.columns} for table in (before, after)]
    renamed: dict[str, str] = {}
    slots = [_slots(table, names[0] & names[1]) for table in (before, after)]
    for anchor, gone in slots[0].items():
        for one, other in zip(gone, slots[1].get(anchor, []), strict=False):
            if (one.type, one.dimensions) == (other.type, other.dimensions):
                renamed[one.name] = other.name
    return renamed


def _slots(table: Table, common: set[str]) -> dict[str, list[Column]]:
    """Return the columns that only this table has, by the common column in front of them."""
    slots: dict[str, list[Column]] = {}
    anchor = ""
    for column in table.columns:
        if column.name in common:
            anchor = column.name
        else:
            slots.setdefault(anchor, []).append(column)
    return slots


def _compare_table(
    before: Table, after: Table, locks: tuple[SchemaLock, SchemaLock], readers: Sequence[Reader]
) -> Iterator[Difference]:
    renamed = match_renamed(before, after)
    for column in before.columns:
        reading = [reader for reader in readers if reader.column == column.name]
        name, table = f"{before.name}.{column.name}", before.name
        other = after.column(column.name)
        if column.name in renamed:
            what = f'the column "{column.name}" of "{table}" is now "{renamed[column.name]}"'
            yield judge(("column-renamed", name, what), reading, _judge_renamed)
        elif other is None:
            what = f'the column "{column.name}" of "{table}" is dropped'
            yield judge(("column-dropped", name, what), reading, lambda _: _GONE)
        elif other != column:
            yield from _compare_column(name, column, other, locks, reading)
    for column in after.columns:
        if before.column(column.name) is None and column.name not in renamed.values():
            what = f'the column "{column.name}" of "{before.name}" is new, {column.type}'
            safe = Verdict(Effect.SAFE, "no topic carries it until the contract says so")
            yield Difference("column-added", f"{before.name}.{column.name}", what, safe, UNREAD)
    common = [
        [c.name for c in one.columns if other.column(c.name)]
        for one, other in ((before, after), (after, before))
    ]
    if common[0] != common[1]:
        what = f'the columns of "{before.name}" stand in another order'
        safe = Verdict(Effect.SAFE, "records name their columns")
        yield Difference("columns-reordered", str(before.name), what, safe, UNREAD)


def _judge_renamed(reader: Reader) -> Verdict:
    return _FOLLOWS if reader.use is Use.POLICY else _RENAMED


def _compare_column(
    name: str, before: Column, after: Column, locks: tuple[SchemaLock, SchemaLock], readers: Sequence[Reader]
) -> Iterator[Difference]:
    wires = wire_of(before, locks[0]), wire_of(after, locks[1])
    told = compare_wires(*wires)

    def judge_type(reader: Reader) -> Verdict | None:
        if reader.use is Use.RECORD:
            return told
        if reader.use is Use.KEY:
            same = wires[0].kind == wires[1].kind and wires[0].format == wires[1].format
            return None if same else _OTHER_KEY
        return _CAST if reader.use is Use.COMPUTED else _OTHER_TYPE

    def judge_null(reader: Reader) -> Verdict | None:
        if reader.use is Use.RECORD:
            return told
        if before.nullable or reader.use is Use.PAIRING:
            return None
        if reader.use is Use.COMPUTED:
            return _NULL_VALUE
        return _NULL_KEY if reader.use in {Use.KEY, Use.LOOKUP} else _NULL_CONDITION

    if _type(before) != _type(after):
        what = f'the column "{name}" is {_type(after)}, no longer {_type(before)}'
        yield judge(("column-retyped", name, what), readers, judge_type)
    if before.nullable != after.nullable:
        what = f'the column "{name}" {"may be NULL" if after.nullable else "is never NULL"} from now on'
        yield judge(("column-nullability", name, what), readers, judge_null)
    yield from _compare_origin(name, before, after, readers)


def _compare_origin(
    name: str, before: Column, after: Column, readers: Sequence[Reader]
) -> Iterator[Difference]:
    """Yield the differences in where the column's values come from."""
    if before.generated != after.generated:
        what = f'the column "{name}" is {_kind(after)}, no longer {_kind(before)}'
        virtual = after.generated == "virtual"
        yield judge(
            ("column-generated", name, what),
            readers,
            lambda reader: _VIRTUAL if virtual and not reader.use.is_access else None,
        )
    if before.identity != after.identity:
        what = f'the identity of the column "{name}" is {after.identity or "gone"}'
        yield judge(("column-identity", name, what), readers, lambda _: None)


def _type(column: Column) -> str:
    return column.type + "[]" * (column.dimensions - 1)


def _kind(column: Column) -> str:
    return f"{column.generated} generated" if column.generated else "an ordinary column"
