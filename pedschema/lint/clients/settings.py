"""Functions that set things, such as `{ isPrivate = true }`: what they set."""

from __future__ import annotations

__all__ = ["read_settings"]

from typing import TYPE_CHECKING

from pedschema.lint.clients.language import Arguments
from pedschema.lint.clients.tree import Assign, Block, Branches, Call, Function, Member, Name, Other, Return
from pedschema.lint.clients.values import UNKNOWN, Closure, Fields, Value

if TYPE_CHECKING:
    from collections.abc import Callable

    from pedschema.lint.clients.scope import Scope
    from pedschema.lint.clients.tree import Tree

    Evaluate = Callable[[Tree, Scope], Value]


def read_settings(arguments: Arguments, evaluate: Evaluate) -> Arguments:
    """Return the arguments with the record of what it sets in place of each function."""
    return Arguments(
        tuple([_settle(value, evaluate) for value in arguments.positional]),
        {name: _settle(value, evaluate) for name, value in arguments.named.items()},
    )


def _settle(closure: Value, evaluate: Evaluate) -> Value:
    """Return what a function sets, by the last name of each target; what it may set is unknown."""
    if not isinstance(closure, Closure):
        return closure
    found = Fields({})
    _read(closure.function.body, closure.scope, evaluate, found, sure=True)
    return found


def _read(tree: Tree, scope: Scope, evaluate: Evaluate, found: Fields, *, sure: bool) -> None:
    match tree:
        case Assign(Name(name) | Member(_, name), value):
            found.entries[name] = evaluate(value, scope) if sure else UNKNOWN
        case Other(parts):
            for part in parts:
                _read(part, scope, evaluate, found, sure=sure)
        case Return(value):
            _read(value, scope, evaluate, found, sure=sure)
        case Block(parts) | Branches(parts):
            for part in parts:
                _read(part, scope, evaluate, found, sure=False)
        case Call(_, _, (*_, Function(body=body))):
            _read(body, scope, evaluate, found, sure=sure)
