"""Which statements run in one transaction, and which of them hold locks."""

from __future__ import annotations

__all__ = ["Transaction", "find_transactions", "touched_table"]

from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any

from pglast import ast

from pedschema.lint.ddl import is_message_policy
from pedschema.lint.once import once
from pedschema.lint.tables import in_public
from pedschema.model.names import QualifiedName
from pedschema.syntax.tree import is_node, read_name

if TYPE_CHECKING:
    from pedschema.lint.project import Project
    from pedschema.lint.subjects import StatementSubject

_BEGINS = frozenset({"TRANS_STMT_BEGIN", "TRANS_STMT_START"})
_ENDS = frozenset({"TRANS_STMT_COMMIT", "TRANS_STMT_ROLLBACK"})
_LOCKING = (
    ast.AlterTableStmt,
    ast.CopyStmt,
    ast.CreateTrigStmt,
    ast.DeleteStmt,
    ast.IndexStmt,
    ast.InsertStmt,
    ast.MergeStmt,
    ast.RefreshMatViewStmt,
    ast.UpdateStmt,
)


@dataclass(frozen=True, slots=True)
class Transaction:
    """Statements that are committed together.

    Attributes:
        before: statements of the same text that were committed earlier.
        begun: whether the text itself says BEGIN.
    """

    statements: tuple[StatementSubject, ...]
    before: tuple[StatementSubject, ...] = ()
    begun: bool = False

    @property
    def policies(self) -> tuple[StatementSubject, ...]:
        """The statements about policies on `realtime.messages`."""
        return tuple(each for each in self.statements if is_message_policy(each.node))


@dataclass(slots=True)
class _Open:
    done: list[Transaction] = field(default_factory=list)
    statements: list[StatementSubject] = field(default_factory=list)
    before: tuple[StatementSubject, ...] = ()
    begun: bool = False

    def close(self) -> None:
        if self.statements:
            self.done.append(Transaction(tuple(self.statements), self.before, self.begun))
            self.before += tuple(self.statements)
            self.statements = []


@once
def find_transactions(project: Project) -> tuple[Transaction, ...]:
    """Return the transactions that change policies on `realtime.messages`; a text is one by default."""
    found: list[Transaction] = []
    for _, statements in groupby(project.statements, key=lambda each: each.source.file):
        text = _Open()
        for statement in statements:
            kind = statement.node.kind.name if is_node(statement.node, ast.TransactionStmt) else ""
            if kind in _BEGINS or kind in _ENDS:
                text.close()
                text.begun = kind in _BEGINS
            else:
                text.statements.append(statement)
        text.close()
        found += text.done
    return tuple(transaction for transaction in found if transaction.policies)


def touched_table(node: Any) -> QualifiedName | None:
    """Return the table that the statement locks against writers, or some of its rows, or None."""
    relation = node.relation if any(is_node(node, kind) for kind in _LOCKING) else None
    if is_node(node, ast.TruncateStmt):
        relation = node.relations[0]
    if relation is not None:
        reads = is_node(node, ast.CopyStmt) and not node.is_from
        return None if reads else in_public(QualifiedName(relation.schemaname or "", relation.relname))
    if is_node(node, ast.DropStmt) and node.removeType.name in {"OBJECT_TABLE", "OBJECT_TRIGGER"}:
        parts = node.objects[0] if node.removeType.name == "OBJECT_TABLE" else node.objects[0][:-1]
        return in_public(QualifiedName(*read_name(parts)))
    return None
