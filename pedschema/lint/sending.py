"""The messages of a project: which function sends what, and which trigger reaches it through which calls."""

from __future__ import annotations

__all__ = ["Message", "Sending", "read_sending"]

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pglast import ast

from pedschema.lint.body import read_send
from pedschema.lint.flow import Step, read_steps
from pedschema.lint.once import once
from pedschema.lint.subjects import Send
from pedschema.lint.tables import in_public
from pedschema.model.names import QualifiedName
from pedschema.syntax.tree import is_node, read_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import FunctionSubject, Hit, TriggerSubject

_MESSAGES = ("realtime", "messages")
_DEPTH = 4
"""How many variables deep a value is followed."""


@dataclass(frozen=True, slots=True)
class Message:
    """A call that sends, as one function comes to make it.

    Attributes:
        function: where it begins, a trigger's function for example.
        step: the step of that function that sends, or calls what sends.
        chain: the functions from `function` to the one in which Realtime is called.
        send: the call itself; its function is `insert` where a row is put into `realtime.messages`.
        arguments: of the call, a parameter of the chain's functions replaced by what it is given.
        handled: whether a block on the way catches what the call raises.
    """

    function: FunctionSubject
    step: Step
    chain: tuple[FunctionSubject, ...]
    send: Send
    arguments: Mapping[str, Any]
    handled: bool

    @property
    def holder(self) -> FunctionSubject:
        """The function in which Realtime is called."""
        return self.chain[-1]

    @property
    def direct(self) -> bool:
        """Whether the function sends itself."""
        return len(self.chain) == 1

    @property
    def topic(self) -> Any:
        """The tree of the topic, or None."""
        return self.arguments.get("topic_name", self.arguments.get("topic"))

    @property
    def event(self) -> Any:
        """The tree of the event's name, or None."""
        return self.arguments.get("event_name", self.arguments.get("event"))

    def hit(self, what: str, fix: str) -> Hit:
        """Return a hit on the call that sends."""
        return self.holder.hit(what, fix, at=self.send.index)


@dataclass(frozen=True)
class Body:
    """What a function does, step by step, and the values that its variables are given."""

    function: FunctionSubject
    steps: tuple[Step, ...]

    @cached_property
    def values(self) -> Mapping[str, tuple[tuple[Any, Step], ...]]:
        """The expressions that each variable is set to, with the steps that do it."""
        found: dict[str, list[tuple[Any, Step]]] = {}
        for step in self.steps:
            targets = getattr(step.tree, "targetList", None) or ()
            if len(step.targets) == len(targets):
                for name, target in zip(step.targets, targets, strict=True):
                    found.setdefault(name, []).append((getattr(target, "val", None), step))
        return {name: tuple(values) for name, values in found.items()}

    def resolve(self, tree: Any, step: Step, depth: int = _DEPTH) -> Iterator[tuple[Any, Step]]:
        """Yield what `tree` can be, a variable followed to its values, with the step that says so."""
        name = variable_name(tree)
        values = self.values.get(name, ()) if name and depth else ()
        if not values:
            yield tree, step
        for value, setter in values:
            yield from self.resolve(value, setter, depth - 1)


@dataclass(frozen=True)
class Sending:
    """What every function sends.

    Attributes:
        bodies: by the function's full name.
        messages: of each function, its own and those of the functions it calls.
        triggers: of each function, the triggers that call it.
    """

    bodies: dict[QualifiedName, Body] = field(default_factory=dict)
    messages: dict[QualifiedName, tuple[Message, ...]] = field(default_factory=dict)
    triggers: dict[QualifiedName, list[TriggerSubject]] = field(default_factory=dict)

    def direct(self) -> Iterator[Message]:
        """Yield every call that sends, once, as its own function makes it."""
        return (message for messages in self.messages.values() for message in messages if message.direct)

    def starts(self) -> Iterator[Message]:
        """Yield every call that sends, as a trigger, or a function that nothing calls, comes to make it."""
        called = {
            id(part) for messages in self.messages.values() for each in messages for part in each.chain[1:]
        }
        for messages in self.messages.values():
            for message in messages:
                if message.function.returns_trigger or id(message.function) not in called:
                    yield message

    def by_trigger(self) -> Iterator[tuple[TriggerSubject, tuple[Message, ...]]]:
        """Yield each trigger that sends, with its messages."""
        for name, triggers in self.triggers.items():
            if self.messages.get(name):
                yield from ((trigger, self.messages[name]) for trigger in triggers)

    def triggers_of(self, message: Message) -> list[TriggerSubject]:
        """Return the triggers that call the function in which the message begins."""
        return self.triggers.get(in_public(message.function.name), [])

    def values(self, message: Message, tree: Any) -> Iterator[tuple[Any, Step]]:
        """Yield what `tree`, an argument of the message, can be, with the step that says so."""
        return self.bodies[in_public(message.function.name)].resolve(tree, message.step)


