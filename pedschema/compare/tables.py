"""Tables that came, went, or changed as a whole: keys, row level security, publications."""

from __future__ import annotations

__all__ = ["compare_tables"]

from typing import TYPE_CHECKING

from pedschema.compare.difference import UNMOVED, UNREAD, Difference, judge
from pedschema.compare.readers import Reader, Use
from pedschema.compare.wire import Effect, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from pedschema.compare.difference import Judge
    from pedschema.model.names import QualifiedName
    from pedschema.model.table import SchemaLock, Table

_GONE = Verdict(Effect.BREAKING, "its table is gone")
_PAIRED = Verdict(Effect.BREAKING, "the deployed trigger pairs old and new rows by the former key")
_KEY = Verdict(Effect.RISKY, "what names a row is another")
_AMBIGUOUS = Verdict(Effect.RISKY, "it may find more than one row from now on")
_CASCADE = Verdict(
    Effect.RISKY, "what a parent's change does to these rows, and so which events come, is another"
)
_OPENED = Verdict(Effect.BREAKING, "every client with a grant reads the rows that its topics guard")
_OPENED_ELSEWHERE = Verdict(Effect.RISKY, "every client with a grant reads it over the REST API")
_FILTERED = Verdict(Effect.RISKY, "a policy reads it as the client, who sees fewer rows from now on")
_PARTITIONED = Verdict(Effect.RISKY, "writes to a partition by its own name pass some triggers by")
_NO_IDENTITY = Verdict(
    Effect.BREAKING, "a published table without a replica identity refuses UPDATE and DELETE"
)
_IDENTITY = Verdict(Effect.RISKY, "what postgres_changes sends as the old row is another; Broadcast is not")
_BROADCAST_ONLY = Verdict(Effect.SAFE, "Broadcast does not look at it, and no publication holds the table")
_JOINED = Verdict(Effect.RISKY, "its changes go out over postgres_changes as well")
_JOINED_OPEN = Verdict(
    Effect.BREAKING, "postgres_changes sends every row to everyone: row level security is off"
)
_LIMITED = Verdict(Effect.RISKY, "clients on postgres_changes hear of another part of it")
_LEFT = Verdict(Effect.RISKY, "clients on postgres_changes hear nothing of it any more")


def compare_tables(
    old: SchemaLock, new: SchemaLock, readers: Sequence[Reader], known: AbstractSet[QualifiedName]
) -> Iterator[Difference]:
    """Yield the differences in tables as a whole; `known` are those that the contract lists."""
    renamed = _match_renamed(old, new)
    for before in old.tables:
        reading = [reader for reader in readers if reader.table == before.name]
        after, name = new.table(before.name), str(before.name)
        if before.name in renamed:
            what = f'the table "{name}" is now "{renamed[before.name]}"'
            yield judge(("table-renamed", name, what), reading, lambda _: _GONE)
        elif after is None:
            what = f'the table "{name}" is dropped'
            yield judge(("table-dropped", name, what), reading, lambda _: _GONE)
        else:
            yield from _compare_keys(before, after, reading)
            yield from _compare_access(before, after, reading)
            yield from _compare_publications(before, after, reading)
    for after in new.tables:
        if old.table(after.name) is None and after.name not in renamed.values():
            yield _describe_new(after, listed=after.name in known)


def _match_renamed(old: SchemaLock, new: SchemaLock) -> dict[QualifiedName, QualifiedName]:
    """Return old to new name of tables that left and came with the same columns, where that is one to one."""
    gone = [table for table in old.tables if new.table(table.name) is None]
    came = [table for table in new.tables if old.table(table.name) is None]
    renamed = {}
    for table in gone:
        twins = [other for other in came if other.columns == table.columns]
        rivals = [other for other in gone if other.columns == table.columns]
        if len(twins) == len(rivals) == 1:
            renamed[table.name] = twins[0].name
    return renamed


def _describe_new(table: Table, *, listed: bool) -> Difference:
    what = f'the table "{table.name}" is new'
    reason = (
        "the contract lists it" if listed else "it is neither published nor listed in unpublished.toml yet"
    )
    return Difference("table-added", str(table.name), what, Verdict(Effect.SAFE, reason), UNREAD)


