"""Objects of the app that give way to what the contract declares, and come back with a downgrade."""

from __future__ import annotations

__all__ = ["RestoreOp", "RetireOp"]

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pedschema.introspect import MESSAGES
from pedschema.model.names import QualifiedName
from pedschema.ops.handover import create_note, create_return
from pedschema.ops.retired import describe_called, describe_function, describe_policy, describe_trigger
from pedschema.ops.step import AppOp
from pedschema.sql.quoting import dollar, identifier, qualified

if TYPE_CHECKING:
    from alembic.operations import Operations


@dataclass(frozen=True, eq=False)
class _Retired(AppOp):
    """One object of the app.

    Attributes:
        where: what errors and the memory call it.
        find: SQL query of its definition as a script; no row when it does not exist.
        drop: the statement that drops it.
        called: for a trigger, the queries of its function and of the function's definition.
    """

    where: str
    find: str
    drop: str
    called: tuple[str, str] = ("", "")

    @classmethod
    def _trigger(cls, operations: Operations, name: str, table: str) -> None:
        target = qualified(QualifiedName.parse(table))
        find = describe_trigger(target, name)
        drop = f"DROP TRIGGER {identifier(name)} ON {target}"
        operations.invoke(cls(f'trigger "{name}" on {table}', find, drop, describe_called(target, name)))

    @classmethod
    def _function(cls, operations: Operations, name: str, arguments: str) -> None:
        signature = f"{qualified(QualifiedName.parse(name))}({arguments})"
        find = describe_function(signature)
        operations.invoke(cls(f"function {name}({arguments})", find, f"DROP FUNCTION {signature}"))

    @classmethod
    def _policy(cls, operations: Operations, name: str, table: str) -> None:
        target = qualified(QualifiedName.parse(table))
        find = describe_policy(target, name)
        operations.invoke(
            cls(f'policy "{name}" on {table}', find, f"DROP POLICY {identifier(name)} ON {target}")
        )


class RetireOp(_Retired):
    """`op.retire_trigger(…)`, `op.retire_function(…)`, `op.retire_policy(…)`."""

    @classmethod
    def retire_trigger(cls, operations: Operations, name: str, table: str) -> None:
        """Drop the trigger of that name on `schema.table`, if it exists, and remember it.

        Its function goes with it once no other trigger calls it.
        """
        cls._trigger(operations, name, table)

    @classmethod
    def retire_function(cls, operations: Operations, name: str, arguments: str = "") -> None:
        """Drop the function `schema.name` of these argument types, if it exists, and remember it."""
        cls._function(operations, name, arguments)

    @classmethod
    def retire_policy(cls, operations: Operations, name: str, table: str = str(MESSAGES)) -> None:
        """Drop the policy of that name on `schema.table`, if it exists, and remember it."""
        cls._policy(operations, name, table)

    def statements(self, schema: str) -> tuple[str, ...]:
        """Return the one statement that does it, online and in a script alike."""
        find, describe = self.called
        body = f"""
DECLARE
  definition text;
  body text;
  called oid;
BEGIN
  {self.find};
  IF definition IS NULL THEN
    RETURN;
  END IF;
  {find or "called := NULL"};
  {self.drop};
  IF called IS NOT NULL AND NOT EXISTS (
    SELECT FROM pg_catalog.pg_depend WHERE refclassid = 'pg_catalog.pg_proc'::regclass AND refobjid = called
  ) THEN
    {describe or "body := NULL"};
    definition := body || '; ' || definition;
    EXECUTE pg_catalog.format('DROP FUNCTION %s', called::regprocedure);
  END IF;
  {create_note(schema, self.where, "definition")};
END
"""
        return (f"DO {dollar(body)}",)


class RestoreOp(_Retired):
    """`op.restore_trigger(…)`, `op.restore_function(…)`, `op.restore_policy(…)`: the way back."""

    @property
    def key(self) -> str:
        """What the memory calls the object."""
        return self.where

    @classmethod
    def restore_trigger(cls, operations: Operations, name: str, table: str) -> None:
        """Create the trigger again as `op.retire_trigger` found it; nothing if it found none."""
        cls._trigger(operations, name, table)

    @classmethod
    def restore_function(cls, operations: Operations, name: str, arguments: str = "") -> None:
        """Create the function again as `op.retire_function` found it; nothing if it found none."""
        cls._function(operations, name, arguments)

    @classmethod
    def restore_policy(cls, operations: Operations, name: str, table: str = str(MESSAGES)) -> None:
        """Create the policy again as `op.retire_policy` found it; nothing if it found none."""
        cls._policy(operations, name, table)

    def statements(self, schema: str) -> tuple[str, ...]:
        """Return the one statement that does it, online and in a script alike."""
        return (create_return(schema, self.key),)
