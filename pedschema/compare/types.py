"""Types of the app that changed below the columns that are of them."""

from __future__ import annotations

__all__ = ["compare_types"]

from typing import TYPE_CHECKING

from pedschema.compare.difference import Difference, judge
from pedschema.compare.readers import Reader, Use
from pedschema.compare.wire import Effect, Verdict, compare_labels, compare_wires, wire_of
from pedschema.model.table import Column

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pedschema.model.names import QualifiedName
    from pedschema.model.table import Enum, SchemaLock

_NEW_LABEL = Verdict(
    Effect.RISKY, "whether the new label belongs to what it asks for is nobody's decision yet"
)
_ORDER = Verdict(Effect.RISKY, "comparisons and sorting follow the order of the labels")
_OTHER_TYPE = Verdict(Effect.RISKY, "the type that it reads is another")


def compare_types(old: SchemaLock, new: SchemaLock, readers: Sequence[Reader]) -> Iterator[Difference]:
    """Yield the differences in types that both locks have."""
    for enum in old.enums:
        for other in new.enums:
            if other.name == enum.name and other != enum:
                yield _compare_enum(enum, other, _reading(enum.name, old, readers))
    after = _definitions(new)
    for name, definition in _definitions(old).items():
        if name in after and after[name] != definition:
            yield _compare_type(name, (old, new), _reading(name, old, readers))
    for name in sorted({*old.json_casts} ^ {*new.json_casts}):
        if name in _known(old) and name in _known(new):
            has = name in new.json_casts
            what = f'the type "{name}" {"has a cast to json" if has else "has no cast to json any more"}'
            yield _judge_wire(("type-cast", str(name), what), (old, new), name, _reading(name, old, readers))


def _compare_enum(before: Enum, after: Enum, readers: Sequence[Reader]) -> Difference:
    added = [label for label in after.labels if label not in before.labels]
    removed = [label for label in before.labels if label not in after.labels]
    told = max(
        compare_labels(before.labels, after.labels),
        key=lambda verdict: verdict.effect.rank,
        default=Verdict(Effect.SAFE, "the labels are the same on the wire"),
    )

    def judge_reader(reader: Reader) -> Verdict | None:
        lost = [label for label in removed if label in reader.literals]
        if lost:
            return Verdict(Effect.BREAKING, f"it names {_quoted(lost)}, which is no label any more")
        if reader.use in {Use.RECORD, Use.COMPUTED}:
            return told
        if reader.use is Use.KEY:
            return None
        return _NEW_LABEL if added else None if removed else _ORDER

    return judge(_describe_enum(before, added, removed), readers, judge_reader)


def _describe_enum(enum: Enum, added: list[str], removed: list[str]) -> tuple[str, str, str]:
    name, labels = str(enum.name), f'the labels of "{enum.name}"'
    if added and removed:
        return "enum-changed", name, f"{_quoted(added)} came to {labels}, {_quoted(removed)} left"
    if added:
        return "enum-added", name, f"{_quoted(added)} came to {labels}"
    if removed:
        return "enum-removed", name, f"{_quoted(removed)} left {labels}"
    return "enum-reordered", name, f"{labels} stand in another order"


def _quoted(labels: list[str]) -> str:
    return ", ".join(f'"{label}"' for label in labels)


def _compare_type(
    name: QualifiedName, locks: tuple[SchemaLock, SchemaLock], readers: Sequence[Reader]
) -> Difference:
    before, after = (_definitions(lock)[name] for lock in locks)
    what = f'the type "{name}" is {after}, no longer {before}'
    return _judge_wire(("type-changed", str(name), what), locks, name, readers)


def _judge_wire(
    text: tuple[str, str, str],
    locks: tuple[SchemaLock, SchemaLock],
    name: QualifiedName,
    readers: Sequence[Reader],
) -> Difference:
    column = Column("", str(name), nullable=True)
    told = compare_wires(*(wire_of(column, lock) for lock in locks))
    same = told.effect is Effect.SAFE
    return judge(
        text,
        readers,
        lambda reader: told if reader.use is Use.RECORD else None if same else _OTHER_TYPE,
    )


def _definitions(lock: SchemaLock) -> dict[QualifiedName, str]:
    """Return what each type but the enums is, in words."""
    return {
        **{
            each.name: f"{each.type}{'[]' * (each.dimensions - 1)}{'' if each.nullable else ' not null'}"
            for each in lock.domains
        },
        **{
            each.name: "(" + ", ".join(f"{field.name} {field.type}" for field in each.fields) + ")"
            for each in lock.composites
        },
        **{each.name: f"a range of {each.subtype}" for each in lock.ranges},
        **{each.name: f"of the category {each.category}" for each in lock.base_types},
    }


def _known(lock: SchemaLock) -> set[QualifiedName]:
    return {*_definitions(lock), *(enum.name for enum in lock.enums)}


def _reading(name: QualifiedName, lock: SchemaLock, readers: Sequence[Reader]) -> list[Reader]:
    """Return the readers of columns that are of the type, through arrays, domains and composites."""
    names = {name}
    while more := {each for each, parts in _parts(lock).items() if parts & set(map(str, names))} - names:
        names |= more
    written = set(map(str, names))
    columns = {
        (table.name, column.name)
        for table in lock.tables
        for column in table.columns
        if _plain(column.type) in written
    }
    return [reader for reader in readers if (reader.table, reader.column) in columns]


def _parts(lock: SchemaLock) -> dict[QualifiedName, set[str]]:
    return {
        **{each.name: {_plain(each.type)} for each in lock.domains},
        **{each.name: {_plain(field.type) for field in each.fields} for each in lock.composites},
        **{each.name: {_plain(each.subtype)} for each in lock.ranges},
    }


def _plain(type_: str) -> str:
    """Return a type's name as `QualifiedName` prints it: without array, modifier and quotes."""
    return type_.replace("[]", "").partition("(")[0].replace('"', "")
