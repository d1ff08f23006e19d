"""The lock that each kind of statement takes on the table it names, measured on PostgreSQL 15, 17 and 18."""

from __future__ import annotations

__all__ = ["ALTER_TABLE", "ALTER_TABLE_OTHERWISE", "KINDS", "LEAST", "Effect"]

from dataclasses import dataclass

from pedschema.deploy.mode import LockMode


@dataclass(frozen=True, slots=True)
class Effect:
    """What a statement does to the table it names.

    Attributes:
        mode: the strongest lock, None when it takes none.
        children: whether partitions and inheriting tables are locked alike.
    """

    mode: LockMode | None = None
    children: bool = False


_NONE = Effect()
_READ = Effect(LockMode.ACCESS_SHARE)
_TUNE = Effect(LockMode.SHARE_UPDATE_EXCLUSIVE)
_TUNE_ALL = Effect(LockMode.SHARE_UPDATE_EXCLUSIVE, children=True)
_STOP_WRITERS = Effect(LockMode.SHARE_ROW_EXCLUSIVE, children=True)
_STOP = Effect(LockMode.ACCESS_EXCLUSIVE)
_STOP_ALL = Effect(LockMode.ACCESS_EXCLUSIVE, children=True)
_WRITE = Effect(LockMode.ROW_EXCLUSIVE, children=True)

KINDS = {
    "CREATE FUNCTION": _NONE,
    "ALTER FUNCTION": _NONE,
    "DROP FUNCTION": _NONE,
    "CREATE SCHEMA": _NONE,
    "DROP SCHEMA": _NONE,
    "CREATE TYPE": _NONE,
    "CREATE SEQUENCE": _NONE,
    "CREATE VIEW": _NONE,
    "CREATE TABLE AS": _NONE,
    "ALTER DEFAULT PRIVILEGES": _NONE,
    "ALTER SCHEMA": _NONE,
    "GRANT": _NONE,
    "SET": _NONE,
    "CALL": _NONE,
    "COMMENT": _NONE,
    # PostgreSQL 15 and 17 take none.
    "GRANT ON TABLE": _READ,
    "COMMENT ON TRIGGER": _READ,
    "COMMENT ON POLICY": _READ,
    "COMMENT ON CONSTRAINT": _READ,
    "COMMENT ON TABLE": _TUNE,
    "COMMENT ON COLUMN": _TUNE,
    "CREATE TRIGGER": _STOP_WRITERS,
    "DROP TRIGGER": _STOP_ALL,
    "RENAME TRIGGER": _STOP_ALL,
    "CREATE POLICY": _STOP,
    "ALTER POLICY": _STOP,
    "RENAME POLICY": _STOP,
    "DROP POLICY": _STOP,
    "CREATE RULE": _STOP,
    "RENAME TABLE": _STOP,
    "RENAME COLUMN": _STOP_ALL,
    "SET SCHEMA": _STOP,
    "CREATE PUBLICATION": _TUNE,
    "ALTER PUBLICATION": _TUNE,
    "CREATE INDEX": Effect(LockMode.SHARE, children=True),
    "CREATE INDEX CONCURRENTLY": _TUNE,
    "DROP INDEX": _STOP,
    "DROP TABLE": _STOP_ALL,
    "DROP TABLE CASCADE": _STOP_ALL,
    "REPLACE VIEW": _STOP,
    "DROP VIEW": _STOP,
    "TRUNCATE": _STOP_ALL,
    "INSERT": _WRITE,
    "UPDATE": _WRITE,
    "DELETE": _WRITE,
    "SELECT": Effect(LockMode.ACCESS_SHARE, children=True),
}
"""By kind; what a statement only reads, it locks in ACCESS SHARE besides. LOCK TABLE names its mode."""

LEAST = {"DROP TABLE", "DROP TABLE CASCADE"}
"""Kinds that lock further tables: those that the dropped one refers to, and what goes with it."""

ALTER_TABLE = {
    "EnableTrig": _STOP_WRITERS,
    "EnableAlwaysTrig": _STOP_WRITERS,
    "EnableReplicaTrig": _STOP_WRITERS,
    "EnableTrigAll": _STOP_WRITERS,
    "EnableTrigUser": _STOP_WRITERS,
    "DisableTrig": _STOP_WRITERS,
    "DisableTrigAll": _STOP_WRITERS,
    "DisableTrigUser": _STOP_WRITERS,
    "AddForeignKey": Effect(LockMode.SHARE_ROW_EXCLUSIVE),
    "ValidateConstraint": _TUNE,
    "AttachPartition": _TUNE,
    "SetStatistics": _TUNE_ALL,
    "SetRelOptions": _TUNE,
    "ResetRelOptions": _TUNE,
    "EnableRowSecurity": _STOP,
    "DisableRowSecurity": _STOP,
    "ForceRowSecurity": _STOP,
    "NoForceRowSecurity": _STOP,
    "ReplicaIdentity": _STOP,
    "ChangeOwner": _STOP,
}
"""By what ALTER TABLE does to the table."""

ALTER_TABLE_OTHERWISE = _STOP_ALL
"""ALTER TABLE in a form that the list above does not name."""
