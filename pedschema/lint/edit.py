"""What a rule would write: insertions into the text of a policy; everything that stands there stays."""

from __future__ import annotations

__all__ = ["Edit", "add_condition", "add_role", "apply_edits", "qualify_column", "wrap_call"]

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from pglast import ast, scan

from pedschema.lint.source import Origin
from pedschema.syntax.tree import is_node

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pedschema.lint.subjects import PolicySubject


@dataclass(frozen=True, slots=True)
class Edit:
    """Text that is put into a file, before the character at the offset `index` of its text."""

    file: str
    index: int
    text: str


@dataclass(frozen=True, slots=True)
class _Token:
    """One word or mark of a statement, comments left out; offsets count in the source."""

    name: str
    begin: int
    end: int
    depth: int


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """Return the text of a file with its edits made, each once, those for one place in the order given."""
    parts, done = [], 0
    for edit in sorted(dict.fromkeys(edits), key=lambda each: each.index):
        parts += [text[done : edit.index], edit.text]
        done = edit.index
    return "".join([*parts, text[done:]])


def wrap_call(policy: PolicySubject, call: Any) -> tuple[Edit, ...]:
    """Return the edits that put `(select …)` around a FuncCall of the policy; none where nobody may write."""
    tokens = [token for token in _scan(policy) if token.begin >= call.location]
    opening = next((token for token in tokens if token.name == "("), None)
    if opening is None:
        return ()
    inside = (token for token in tokens if token.begin > opening.begin)
    closing = next(token for token in inside if token.name == ")" and token.depth == opening.depth)
    return _insert(policy, call.location, "(select "), _insert(policy, closing.end, ")")


def qualify_column(policy: PolicySubject, column: Any) -> tuple[Edit, ...]:
    """Return the edit that makes a bare column the message's; none where nobody may write."""
    return (_insert(policy, column.location, "messages."),) if _scan(policy) else ()


def add_role(policy: PolicySubject, role: str) -> tuple[Edit, ...]:
    """Return the edit that names the role of a policy; none when it has a TO, or where nobody may write."""
    outer = [token for token in _scan(policy) if token.depth == 0]
    clause = next((token for token, after in pairwise(outer) if _begins_clause(token, after)), None)
    if clause is None or any(token.name == "TO" for token in outer):
        return ()
    return (_put_before(policy, clause.begin, f"to {role}", ""),)


def add_condition(policy: PolicySubject, tree: Any, condition: str) -> tuple[Edit, ...]:
    """Return the edits that ask `condition` before the whole expression `tree`, its USING or its WITH CHECK.

    There are none where nobody may write, or when the statement does not hold the expression.
    """
    tokens = _scan(policy)
    word = "USING" if tree is policy.using else "CHECK"
    clauses = (at for at, token in enumerate(tokens) if token.name == word and token.depth == 0)
    begin = next(clauses, None)
    statement = policy.statement.node
    if begin is None or not (tree is statement.qual or tree is statement.with_check):
        return ()
    rest = tokens[begin + 2 :]
    inner = rest[: next(at for at, token in enumerate(rest) if token.depth == 0)]
    weak = is_node(tree, ast.BoolExpr) and tree.boolop.name == "OR_EXPR"
    first = _put_before(policy, inner[0].begin, condition, "and (" if weak else "and ")
    return (first, _insert(policy, inner[-1].end, ")")) if weak else (first,)


def _begins_clause(token: _Token, after: _Token) -> bool:
    return token.name == "USING" or (token.name in {"WITH", "WITH_LA"} and after.name == "CHECK")


def _insert(policy: PolicySubject, index: int, text: str) -> Edit:
    return Edit(policy.statement.source.file, index, text)


def _put_before(policy: PolicySubject, index: int, words: str, joint: str) -> Edit:
    """Return the edit that writes `words` before what is at `index`, on a line of its own if that is too."""
    text = policy.statement.source.text
    indent = text[text.rfind("\n", 0, index) + 1 : index]
    return _insert(policy, index, words + (" " if indent.strip() else f"\n{indent}") + joint)


def _scan(policy: PolicySubject) -> tuple[_Token, ...]:
    """Return the tokens of a policy that stands as CREATE POLICY in a file of a contract, else none."""
    statement, source = policy.statement, policy.statement.source
    if (
        source.origin is not Origin.CONTRACT
        or source.runs
        or not is_node(statement.node, ast.CreatePolicyStmt)
    ):
        return ()
    found: list[_Token] = []
    depth = 0
    for token in scan(statement.text):
        if "COMMENT" in token.name:
            continue
        name = {"ASCII_40": "(", "ASCII_41": ")"}.get(token.name, token.name)
        depth -= name == ")"
        begin, end = statement.index + token.start, statement.index + token.end + 1
        found.append(_Token(name, begin, end, depth))
        depth += name == "("
    return tuple(found)
