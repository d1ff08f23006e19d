"""Objects that migrations own: their identity, the SQL that makes them, their form in the catalog."""

from __future__ import annotations

__all__ = ["Change", "Identity", "Kind", "Owned"]

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pedschema.model.names import QualifiedName


class Kind(StrEnum):
    """What an owned object is; the order is the order of creation."""

    SCHEMA = "schema"
    SWITCH = "switch"
    RULE = "rule"
    TRIGGER_FUNCTION = "trigger_function"
    TRIGGER = "trigger"
    POLICY = "policy"

    @property
    def rank(self) -> int:
        """Position in the order of creation; drops go the other way."""
        return list(Kind).index(self)


@dataclass(frozen=True, slots=True, order=True)
class Identity:
    """What makes an owned object that object.

    Attributes:
        name: the object's own name and its schema. A trigger function's name is without its version
            suffix, a trigger's and a policy's schema is that of its table.
        of: `schema.table` of a trigger or policy, the argument types of a rule, else empty.
    """

    kind: Kind
    name: QualifiedName
    of: str = ""


@dataclass(frozen=True, slots=True)
class Owned:
    """One owned object in one state.

    Attributes:
        sql: statements that create the object as it should be, in order, verbatim, no semicolons.
        canonical: the object as PostgreSQL deparses it under an empty search_path, owner and grants
            included; empty when nobody has asked a server yet.
        version: version suffix of a trigger function, 0 for all else.
        after: identities that must exist before this one, besides lower kinds.
    """

    identity: Identity
    sql: tuple[str, ...]
    canonical: str = ""
    version: int = 0
    after: tuple[Identity, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A step from one state of an owned object to another; None means that it does not exist."""

    before: Owned | None
    after: Owned | None

    @property
    def identity(self) -> Identity:
        """The object that changes."""
        state = self.after or self.before
        if state is None:
            raise ValueError("a change without a state")
        return state.identity

    def reverse(self) -> Change:
        """Return the step back."""
        return Change(self.after, self.before)
