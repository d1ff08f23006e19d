"""Everything one run of the linter looks at."""

from __future__ import annotations

__all__ = ["TARGET_VERSION", "Project"]

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pedschema.lint.allow import Allow
    from pedschema.lint.client import ClientChannel
    from pedschema.lint.live import Live
    from pedschema.lint.note import Note, NoteKind
    from pedschema.lint.subjects import (
        FunctionSubject,
        Hit,
        PolicySubject,
        StatementSubject,
        TriggerSubject,
    )
    from pedschema.model.catalogue import Catalogue
    from pedschema.model.names import QualifiedName

TARGET_VERSION = 15
"""Major version of PostgreSQL that hosted projects run at least."""

_PUBLIC = {"": "public", "public": ""}
"""A name without a schema is one in `public`, as far as a text can tell."""


def _today() -> date:
    return datetime.now(UTC).date()


@dataclass(frozen=True, slots=True)
class Project:
    """What rules are asked about; a part that is not there is empty or None.

    Attributes:
        statements: of migrations and scripts, in the order in which they run.
        policies: the last state of each policy, by table and name.
        functions: the last state of each function.
        triggers: the last state of each trigger.
        catalogue: the contract; None where no contract is read.
        live: what a database tells; None without one.
        clients: the channels that client sources open; None where no sources are read.
        allows: comments that say where a rule does not hold.
        notes: what reading itself has to say.
        target: major version of PostgreSQL that the SQL is for.
        today: the day of the run, in UTC; what was to end before it is over.
        message_policies: the policies on `realtime.messages`.
        answers: of the analyses that rules share, see `once`.
    """

    statements: tuple[StatementSubject, ...] = ()
    policies: tuple[PolicySubject, ...] = ()
    functions: tuple[FunctionSubject, ...] = ()
    triggers: tuple[TriggerSubject, ...] = ()
    catalogue: Catalogue | None = None
    live: Live | None = None
    clients: tuple[ClientChannel, ...] | None = None
    allows: tuple[Allow, ...] = ()
    notes: tuple[Note, ...] = ()
    target: int = TARGET_VERSION
    today: date = field(default_factory=_today)
    message_policies: tuple[PolicySubject, ...] = field(init=False, repr=False, compare=False)
    answers: dict[Callable[[Any], Any], Any] = field(
        init=False, default_factory=dict, repr=False, compare=False
    )
    _functions: dict[tuple[str, str], FunctionSubject] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Sort what every rule asks for once, not once a question."""
        on_messages = tuple(policy for policy in self.policies if policy.on_messages)
        object.__setattr__(self, "message_policies", on_messages)
        named = {(each.name.schema, each.name.name): each for each in reversed(self.functions)}
        object.__setattr__(self, "_functions", named)

    def function(self, name: QualifiedName) -> FunctionSubject | None:
        """Return the function of that name, the first of several, or None when no text makes it."""
        found = self._functions.get((name.schema, name.name))
        if found is None and name.schema in _PUBLIC:
            found = self._functions.get((_PUBLIC[name.schema], name.name))
        return found

    def noted(self, kind: NoteKind) -> Iterator[Hit]:
        """Yield what reading saw of that kind."""
        return (note.hit for note in self.notes if note.kind is kind)