def _compare_keys(before: Table, after: Table, readers: Sequence[Reader]) -> Iterator[Difference]:
    name = str(before.name)
    if before.primary_key != after.primary_key:
        what = f'the primary key of "{name}" is {_columns(after)}, no longer {_columns(before)}'
        pairs = _by_use({Use.PAIRING: _PAIRED, Use.RULE: _KEY, Use.POLICY: _KEY, Use.CONDITION: _KEY})
        yield judge(("primary-key-changed", name, what), readers, pairs)
    for columns in before.unique:
        if columns not in after.unique:
            what = f'({", ".join(columns)}) of "{name}" is no longer unique'
            found = _by_use({Use.LOOKUP: _AMBIGUOUS, Use.RULE: _AMBIGUOUS, Use.POLICY: _AMBIGUOUS})
            yield judge(("unique-dropped", name, what), readers, found)
    for columns in after.unique:
        if columns not in before.unique:
            what = f'({", ".join(columns)}) of "{name}" is unique from now on'
            yield judge(("unique-added", name, what), readers, lambda _: None)
    for sign, ones, others in (("dropped", before, after), ("added", after, before)):
        for key in ones.foreign_keys:
            if key not in others.foreign_keys:
                what = f'the foreign key "{key}" of "{name}" is {"new" if sign == "added" else sign}'
                acts = "ON DELETE" in key or "ON UPDATE" in key
                told = _by_use({Use.CONDITION: _CASCADE} if acts else {})
                yield judge((f"foreign-key-{sign}", name, what), readers, told)
    if before.partitioned != after.partitioned:
        what = f'the table "{name}" is {"partitioned" if after.partitioned else "one table"} from now on'
        told = _by_use({Use.CONDITION: _PARTITIONED} if after.partitioned else {})
        yield judge(("table-partitioned", name, what), readers, told)


def _compare_access(before: Table, after: Table, readers: Sequence[Reader]) -> Iterator[Difference]:
    if before.rls == after.rls:
        return
    name = str(before.name)
    what = f'row level security of "{name}" is switched {"on" if after.rls else "off"}'
    if after.rls:
        yield judge(("rls-on", name, what), readers, _by_use({Use.POLICY: _FILTERED}))
    else:
        payload = UNMOVED if readers else UNREAD
        policies = _OPENED if readers else _OPENED_ELSEWHERE
        yield Difference("rls-off", name, what, payload, policies, tuple(readers))


def _compare_publications(before: Table, after: Table, readers: Sequence[Reader]) -> Iterator[Difference]:
    name, reading = str(before.name), tuple(readers)
    if before.replica_identity != after.replica_identity:
        identities = f"{after.replica_identity}, no longer {before.replica_identity}"
        what = f'the replica identity of "{name}" is {identities}'
        told = _NO_IDENTITY if after.replica_identity == "nothing" else _IDENTITY
        payload = told if after.publications else _BROADCAST_ONLY
        yield Difference("replica-identity", name, what, payload, UNREAD, reading)
    for publication in after.publications:
        if publication not in before.publications:
            what = f'the table "{name}" is in the publication "{publication}" from now on'
            access = UNMOVED if after.rls else _JOINED_OPEN
            yield Difference("publication-joined", name, what, _JOINED, access, reading)
    for publication in before.publications:
        if publication not in after.publications:
            what = f'the table "{name}" is no longer in the publication "{publication}"'
            yield Difference("publication-left", name, what, _LEFT, UNMOVED, reading)
    moved = set(before.publications) ^ set(after.publications)
    for sign, ones, others in (("no longer", before, after), ("from now on", after, before)):
        for publication, limit in ones.limits:
            if publication not in moved and (publication, limit) not in others.limits:
                what = f'the publication "{publication}" holds "{name}" {sign} with: {limit}'
                yield Difference("publication-limited", name, what, _LIMITED, UNMOVED, reading)


def _columns(table: Table) -> str:
    return f"({', '.join(table.primary_key)})" if table.primary_key else "missing"


def _by_use(verdicts: dict[Use, Verdict]) -> Judge:
    return lambda reader: verdicts.get(reader.use)
