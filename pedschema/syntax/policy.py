"""CREATE POLICY statements."""

from __future__ import annotations

__all__ = ["PolicyStatement", "parse_policy"]

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pglast import ast, scan
from pglast.enums import RoleSpecType

from pedschema.model.names import QualifiedName
from pedschema.syntax.expression import Expression, describe_nodes
from pedschema.syntax.tree import is_node

if TYPE_CHECKING:
    from pedschema.syntax.source import Statement


@dataclass(frozen=True, slots=True)
class PolicyStatement:
    """A CREATE POLICY statement as it is written.

    Attributes:
        table: its schema is empty when the statement does not name one.
        command: in upper case; `ALL` when the statement names none.
        roles: `public` when the statement names none.
        using: text between the parentheses of USING, comments included, or empty.
        check: text between the parentheses of WITH CHECK, or empty.
        expression: what both name; places count from the start of the file.
    """

    name: str
    table: QualifiedName
    command: str
    permissive: bool
    roles: tuple[str, ...]
    using: str
    check: str
    expression: Expression


def parse_policy(statement: Statement) -> PolicyStatement | None:
    """Return the policy that `statement` creates, or None when it creates none."""
    node = statement.node
    if not is_node(node, ast.CreatePolicyStmt):
        return None
    return PolicyStatement(
        name=node.policy_name,
        table=QualifiedName(node.table.schemaname or "", node.table.relname),
        command=node.cmd_name.upper(),
        permissive=node.permissive,
        roles=tuple(_read_role(role) for role in node.roles),
        using=_slice_after(statement.text, ("USING",)) if node.qual else "",
        check=_slice_after(statement.text, ("WITH", "CHECK")) if node.with_check else "",
        expression=describe_nodes(tuple(part for part in (node.qual, node.with_check) if part)),
    )


def _read_role(role: Any) -> str:
    if role.roletype == RoleSpecType.ROLESPEC_CSTRING:
        return str(role.rolename)
    return str(role.roletype.name.removeprefix("ROLESPEC_").lower())


def _slice_after(text: str, words: tuple[str, ...]) -> str:
    """Return what stands between the parentheses that follow `words` outside of any parentheses."""
    tokens = scan(text)
    names = [token.name.removesuffix("_LA") for token in tokens]
    depth, begin = 0, -1
    for place, token in enumerate(tokens):
        if token.name == "ASCII_40":
            before = [name for name in names[:place] if "COMMENT" not in name][-len(words) :]
            if depth == 0 and tuple(before) == words:
                begin = token.end + 1
            depth += 1
        elif token.name == "ASCII_41":
            depth -= 1
            if depth == 0 and begin >= 0:
                ends_in_comment = tokens[place - 1].name == "SQL_COMMENT"
                return text[begin : token.start].strip() + "\n" * ends_in_comment
    return ""
