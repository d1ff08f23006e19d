"""Following programs: which channels they open, and what they do with them.

Every function is followed once with arguments that are not known, and again for each call of it with what
the call gives. Conditions are not decided: all branches are followed.
"""

from __future__ import annotations

__all__ = ["Program"]

from dataclasses import replace
from typing import TYPE_CHECKING

from pedschema.findings import Place
from pedschema.lint.clients.language import Arguments, Library
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
    Scope,
    Use,
    Value,
    join_text,
    one_of,
    read_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MAX_STEPS = 500_000
"""Steps of one file after which calls are no longer followed into functions."""

MAX_CALLS = 6
"""Calls inside each other that are followed."""

MAX_ITEMS = 100
"""Items of a list that a loop is followed for."""

_SELF = {"this", "self"}
_PASSES_ITSELF = {"let", "also"}


class Program:
    """The sources of one family of languages, followed together."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.channels: dict[object, Opened] = {}
        self.shared: dict[str, Value] = {}
        self._scopes: dict[object, Scope] = {}
        self._file = ""
        self._opens = False
        self._steps = 0
        self._stack: tuple[tuple[str, Span], ...] = ()
        self._turns: tuple[int, ...] = ()
        self._active: list[Function] = []
        self._returned: list[list[Value]] = [[]]

    def follow(self, file: str, tree: Tree, *, opens: bool) -> Scope:
        """Follow one source and return its names; `opens` says whether it opens channels at all.

        Raises:
            RecursionError: the source is nested too deeply; what was seen up to there is kept.
        """
        self._file, self._opens, self._steps = file, opens, 0
        self._stack, self._turns, self._active, self._returned = (), (), [], [[]]
        scope = self._scope((file, None), None)
        self.evaluate(tree, scope)
        return scope

    def evaluate(self, tree: Tree, scope: Scope) -> Value:  # noqa: C901, PLR0911, PLR0912 - one case per tree
        """Return what a tree comes to."""
        self._steps += 1
        match tree:
            case Text(parts):
                return join_text([p if isinstance(p, str) else self.evaluate(p, scope) for p in parts])
            case Fixed(value):
                return value
            case Name(name):
                return self._look_up(name, scope)
            case Member():
                return self._member(tree, scope)
            case Record(entries, is_open):
                return Fields({name: self.evaluate(value, scope) for name, value in entries}, is_open)
            case Items(items):
                return tuple([self.evaluate(item, scope) for item in items])
            case Branches(options, tests):
                self._visit(tests, scope)
                return one_of([self.evaluate(option, scope) for option in options])
            case Call():
                return self._call(tree, scope)
            case Function():
                return self._function(tree, scope)
            case Return(value):
                self._returned[-1].append(self.evaluate(value, scope))
            case Declare(target, value, span):
                self._bind(target, self.evaluate(value, scope), scope, span)
            case Assign():
                return self._assign(tree, scope)
            case Block(parts, span):
                self._visit(parts, self._scope((self._file, span), scope))
            case Each():
                self._loop(tree, scope)
            case Class():
                self._class(tree, scope)
            case Other(parts):
                self._visit(parts, scope)
        return UNKNOWN

    def _visit(self, trees: Iterable[Tree], scope: Scope) -> None:
        for tree in trees:
            self.evaluate(tree, scope)

    def _scope(self, key: object, parent: Scope | None, *, is_class: bool = False) -> Scope:
        """Return the scope of that key in the present calls; it is the same whenever they are followed."""
        scope = self._scopes.setdefault((key, self._stack, self._turns), Scope(is_class=is_class))
        scope.parent = parent
        return scope

    def _look_up(self, name: str, scope: Scope) -> Value:
        if name in _SELF and name not in scope.cells:
            owner = scope.find_class()
            return _names(owner) if owner else UNKNOWN
        found = scope.find(name)
        return found.get(name) if found else self.shared.get(name, UNKNOWN)

    def _member(self, member: Member, scope: Scope) -> Value:
        owner, name = self._owner(member, scope)
        if owner is not None and name in owner.cells:
            return owner.get(name)
        base = self.evaluate(member.base, scope)
        return base.get(member.name) if isinstance(base, Fields) else UNKNOWN

    def _owner(self, target: Tree, scope: Scope) -> tuple[Scope | None, str]:
        """Return where a name or a path of names is kept, and under which name."""
        path: list[str] = []
        while isinstance(target, Member):
            path.insert(0, target.name)
            target = target.base
        if not isinstance(target, Name):
            return None, ""
        if target.name in _SELF and path:
            return scope.find_class() or scope, ".".join(path)
        return scope.find(target.name) or scope, ".".join([target.name, *path])

    def _assign(self, assign: Assign, scope: Scope) -> Value:
        value = self.evaluate(assign.value, scope)
        owner, name = self._owner(assign.target, scope)
        if owner is not None:
            owner.set(name, assign.span, value)
        else:
            self.evaluate(assign.target, scope)
        return value

    def _bind(self, target: Parameter, value: Value, scope: Scope, site: Span | None) -> None:
        if target.name:
            scope.set(target.name, site, value)
        for key, name in target.entries:
            entry = value.get(key) if isinstance(value, Fields) else UNKNOWN
            scope.set(name, site, UNKNOWN if entry is None else entry)

    def _loop(self, loop: Each, scope: Scope) -> None:
        items = self.evaluate(loop.items, scope)
        turns = items[:MAX_ITEMS] if isinstance(items, tuple) else (UNKNOWN,)
        before = self._turns
        for number, item in enumerate(turns):
            self._turns = (*before, number)
            inner = self._scope((self._file, loop.span), scope)
            self._bind(loop.target, item, inner, loop.span)
            self.evaluate(loop.body, inner)
        self._turns = before

    def _class(self, tree: Class, scope: Scope) -> None:
        inner = self._scope((self._file, tree.span), scope, is_class=True)
        self._visit(tree.body, inner)
        if tree.name:
            scope.set(tree.name, tree.span, _names(inner))

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
        self._active.append(function)
        try:
            self.evaluate(function.body, scope)
        finally:
            self._active.pop()
            returned = self._returned.pop()
        return one_of(returned) if returned else UNKNOWN

    def _invoke(self, closure: Closure, given: Arguments, span: Span) -> Value:
        """Return what a function gives back for these arguments."""
        function = closure.function
        if self._steps > MAX_STEPS or len(self._stack) >= MAX_CALLS or function in self._active:
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
        if call.base is not None and call.name in self.library.openers and self._opens:
            return self._open(call, arguments)
        return self._list_method(base, call, arguments) if isinstance(base, tuple) else UNKNOWN

    def _called(self, call: Call, base: Value, scope: Scope) -> Value:
        if call.base is None:
            return self._look_up(call.name, scope)
        if not call.name:
            return base
        return base.get(call.name) if isinstance(base, Fields) else UNKNOWN

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

    def _open(self, call: Call, arguments: Arguments) -> Value:
        values = (*arguments.positional, *arguments.named.values())
        if not values:
            return UNKNOWN
        key = (self._file, call.span, self._stack, self._turns)
        opened = self.channels.setdefault(key, Opened(self._file, call.span, call.topic, self._stack))
        settings = self.library.settings(self._with_settings(arguments))
        opened.topic = read_text(values[0])
        opened.private, opened.replay = settings.private, settings.replay
        return opened

    def _use(self, opened: Opened, call: Call, arguments: Arguments) -> Value:
        first = arguments.get(0, "")
        if call.name in _PASSES_ITSELF and isinstance(first, Closure):
            self._invoke(first, Arguments((opened,), {}), call.span)
            return opened
        read = self._with_settings(arguments)
        listened = self.library.listens(call.name, read)
        found = listened or self.library.sends(call.name, read)
        if found is not None:
            span = call.topic
            place = Place(self._file, span.line, span.column, span.end_line, span.end_column)
            use = Use(replace(found, place=place), sends=listened is None)
            opened.uses[use] = None
        return opened

    def _with_settings(self, arguments: Arguments) -> Arguments:
        def read(value: Value) -> Value:
            return read_settings(value, self.evaluate) if isinstance(value, Closure) else value

        named: Mapping[str, Value] = {name: read(value) for name, value in arguments.named.items()}
        return Arguments(tuple(map(read, arguments.positional)), named)


def _names(scope: Scope) -> Fields:
    """Return the variables of a class as a record."""
    return Fields({name: scope.get(name) for name in scope.cells}, open=True)