def variable_name(tree: Any) -> str:
    """Return the name that stands alone, or empty: `x`, `x::text`, `x.*`."""
    while is_node(tree, ast.TypeCast):
        tree = tree.arg
    if not is_node(tree, ast.ColumnRef) or not is_node(tree.fields[0], ast.String):
        return ""
    whole = len(tree.fields) == 2 and is_node(tree.fields[1], ast.A_Star)
    return str(tree.fields[0].sval) if len(tree.fields) == 1 or whole else ""


@once
def read_sending(project: Project) -> Sending:
    """Return what the functions of the project send, through any chain of functions of the project."""
    sending = Sending()
    functions = {in_public(function.name): function for function in project.functions}
    calls: dict[QualifiedName, list[tuple[QualifiedName, Any, Step]]] = {}
    own: dict[QualifiedName, list[Message]] = {}
    for name, function in functions.items():
        body = Body(function, _read_steps(function))
        sending.bodies[name] = body
        own[name], calls[name] = [], []
        for step in body.steps:
            own[name] += [
                Message(function, step, (function,), send, send.arguments, step.handled)
                for send in _find_sends(step)
            ]
            calls[name] += _find_calls(step, functions)
    for name in _callees_first(calls):
        sending.messages[name] = (*own[name], *_inherit(functions[name], calls[name], sending.messages))
    for trigger in project.triggers:
        sending.triggers.setdefault(in_public(trigger.function), []).append(trigger)
    return sending


def _read_steps(function: FunctionSubject) -> tuple[Step, ...]:
    if function.returns_trigger or function.sends:
        steps = read_steps(function.code, function.body, function.body_index)
        if steps:
            return steps
    return tuple(Step("query", tree, start) for tree, start in function.queries)


def _find_sends(step: Step) -> Iterator[Send]:
    for node in step.nodes:
        if is_node(node, ast.FuncCall):
            yield from read_send(node, step.start)
        elif is_node(node, ast.InsertStmt):
            relation = node.relation
            if (relation.schemaname, relation.relname) == _MESSAGES:
                yield Send("insert", _inserted(node), step.start + relation.location)


def _inserted(node: Any) -> dict[str, Any]:
    """Return the columns of an INSERT and their expressions; a column not named is not there."""
    names = [column.name for column in node.cols or ()]
    query = node.selectStmt
    if not names or query is None:
        return {}
    selected = tuple(target.val for target in query.targetList or ())
    trees = query.valuesLists[0] if query.valuesLists else selected
    return dict(zip(names, trees, strict=False))


def _find_calls(
    step: Step, functions: Mapping[QualifiedName, FunctionSubject]
) -> Iterator[tuple[QualifiedName, Any, Step]]:
    for node in step.nodes:
        if is_node(node, ast.FuncCall):
            name = in_public(QualifiedName(*read_name(node.funcname)))
            if name in functions:
                yield name, node, step


def _callees_first(
    calls: Mapping[QualifiedName, list[tuple[QualifiedName, Any, Step]]],
) -> Iterator[QualifiedName]:
    """Yield every function after those that it calls; of a circle, one goes first."""
    seen: set[QualifiedName] = set()
    for root in calls:
        open_ = [] if root in seen else [(root, iter(calls[root]))]
        seen.add(root)
        while open_:
            name, rest = open_[-1]
            callee = next((each[0] for each in rest if each[0] not in seen), None)
            if callee is None:
                open_.pop()
                yield name
            else:
                seen.add(callee)
                open_.append((callee, iter(calls[callee])))


def _inherit(
    function: FunctionSubject,
    calls: list[tuple[QualifiedName, Any, Step]],
    messages: Mapping[QualifiedName, tuple[Message, ...]],
) -> Iterator[Message]:
    """Yield what the called functions send; of one call in them, the first way to it is enough."""
    for name, call, step in calls:
        seen: set[int] = set()
        for message in messages.get(name, ()):
            if id(message.send) not in seen:
                seen.add(id(message.send))
                given = _bind(message.function, call)
                arguments = {
                    key: given.get(_parameter(tree), tree) for key, tree in message.arguments.items()
                }
                chain, handled = (function, *message.chain), step.handled or message.handled
                yield Message(function, step, chain, message.send, arguments, handled)


def _bind(function: FunctionSubject, call: Any) -> dict[str, Any]:
    """Return what each parameter is given, by its name and by its number."""
    given: dict[str, Any] = {}
    parameters = [parameter.name or "" for parameter in function.statement.node.parameters or ()]
    for place, argument in enumerate(call.args or ()):
        if is_node(argument, ast.NamedArgExpr):
            given[argument.name] = argument.arg
        else:
            given[f"${place + 1}"] = argument
            if place < len(parameters) and parameters[place]:
                given[parameters[place]] = argument
    return given


def _parameter(tree: Any) -> str:
    while is_node(tree, ast.TypeCast):
        tree = tree.arg
    return f"${tree.number}" if is_node(tree, ast.ParamRef) else variable_name(tree)
