"""Steps of the triggers that publish changes."""

from __future__ import annotations

__all__ = ["TriggerOp"]

from pedschema.model.names import QualifiedName
from pedschema.model.owned import Identity, Kind, Owned
from pedschema.ops.step import OwnedOp
from pedschema.sql.quoting import dollar, identifier, literal, qualified

_SETTING = "pedschema.trigger_state"


class TriggerOp(OwnedOp):
    """`op.create_broadcast_trigger("rooms_chat_insert", of="public.messages", …)`."""

    kind = Kind.TRIGGER
    stem = "broadcast_trigger"

    @classmethod
    def identify(cls, name: str, of: str) -> Identity:
        """Return the identity of the trigger called `name` on the table `of`."""
        return Identity(cls.kind, QualifiedName(QualifiedName.parse(of).schema, name), of)

    @classmethod
    def spell(cls, identity: Identity) -> str:
        """Return the trigger's name."""
        return identity.name.name

    def replacement(self, live: Owned, after: Owned) -> tuple[str, ...]:
        """Return statements that replace the trigger and keep it disabled if it is.

        CREATE OR REPLACE TRIGGER enables a trigger that somebody has disabled (PostgreSQL 15). What was
        found is kept in a setting of the transaction, since a script run later cannot know it.
        """
        table = qualified(QualifiedName.parse(live.identity.of))
        name = live.identity.name.name
        noted = f"""
BEGIN
  PERFORM pg_catalog.set_config({literal(_SETTING)}, (
    SELECT tgenabled::text FROM pg_catalog.pg_trigger
    WHERE tgrelid = {literal(table)}::pg_catalog.regclass AND tgname = {literal(name)}
  ), true);
END
"""
        states = {"D": "DISABLE TRIGGER", "R": "ENABLE REPLICA TRIGGER", "A": "ENABLE ALWAYS TRIGGER"}
        branches = "".join(
            f"  WHEN '{state}' THEN ALTER TABLE {table} {words} {identifier(name)};\n"
            for state, words in states.items()
        )
        setting = f"pg_catalog.current_setting({literal(_SETTING)})"
        restored = f"\nBEGIN\n  CASE {setting}\n{branches}  ELSE NULL;\n  END CASE;\nEND\n"
        return (f"DO {dollar(noted)}", *after.sql, f"DO {dollar(restored)}")
