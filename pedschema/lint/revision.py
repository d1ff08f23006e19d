"""Alembic's revisions: the SQL that `upgrade()` runs, read off the source without importing it."""

from __future__ import annotations

__all__ = ["Revision", "parse_revision"]

import ast
import warnings
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pedschema.lint.note import Note, NoteKind
from pedschema.lint.source import Origin, Run, Source
from pedschema.lint.subjects import Hit
from pedschema.lint.values import Scope, Script
from pedschema.sql.quoting import identifier

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pedschema.lint.literal import Text

_EXECUTES = {"execute": "sqltext", "exec_driver_sql": "statement"}
"""Methods whose first argument is SQL, and its name."""

_RETIRES = {"retire_policy": "policy", "retire_trigger": "trigger", "retire_function": "function"}
_MESSAGES = "realtime.messages"


@dataclass(frozen=True, slots=True)
class Revision:
    """One revision.

    Attributes:
        id: empty when the file is no revision.
        after: the revisions that it comes after.
        sources: the SQL of `upgrade()`, in order.
        spans: first and last line of each step in it.
    """

    file: str
    id: str
    after: tuple[str, ...]
    sources: tuple[Source, ...] = ()
    notes: tuple[Note, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()


def parse_revision(text: str, file: str) -> Revision:
    """Return what a Python file says as a revision.

    Raises:
        SyntaxError: it is no Python.
        RecursionError: it is nested too deeply.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)
        warnings.simplefilter("ignore", DeprecationWarning)
        tree = ast.parse(text)
    script = Script(text, tuple(text.split("\n")))
    scope = Scope(script)
    for statement in tree.body:
        scope.assign(statement)
    functions = {each.name: each for each in tree.body if isinstance(each, ast.FunctionDef)}
    reader = _Reader(file, script, functions)
    if "upgrade" in functions:
        reader.read(functions["upgrade"].body, Scope(script, dict(scope.names)))
    own = _ids(scope, "revision")
    after = (*_ids(scope, "down_revision"), *_ids(scope, "depends_on"))
    return Revision(
        file, own[0] if own else "", after, tuple(reader.sources), tuple(reader.notes), tuple(reader.spans)
    )


def _ids(scope: Scope, name: str) -> tuple[str, ...]:
    texts = scope.texts(scope.names[name]) if name in scope.names else None
    return tuple(text.value for text in texts or ())


@dataclass(frozen=True, slots=True)
class _Reader:
    file: str
    script: Script
    functions: dict[str, ast.FunctionDef]
    sources: list[Source] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    running: set[str] = field(default_factory=set)

    def read(self, statements: Iterable[ast.stmt], scope: Scope) -> None:
        """Read statements in the order in which they stand; each branch counts."""
        for statement in statements:
            scope.assign(statement)
            blocks = [getattr(statement, name, []) for name in ("body", "orelse", "finalbody")]
            if isinstance(statement, ast.For) and self._unroll(statement, scope):
                continue
            if any(blocks):
                for block in blocks:
                    self.read(block, scope)
                for handler in getattr(statement, "handlers", []):
                    self.read(handler.body, scope)
            else:
                self.spans.append((statement.lineno, statement.end_lineno or statement.lineno))
                self._read_calls(statement, scope)

    def _unroll(self, loop: ast.For, scope: Scope) -> bool:
        values = scope.names.get(loop.iter.id) if isinstance(loop.iter, ast.Name) else loop.iter
        if not isinstance(loop.target, ast.Name) or not isinstance(values, ast.List | ast.Tuple):
            return False
        for value in values.elts:
            self.read(loop.body, Scope(self.script, {**scope.names, loop.target.id: value}))
        return True

    def _read_calls(self, statement: ast.stmt, scope: Scope) -> None:
        calls = [node for node in ast.walk(statement) if isinstance(node, ast.Call)]
        for call in calls:
            function = call.func
            if isinstance(function, ast.Name) and function.id in self.functions:
                self._follow(function.id, scope)
            elif isinstance(function, ast.Attribute):
                self._read_call(function.attr, call, scope)

    def _follow(self, name: str, scope: Scope) -> None:
        if name not in self.running:
            self.running.add(name)
            self.read(self.functions[name].body, Scope(self.script, dict(scope.names)))
            self.running.discard(name)

    def _read_call(self, name: str, call: ast.Call, scope: Scope) -> None:
        given = {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
        if name in _RETIRES:
            self._retire(_RETIRES[name], call, given, scope)
        elif name in _EXECUTES:
            written = call.args[0] if call.args else given.get(_EXECUTES[name])
            if written is not None:
                self._take(written, scope, drops=False)
        elif "sql" in given:
            self._take(given["sql"], scope, drops=name.startswith("drop_"))

    def _take(self, written: ast.expr, scope: Scope, *, drops: bool) -> None:
        texts = scope.texts(written)
        if texts is not None:
            self.sources.extend(self._source(text, drops=drops) for text in texts)
        elif _looks_like_text(written):
            line, column = self.script.position(written.lineno, written.col_offset)
            place = Source("", Origin.MIGRATION, self.file, (Run(0, line, column),)).place(0, 1, "")
            hit = Hit(place, "the SQL is put together at run time", "write it as one literal")
            self.notes.append(Note(NoteKind.SQL_AT_RUN_TIME, hit))

    def _source(self, text: Text, *, drops: bool) -> Source:
        return Source(text.value, Origin.MIGRATION, self.file, text.runs, drops=drops)

    def _retire(self, kind: str, call: ast.Call, given: dict[str, ast.expr], scope: Scope) -> None:
        written = [*call.args, *(given[name] for name in ("name", "table", "arguments") if name in given)]
        values = [text.value for each in written if (text := scope.text(each))]
        if not values or not all(values) or "\0" in "".join(values):
            return
        name, *rest = values
        if kind == "function":
            target = f"{_qualified(name)}({rest[0] if rest else ''})"
        else:
            target = f"{identifier(name)} on {_qualified(rest[0] if rest else _MESSAGES)}"
        runs = (Run(0, *self.script.position(call.lineno, call.col_offset)),)
        self.sources.append(
            Source(f"drop {kind} {target}", Origin.MIGRATION, self.file, runs, fixed=True, drops=True)
        )


def _qualified(name: str) -> str:
    return ".".join(identifier(part) for part in name.split(".", 1) if part)


def _looks_like_text(node: ast.expr) -> bool:
    """Return whether an expression makes a text out of parts, and not a construct of SQLAlchemy."""
    if isinstance(node, ast.JoinedStr):
        return True
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mod):
        return _looks_like_text(node.left) or _is_text(node.left)
    if isinstance(node, ast.Call):
        if isinstance(node.func, ast.Attribute) and node.func.attr == "format":
            return _is_text(node.func.value)
        return any(_looks_like_text(argument) for argument in node.args[:1])
    return False


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)
