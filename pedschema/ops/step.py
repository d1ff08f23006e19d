"""Steps that revisions are made of, as Alembic runs, renders and reverses them."""

from __future__ import annotations

__all__ = ["AppOp", "OwnedOp"]

from typing import TYPE_CHECKING, ClassVar, Self

from alembic.operations.ops import MigrateOperation

from pedschema.errors import DatabaseError, Mistake
from pedschema.introspect import describe, fresh_grants
from pedschema.model.names import QualifiedName
from pedschema.model.owned import Change, Identity, Kind, Owned
from pedschema.sql.declare import drop_owned

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alembic.operations import Operations


class AppOp(MigrateOperation):
    """A step that concerns objects of the app, and leaves them to the app.

    Attributes:
        where: what errors call the object.
    """

    where: str

    def statements(self, schema: str) -> tuple[str, ...]:
        """Return the statements of the step, online and in a script alike; `schema` is the owned one."""
        raise NotImplementedError


class OwnedOp(MigrateOperation):
    """A step from one state of an owned object to another; a class of it for each kind.

    Attributes:
        kind: what the objects are.
        stem: what the directives call them: `op.create_<stem>`, `op.replace_<stem>`, `op.drop_<stem>`.
        change: the states before and after.
    """

    kind: ClassVar[Kind]
    stem: ClassVar[str]

    def __init__(self, change: Change) -> None:
        self.change = change

    @classmethod
    def create(  # noqa: PLR0913  a directive says all that its object is
        cls,
        operations: Operations,
        name: str,
        *,
        of: str = "",
        version: int = 0,
        sql: Sequence[str],
        canonical: str = "",
    ) -> None:
        """Create the object, unless the database has it exactly so.

        Args:
            operations: Alembic's door to the database.
            name: the object's name, with its schema if it stands in one of its own.
            of: `schema.table` of a trigger or policy, the argument types of a rule.
            version: of a trigger function.
            sql: the statements that create it.
            canonical: the object as PostgreSQL deparses it.
        """
        operations.invoke(cls(Change(None, cls._state(name, of, version, sql, canonical))))

    @classmethod
    def replace(  # noqa: PLR0913  a directive says all that its object is
        cls,
        operations: Operations,
        name: str,
        *,
        of: str = "",
        version: int = 0,
        sql: Sequence[str],
        canonical: str = "",
        before_sql: Sequence[str],
        before_canonical: str = "",
    ) -> None:
        """Replace the object, unless the database has it exactly so; arguments as for `create`."""
        before = cls._state(name, of, version, before_sql, before_canonical)
        operations.invoke(cls(Change(before, cls._state(name, of, version, sql, canonical))))

    @classmethod
    def drop(  # noqa: PLR0913  a directive says all that its object is
        cls,
        operations: Operations,
        name: str,
        *,
        of: str = "",
        version: int = 0,
        sql: Sequence[str],
        canonical: str = "",
    ) -> None:
        """Drop the object, if the database has it; `sql` and `canonical` are what brings it back."""
        operations.invoke(cls(Change(cls._state(name, of, version, sql, canonical), None)))

    @classmethod
    def identify(cls, name: str, of: str) -> Identity:
        """Return the identity that a directive's name and `of` stand for."""
        return Identity(cls.kind, QualifiedName.parse(name), of)

    @classmethod
    def spell(cls, identity: Identity) -> str:
        """Return the name that the directive writes for `identity`."""
        return str(identity.name)

    @classmethod
    def drop_sql(cls, owned: Owned) -> tuple[str, ...]:
        """Return the statements that drop `owned`."""
        return (drop_owned(owned),)

    @property
    def directive(self) -> str:
        """The name in `op.<name>(…)`."""
        verb = "drop" if self.change.after is None else "create" if self.change.before is None else "replace"
        return f"{verb}_{self.stem}"

    @property
    def version(self) -> int:
        """The version that the step makes, or drops."""
        state = self.change.after or self.change.before
        return state.version if state else 0

    def reverse(self) -> Self:
        """Return the step back."""
        return type(self)(self.change.reverse())

    def to_diff_tuple(self) -> tuple[str, ...]:
        """Return what `alembic check` prints for the step."""
        identity = self.change.identity
        parts = (
            self.directive,
            self.spell(identity),
            identity.of,
            f"v{self.version}" if self.version else "",
        )
        return tuple(filter(None, parts))

    def statements(self, live: Owned | None) -> tuple[str, ...]:
        """Return the statements that lead from `live`, or from nothing, to the state after."""
        after = self.change.after
        if after is None:
            return self.drop_sql(live) if live else ()
        return after.sql if live is None else self.replacement(live, after)

    def replacement(self, live: Owned, after: Owned) -> tuple[str, ...]:
        """Return the statements that turn `live` into `after`."""
        return (*fresh_grants(live), *after.sql)

    def check(self, live: Owned) -> None:
        """Raise a DatabaseError if `live`, which differs from the state after, must not be replaced."""

    def refuse_foreign(self, live: Owned) -> None:
        """Refuse to create the object where somebody else's has the name.

        Raises:
            DatabaseError: always, for a step that creates; a step that replaces may go on.
        """
        if self.change.before is None:
            what = f"a {self.kind} of this name exists, and says something else"
            fix = f"drop that {self.kind}, or retire it in a revision before this one"
            raise DatabaseError(Mistake(describe(live.identity), what, fix, f"{self.kind}-foreign"))

    @classmethod
    def _state(cls, name: str, of: str, version: int, sql: Sequence[str], canonical: str) -> Owned:
        return Owned(cls.identify(name, of), tuple(sql), canonical, version)
