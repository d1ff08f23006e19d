"""PostgreSQL's logical replication messages, as its plugin pgoutput writes them."""

from __future__ import annotations

__all__ = ["Begin", "Commit", "Decoder", "Insert", "PgoutputError", "Relation"]

import struct
from typing import NamedTuple

_BEGIN = struct.Struct("!qqI")
_COMMIT = struct.Struct("!Bqqq")
_OID = struct.Struct("!I")
_COLUMN_TYPE = struct.Struct("!Ii")
_COUNT = struct.Struct("!H")
_LENGTH = struct.Struct("!I")
_NEW_TUPLE, _NULL, _UNCHANGED, _TEXT = b"Nnut"
_TUPLE_AT = 1 + _OID.size
_COLUMNS_AT = _TUPLE_AT + 1 + _COUNT.size
_SKIPPED = frozenset(b"UDTYOM")
"""Update, delete, truncate, type, origin and message of `pg_logical_emit_message`."""


class PgoutputError(ValueError):
    """The bytes are no message of pgoutput, or one that was not asked for."""


class Relation(NamedTuple):
    """A table, as announced before its first row and after each change of its columns."""

    schema: str
    name: str
    columns: tuple[str, ...]


class Begin(NamedTuple):
    """A committed transaction starts; its rows follow.

    Attributes:
        lsn: of its commit.
    """

    lsn: int


class Commit(NamedTuple):
    """The transaction is complete.

    Attributes:
        end: where it ends in the log; nothing before it is needed any more.
    """

    end: int


class Insert(NamedTuple):
    """A row.

    Attributes:
        values: by column, each as text of the server; None for NULL.
    """

    relation: Relation
    values: dict[str, bytes | None]


class Decoder:
    """Reads the messages of one connection; it has to see all of them, since rows name tables by number."""

    def __init__(self) -> None:
        self._relations: dict[int, Relation] = {}

    def decode(self, message: bytes) -> Begin | Commit | Insert | None:
        """Return what a message says; None for one that brings no row.

        For protocol versions 1 to 4 without streaming, two-phase commits and binary values
        (postgresql.org, "Logical Replication Message Formats").

        Raises:
            PgoutputError: it is none.
        """
        try:
            return self._decode(message)
        except (struct.error, IndexError, KeyError, ValueError) as error:
            # The error's own words could quote a payload.
            raise PgoutputError(f"a message of {len(message)} bytes cannot be read") from error

    def _decode(self, message: bytes) -> Begin | Commit | Insert | None:
        kind = message[0]
        if kind == 0x49:  # I
            return self._insert(message)
        if kind == 0x42:  # B
            return Begin(_BEGIN.unpack_from(message, 1)[0])
        if kind == 0x43:  # C
            return Commit(_COMMIT.unpack_from(message, 1)[2])
        if kind == 0x52:  # R
            (number,) = _OID.unpack_from(message, 1)
            self._relations[number] = _relation(message, 1 + _OID.size)
        elif kind not in _SKIPPED:
            raise ValueError
        return None

    def _insert(self, message: bytes) -> Insert:
        (number,) = _OID.unpack_from(message, 1)
        relation = self._relations[number]
        (count,) = _COUNT.unpack_from(message, _TUPLE_AT + 1)
        if message[_TUPLE_AT] != _NEW_TUPLE or count != len(relation.columns):
            raise ValueError
        values: dict[str, bytes | None] = {}
        at = _COLUMNS_AT
        for column in relation.columns:
            kind = message[at]
            at += 1
            if kind == _TEXT:
                start = at + _LENGTH.size
                at = start + _LENGTH.unpack_from(message, at)[0]
                values[column] = message[start:at]
            elif kind == _NULL:
                values[column] = None
            elif kind != _UNCHANGED:
                raise ValueError
        if at != len(message):
            raise ValueError
        return Insert(relation, values)


def _relation(message: bytes, at: int) -> Relation:
    schema, at = _string(message, at)
    name, at = _string(message, at)
    at += 1  # the replica identity
    (count,) = _COUNT.unpack_from(message, at)
    at += _COUNT.size
    columns = []
    for _ in range(count):
        column, at = _string(message, at + 1)
        _COLUMN_TYPE.unpack_from(message, at)
        at += _COLUMN_TYPE.size
        columns.append(column)
    return Relation(schema, name, tuple(columns))


def _string(message: bytes, at: int) -> tuple[str, int]:
    end = message.index(0, at)
    return message[at:end].decode(), end + 1
