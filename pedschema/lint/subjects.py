"""What rules look at: policies, functions, triggers and statements, with their syntax trees.

Trees are pglast's; their locations are offsets of characters into `source.text`.
"""

from __future__ import annotations

__all__ = ["FunctionSubject", "Hit", "PolicySubject", "Send", "StatementSubject", "TriggerSubject"]

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pedschema.findings import Place
    from pedschema.lint.edit import Edit
    from pedschema.lint.plpgsql import Code
    from pedschema.lint.source import Source
    from pedschema.model.names import QualifiedName


@dataclass(frozen=True, slots=True)
class Hit:
    """What a rule sees at one place; the rule adds its id, severity and consequence.

    Attributes:
        edits: what `pedschema lint --fix` may write, once it is proved that nobody's access changes.
    """

    place: Place
    what: str
    fix: str
    edits: tuple[Edit, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class StatementSubject:
    """One statement of a text.

    Attributes:
        index: offset of its first character.
        end: offset behind its last character.
        number: place among the statements of its file, from 0; a file runs in one transaction, as far as it
            does not say otherwise. What a DO block runs has the number of the block.
    """

    source: Source
    node: Any
    index: int
    end: int
    number: int = 0

    @property
    def text(self) -> str:
        """The statement's own text."""
        return self.source.text[self.index : self.end]

    def hit(self, what: str, fix: str, *, at: int | None = None, about: str = "") -> Hit:
        """Return a hit on the whole statement, or on what stands at the offset `at`."""
        index = self.index if at is None or at < 0 else at
        end = self.end if at is None or at < 0 else index + _word_length(self.source.text, index)
        return Hit(self.source.place(index, end, about), what, fix)


@dataclass(frozen=True, slots=True)
class PolicySubject:
    """A policy that a CREATE POLICY statement makes, or ALTER POLICY changes.

    Attributes:
        command: `SELECT`, `INSERT`, `UPDATE`, `DELETE` or `ALL`.
        roles: as written; `public` when the statement names none.
        using: tree of the USING expression, or None.
        check: tree of the WITH CHECK expression, or None.
    """

    statement: StatementSubject
    name: str
    table: QualifiedName
    command: str
    permissive: bool
    roles: tuple[str, ...]
    using: Any
    check: Any

    @property
    def on_messages(self) -> bool:
        """Whether it is a policy on `realtime.messages`."""
        return str(self.table) == "realtime.messages"

    @property
    def expressions(self) -> tuple[Any, ...]:
        """The trees of USING and WITH CHECK, as far as they are there."""
        return tuple(tree for tree in (self.using, self.check) if tree is not None)

    def hit(self, what: str, fix: str, *, at: int | None = None) -> Hit:
        """Return a hit on the policy, or on what stands at the offset `at`."""
        return self.statement.hit(what, fix, at=at, about=f'policy "{self.name}" on {self.table}')


@dataclass(frozen=True, slots=True)
class Send:
    """A call of `realtime.send`, `send_binary` or `broadcast_changes`.

    Attributes:
        arguments: name of the parameter to the tree of the argument, named or positional alike.
        index: offset of the call, or of the function's body when it is not known more closely.
    """

    function: str
    arguments: Mapping[str, Any]
    index: int


@dataclass(frozen=True, slots=True)
class FunctionSubject:
    """A function that a CREATE FUNCTION statement makes.

    Attributes:
        body: the text of its body.
        body_index: offset of the body in the source.
        code: the body in PL/pgSQL; empty for another language, and where libpg_query cannot read it.
        queries: trees of the SQL statements and expressions in the body, with the offset at which each
            begins in the source; the locations in these trees count from that offset.
        calls: schema (empty when not written) and name of the functions that the body calls.
    """

    statement: StatementSubject
    name: QualifiedName
    language: str
    returns_trigger: bool
    security_definer: bool
    volatility: str
    settings: Mapping[str, str]
    body: str
    body_index: int
    code: Code = field(repr=False)
    queries: tuple[tuple[Any, int], ...]
    sends: tuple[Send, ...]
    calls: tuple[tuple[str, str], ...]

    def hit(self, what: str, fix: str, *, at: int | None = None) -> Hit:
        """Return a hit on the function, or on what stands at the offset `at`."""
        return self.statement.hit(what, fix, at=at, about=f"function {self.name}")


@dataclass(frozen=True, slots=True)
class TriggerSubject:
    """A trigger that a CREATE TRIGGER statement makes.

    Attributes:
        timing: `BEFORE`, `AFTER` or `INSTEAD OF`.
        events: out of `INSERT`, `UPDATE`, `DELETE`, `TRUNCATE`, in that order.
        columns: of UPDATE OF.
        per_row: FOR EACH ROW.
        when: tree of the WHEN condition, or None.
    """

    statement: StatementSubject
    name: str
    table: QualifiedName
    timing: str
    events: tuple[str, ...]
    columns: tuple[str, ...]
    per_row: bool
    when: Any
    function: QualifiedName

    def hit(self, what: str, fix: str) -> Hit:
        """Return a hit on the trigger."""
        return self.statement.hit(what, fix, about=f'trigger "{self.name}" on {self.table}')


def _word_length(text: str, index: int) -> int:
    length = 0
    while index + length < len(text) and (text[index + length].isalnum() or text[index + length] in "_."):
        length += 1
    return max(1, length)
