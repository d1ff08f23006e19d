"""Following programs: which channels they open, and what they do with them.

Every function is followed once with arguments that are not known, and again for each call of it with what
the call gives. Conditions are not decided: all branches are followed.
"""

from __future__ import annotations

__all__ = ["Program"]

from typing import TYPE_CHECKING, Any, cast

from pedschema.lint.clients.channels import Channels
from pedschema.lint.clients.language import Arguments
from pedschema.lint.clients.scope import SELF, Scope, find_owner
from pedschema.lint.clients.settings import read_settings
from pedschema.lint.clients.tree import (
    Assign,
    Block,
    Branches,
    Call,
    Class,
    Declare,
    Each,
    Fixed,
    Function,
    Items,
    Member,
    Name,
    Other,
    Parameter,
    Record,
    Return,
    Span,
    Text,
    Tree,
)
from pedschema.lint.clients.values import (
    UNKNOWN,
    Closure,
    Fields,
    Opened,
    Value,
    join_text,
    one_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pedschema.lint.clients.language import Library

MAX_STEPS = 500_000
"""Steps of one file after which calls are no longer followed into functions."""

MAX_CALLS = 6
"""Calls inside each other that are followed."""

MAX_ITEMS = 100
"""Items of a list that a loop is followed for."""

_PASSES_ITSELF = {"let", "also"}


class Program:
    """The sources of one family of languages, followed together."""

    def __init__(self, library: Library) -> None:
        self.channels = Channels(library)
        self.shared: dict[str, Value] = {}
        self._scopes: dict[object, Scope] = {}
        self._file = ""
        self._opening: set[str] = set()
        self._steps = 0
        self._stack: tuple[tuple[str, Span], ...] = ()
        self._turns: tuple[int, ...] = ()
        self._returned: list[list[Value]] = [[]]
        self._cases: dict[type, Callable[[Any, Scope], Value]] = {
            Text: self._text,
            Fixed: lambda tree, _scope: cast("Value", tree.value),
            Name: lambda tree, scope: self._look_up(tree.name, scope),
            Member: self._member,
            Record: self._record,
            Items: lambda tree, scope: tuple([self.evaluate(item, scope) for item in tree.items]),
            Branches: self._branches,
            Call: self._call,
            Function: self._function,
            Return: self._return,
            Declare: self._declare,
            Assign: self._assign,
            Block: self._block,
            Each: self._loop,
            Class: self._class,
            Other: lambda tree, scope: self._visit(tree.parts, scope),
        }

    def follow(self, file: str, tree: Tree, *, opens: bool) -> Scope:
        """Follow one source and return its names; `opens` says whether it opens channels at all.

        Raises:
            RecursionError: the source is nested too deeply; what was seen up to there is kept.
        """
        self._file, self._steps = file, 0
        if opens:
            self._opening.add(file)
        self._stack, self._turns, self._returned = (), (), [[]]
        scope = self._scope((file, None), None)
        self.evaluate(tree, scope)
        return scope

    def evaluate(self, tree: Tree, scope: Scope) -> Value:
        """Return what a tree comes to."""
        self._steps += 1
        return self._cases[type(tree)](tree, scope)

    def _text(self, tree: Text, scope: Scope) -> Value:
        return join_text(
            [part if isinstance(part, str) else self.evaluate(part, scope) for part in tree.parts]
        )

    def _record(self, tree: Record, scope: Scope) -> Value:
        return Fields({name: self.evaluate(value, scope) for name, value in tree.entries}, tree.open)

    def _branches(self, tree: Branches, scope: Scope) -> Value:
        self._visit(tree.tests, scope)
        return one_of([self.evaluate(option, scope) for option in tree.options])

    def _return(self, tree: Return, scope: Scope) -> Value:
        self._returned[-1].append(self.evaluate(tree.value, scope))
        return UNKNOWN

    def _declare(self, tree: Declare, scope: Scope) -> Value:
        self._bind(tree.target, self.evaluate(tree.value, scope), scope, tree.span)
        return UNKNOWN

    def _block(self, tree: Block, scope: Scope) -> Value:
        return self._visit(tree.parts, self._scope((self._file, tree.span), scope))

    def _visit(self, trees: Iterable[Tree], scope: Scope) -> Value:
        for tree in trees:
            self.evaluate(tree, scope)
        return UNKNOWN

    def _scope(self, key: object, parent: Scope | None, *, is_class: bool = False) -> Scope:
        """Return the scope of that key in the present calls; it is the same whenever they are followed."""
        scope = self._scopes.setdefault((key, self._stack, self._turns), Scope(is_class=is_class))
        scope.parent = parent
        return scope

    def _look_up(self, name: str, scope: Scope) -> Value:
        if name in SELF and name not in scope.cells:
            owner = scope.find_class()
            return owner.as_fields() if owner else UNKNOWN
        found = scope.find(name)
        return found.get(name) if found else self.shared.get(name, UNKNOWN)

    def _member(self, member: Member, scope: Scope) -> Value:
        owner, name = find_owner(member, scope)
        if owner is not None and name in owner.cells:
            return owner.get(name)
        base = self.evaluate(member.base, scope)
        return base.get(member.name) if isinstance(base, Fields) else UNKNOWN

    def _assign(self, assign: Assign, scope: Scope) -> Value:
        value = self.evaluate(assign.value, scope)
        owner, name = find_owner(assign.target, scope)
        if owner is not None:
            owner.set(name, assign.span, value)
        else:
            self.evaluate(assign.target, scope)
        return value

    def _bind(self, target: Parameter, value: Value, scope: Scope, site: Span | None) -> None:
        if target.name:
            scope.set(target.name, site, value)
        for key, name, default in target.entries:
            entry = value.get(key) if isinstance(value, Fields) else UNKNOWN
            given = self.evaluate(default, scope) if entry is None and default is not None else entry
            scope.set(name, site, given)

    def _loop(self, loop: Each, scope: Scope) -> Value:
        items = self.evaluate(loop.items, scope)
        turns = items[:MAX_ITEMS] if isinstance(items, tuple) else (UNKNOWN,)
        before = self._turns
        for number, item in enumerate(turns):
            self._turns = (*before, number)
            inner = self._scope((self._file, loop.span), scope)
            self._bind(loop.target, item, inner, loop.span)
            self.evaluate(loop.body, inner)
        self._turns = before
        return UNKNOWN

    def _class(self, tree: Class, scope: Scope) -> Value:
        inner = self._scope((self._file, tree.span), scope, is_class=True)
        self._visit(tree.body, inner)
        if tree.name:
            scope.set(tree.name, tree.span, inner.as_fields())
        return UNKNOWN

    def _function(self, function: Function, scope: Scope) -> Value:
        closure = Closure(function, scope, self._file)
        if function.name:
            scope.set(function.name, function.span, closure)
        self._run(closure, [UNKNOWN] * len(function.parameters))
        return closure

    def _run(self, closure: Closure, arguments: Iterable[Value]) -> Value:
        function = closure.function
        scope = self._scope((self._file, function.span), closure.scope)
        for parameter, value in zip(function.parameters, arguments, strict=True):
            given = value
            if value is None and parameter.default is not None:
                given = self.evaluate(parameter.default, scope)
            self._bind(parameter, given, scope, None)
        self._returned.append([])
        try:
            self.evaluate(function.body, scope)
        finally:
            returned = self._returned.pop()
        return one_of(returned) if returned else UNKNOWN

    def _invoke(self, closure: Closure, given: Arguments, span: Span) -> Value:
        """Return what a function gives back for these arguments."""
        function = closure.function
        if self._steps > MAX_STEPS or len(self._stack) >= MAX_CALLS:
            return UNKNOWN
        rest = list(given.positional)
        arguments: list[Value] = []
        for parameter in function.parameters:
            label = parameter.label or parameter.name
            if label in given.named:
                arguments.append(given.named[label])
            else:
                arguments.append(rest.pop(0) if rest else None)
        before = self._file, self._stack
        self._stack = (*self._stack, (self._file, span))
        self._file = closure.file
        try:
            return self._run(closure, arguments)
        finally:
            self._file, self._stack = before

    def _call(self, call: Call, scope: Scope) -> Value:
        base = None if call.base is None else self.evaluate(call.base, scope)
        arguments = Arguments(
            tuple([self.evaluate(argument, scope) for argument in call.arguments]),
            {name: self.evaluate(value, scope) for name, value in call.named},
        )
        if isinstance(base, Opened):
            return self._use(base, call, arguments)
        called = self._called(call, base, scope)
        if isinstance(called, Closure):
            return self._invoke(called, arguments, call.span)
        if isinstance(called, Fields):
            return called
        if (
            call.base is not None
            and call.name in self.channels.library.openers
            and self._file in self._opening
        ):
            key = (self._file, call.span, self._stack, self._turns)
            return self.channels.open(key, call, read_settings(arguments, self.evaluate))
        return self._list_method(base, call, arguments) if isinstance(base, tuple) else UNKNOWN

    def _called(self, call: Call, base: Value, scope: Scope) -> Value:
        if call.base is None:
            return self._look_up(call.name, scope)
        if not call.name:
            return base
        return base.get(call.name) if isinstance(base, Fields) else UNKNOWN

    def _use(self, opened: Opened, call: Call, arguments: Arguments) -> Value:
        first = arguments.get(0, "")
        if call.name in _PASSES_ITSELF and isinstance(first, Closure):
            self._invoke(first, Arguments((opened,), {}), call.span)
        else:
            self.channels.use(opened, self._file, call, read_settings(arguments, self.evaluate))
        return opened

    def _list_method(self, items: tuple[Value, ...], call: Call, arguments: Arguments) -> Value:
        first = arguments.get(0, "")
        if call.name == "join":
            glue = first if isinstance(first, str) else ","
            texts = [part for item in items for part in (glue, item)]
            return join_text(texts[1:])
        if call.name in {"forEach", "map"} and isinstance(first, Closure):
            before = self._turns
            for number, item in enumerate(items[:MAX_ITEMS]):
                self._turns = (*before, number)
                self._invoke(first, Arguments((item,), {}), call.span)
            self._turns = before
        return UNKNOWN
