"""Steps of the policies on `realtime.messages`."""

from __future__ import annotations

__all__ = ["PolicyOp"]

from pedschema.model.names import QualifiedName
from pedschema.model.owned import Identity, Kind, Owned
from pedschema.ops.step import OwnedOp
from pedschema.sql.policy import drop_policy


class PolicyOp(OwnedOp):
    """`op.create_realtime_policy("rooms_read", of="realtime.messages", …)`."""

    kind = Kind.POLICY
    stem = "realtime_policy"

    @classmethod
    def identify(cls, name: str, of: str) -> Identity:
        """Return the identity of the policy called `name` on the table `of`."""
        return Identity(cls.kind, QualifiedName(QualifiedName.parse(of).schema, name), of)

    @classmethod
    def spell(cls, identity: Identity) -> str:
        """Return the policy's name."""
        return identity.name.name

    def replacement(self, live: Owned, after: Owned) -> tuple[str, ...]:
        """Return statements that drop and create: in one transaction, nobody is ever without the policy."""
        return (drop_policy(live), *after.sql)

    def check(self, live: Owned) -> None:
        """Refuse to create a policy where somebody else's has the name.

        Raises:
            DatabaseError: always, for a step that creates; a step that replaces may go on.
        """
        self.refuse_foreign(live)
