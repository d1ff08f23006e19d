"""What Python expressions are worth, as far as it stands in the source; nothing is run."""

from __future__ import annotations

__all__ = ["Scope", "Script"]

import ast
from dataclasses import dataclass, field

from pedschema.lint.literal import Text, read_literal
from pedschema.lint.source import Run

_WRAPPERS = {"text", "dedent", "cleandoc", "DDL", "literal_column"}
"""Calls that give back their first argument, for PostgreSQL's eyes."""

_METHODS = {"strip", "lstrip", "rstrip", "execution_options", "columns"}
"""Methods that give back what they are called on, for PostgreSQL's eyes."""


@dataclass(frozen=True, slots=True)
class Script:
    """One Python file."""

    text: str
    lines: tuple[str, ...]

    def position(self, line: int, offset: int) -> tuple[int, int]:
        """Return line and column, both from 1; `offset` counts bytes, as `ast` does."""
        text = self.lines[line - 1]
        return line, (offset if text.isascii() else len(text.encode()[:offset].decode())) + 1

    def read(self, node: ast.Constant) -> Text:
        """Return the text of string literals that stand side by side."""
        line, column = self.position(node.lineno, node.col_offset)
        last, end = self.position(node.end_lineno or line, node.end_col_offset or 0)
        rows = list(self.lines[line - 1 : last])
        rows[-1] = rows[-1][: end - 1]
        rows[0] = rows[0][column - 1 :]
        found = read_literal("\n".join(rows), line, column)
        if found is None or found.value != node.value:
            return Text(str(node.value), (Run(0, line, column),))
        return found


@dataclass(frozen=True, slots=True)
class Scope:
    """Names and the expressions that they were given last."""

    script: Script
    names: dict[str, ast.expr] = field(default_factory=dict)

    def assign(self, statement: ast.stmt) -> None:
        """Take note of a plain assignment."""
        if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
            target, value = statement.targets[0], statement.value
        elif isinstance(statement, ast.AnnAssign) and statement.value:
            target, value = statement.target, statement.value
        else:
            return
        if isinstance(target, ast.Name) and target.id not in _names(value):
            self.names[target.id] = value

    def texts(self, node: ast.expr) -> list[Text] | None:
        """Return the texts that an expression is, or holds as a list; None when its source does not tell."""
        node = self._resolve(node)
        if isinstance(node, ast.List | ast.Tuple):
            texts: list[Text] = []
            for item in node.elts:
                found = self.texts(item)
                if found is None:
                    return None
                texts += found
            return texts
        text = self.text(node)
        return None if text is None else [text]

    def text(self, node: ast.expr) -> Text | None:
        """Return the text that an expression is, or None when its source does not tell."""
        node = self._resolve(node)
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return self.script.read(node)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            left, right = self.text(node.left), self.text(node.right)
            return left + right if left and right else None
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else _name(node.func)
            if name in _WRAPPERS and node.args:
                return self.text(node.args[0])
            if name in _METHODS and isinstance(node.func, ast.Attribute):
                return self.text(node.func.value)
        return None

    def _resolve(self, node: ast.expr) -> ast.expr:
        for _ in self.names:
            if not isinstance(node, ast.Name) or node.id not in self.names:
                break
            node = self.names[node.id]
        return node


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def _names(node: ast.expr) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
