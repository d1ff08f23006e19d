"""Everything one run of the linter looks at."""

from __future__ import annotations

__all__ = ["Project"]

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pedschema.lint.client import ClientChannel
    from pedschema.lint.live import Live
    from pedschema.lint.subjects import FunctionSubject, PolicySubject, StatementSubject, TriggerSubject
    from pedschema.model.catalogue import Catalogue
    from pedschema.model.names import QualifiedName


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
    """

    statements: tuple[StatementSubject, ...] = ()
    policies: tuple[PolicySubject, ...] = ()
    functions: tuple[FunctionSubject, ...] = ()
    triggers: tuple[TriggerSubject, ...] = ()
    catalogue: Catalogue | None = None
    live: Live | None = None
    clients: tuple[ClientChannel, ...] | None = None

    @property
    def message_policies(self) -> tuple[PolicySubject, ...]:
        """The policies on `realtime.messages`."""
        return tuple(policy for policy in self.policies if policy.on_messages)

    def function(self, name: QualifiedName) -> FunctionSubject | None:
        """Return the function of that name, or None when no text makes it."""
        return next((each for each in self.functions if each.name == name), None)
