"""What a trigger's function does besides sending: it would be lost with the trigger."""

from __future__ import annotations

__all__ = ["find_work"]

import re
from typing import TYPE_CHECKING, Any

from pedschema.adopt.frame import kind, read_line
from pedschema.lint.tables import in_public
from pedschema.model.names import QualifiedName
from pedschema.syntax.tree import read_name, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.flow import Step
    from pedschema.lint.sending import Body, Sending

_WRITES = frozenset({"DeleteStmt", "InsertStmt", "MergeStmt", "UpdateStmt"})
_DYNAMIC = frozenset({"dynexecute", "dynfors"})
_ACTING = re.compile(r"nextval|pg_advisory\w*|pg_notify|set_config|setval")
_RAISE = re.compile(r"\braise\b\s*(\w*)", re.IGNORECASE)
_TOLD = frozenset({"debug", "info", "log", "notice", "warning"})
_HARMLESS = frozenset({"auth", "realtime"})
_MESSAGES = ("realtime", "messages")


def find_work(sending: Sending, name: QualifiedName) -> str:
    """Return what the function or one that it calls does besides sending, and where; empty for nothing."""
    waiting, seen = [name], {name}
    while waiting:
        body = sending.bodies[waiting.pop()]
        for step in body.steps:
            work = _describe(sending, body, step)
            if work:
                where = read_line(body.function, step.start)
                return f"function {body.function.name} does more than sending: it {work} in line {where}"
            called = [each for each in _find_calls(step) if each in sending.bodies and each not in seen]
            seen |= set(called)
            waiting += called
    return ""


def _describe(sending: Sending, body: Body, step: Step) -> str:
    if step.kind in _DYNAMIC:
        return "runs SQL that is made at run time"
    if step.kind == "raise" and _read_level(body, step) not in _TOLD:
        return "raises an error"
    if any(target.lower().startswith(("new.", "old.")) for target in step.targets):
        return "changes the row"
    for node in walk(step.tree) if step.tree is not None else ():
        if kind(node) in _WRITES and _target(node) != _MESSAGES:
            return f'writes to "{".".join(filter(None, _target(node)))}"'
        if kind(node) == "FuncCall":
            schema, called = read_name(node.funcname)
            known = in_public(QualifiedName(schema, called)) in sending.bodies
            plain = schema in {"", "pg_catalog"} and not _ACTING.fullmatch(called)
            if not (known or plain or schema in _HARMLESS):
                return f'calls "{f"{schema}." if schema else ""}{called}"'
    return ""


def _read_level(body: Body, step: Step) -> str:
    """Return the word after the last RAISE up to the end of the line on which the step begins."""
    text = body.function.statement.source.text
    end = text.find("\n", step.start)
    levels = _RAISE.findall(text[: end if end >= 0 else len(text)])
    return str(levels[-1]).lower() if levels else ""


def _target(node: Any) -> tuple[str, str]:
    return node.relation.schemaname or "", node.relation.relname


def _find_calls(step: Step) -> Iterator[QualifiedName]:
    for node in walk(step.tree) if step.tree is not None else ():
        if kind(node) == "FuncCall":
            yield in_public(QualifiedName(*read_name(node.funcname)))
