"""Where an expression of a function stands: its body, the step, and what its parameters were given."""

from __future__ import annotations

__all__ = ["Frame", "kind", "open_frame", "read_line", "read_place"]

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pedschema.lint.tables import in_public
from pedschema.model.names import QualifiedName
from pedschema.syntax.tree import read_name, walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pedschema.lint.flow import Condition, Step
    from pedschema.lint.sending import Body, Message, Sending
    from pedschema.lint.subjects import FunctionSubject


@dataclass(frozen=True, slots=True)
class Frame:
    """One function of a chain, at the step that sends or calls on.

    Attributes:
        given: parameter to its tree and the frame in which that tree stands.
        outer: the frame of the caller; None for the trigger's function.
    """

    body: Body
    step: Step
    given: Mapping[str, tuple[Any, Frame]] = field(default_factory=dict)
    outer: Frame | None = None

    @property
    def conditions(self) -> Iterator[tuple[Condition, Frame]]:
        """Yield the conditions on the way to the step, each with the frame in which it stands."""
        if self.outer is not None:
            yield from self.outer.conditions
        yield from ((condition, self) for condition in self.step.under)


def kind(tree: Any) -> str:
    """Return what kind of node a tree is, by pglast's name of it."""
    return type(tree).__name__


def open_frame(sending: Sending, message: Message) -> tuple[Frame, Mapping[str, Any]]:
    """Return where the message is sent, reached through its chain, and the arguments that stand there."""
    first, *rest = message.chain
    frame = Frame(sending.bodies[in_public(first.name)], message.step)
    arguments: Mapping[str, Any] = message.arguments
    for function in rest:
        name = in_public(function.name)
        inner = next(each for each in sending.messages[name] if each.send is message.send)
        call = _find_call(frame.step, name)
        given = {key: (tree, frame) for key, tree in _bind(function, call).items()}
        frame, arguments = Frame(sending.bodies[name], inner.step, given, frame), inner.arguments
    return frame, arguments


def read_place(message: Message) -> str:
    """Return function and line of the call that sends; PL/pgSQL counts lines from the body's start."""
    return f"function {message.holder.name}, line {read_line(message.holder, message.send.index)}"


def read_line(function: FunctionSubject, index: int) -> int:
    """Return the line of the offset `index`, counted from the begin of the function's body."""
    return function.body.count("\n", 0, max(0, index - function.body_index)) + 1


def _find_call(step: Step, name: QualifiedName) -> Any:
    return next(
        node
        for node in walk(step.tree)
        if kind(node) == "FuncCall" and in_public(QualifiedName(*read_name(node.funcname))) == name
    )


def _bind(function: FunctionSubject, call: Any) -> dict[str, Any]:
    names = [parameter.name or "" for parameter in function.statement.node.parameters or ()]
    given: dict[str, Any] = {}
    for place, argument in enumerate(call.args or ()):
        if kind(argument) == "NamedArgExpr":
            given[argument.name] = argument.arg
            continue
        given[f"${place + 1}"] = argument
        if place < len(names) and names[place]:
            given[names[place]] = argument
    return given
