"""One message of a hand-made trigger, at one operation: its topic, its event, when and what it carries."""

from __future__ import annotations

__all__ = ["Told", "read_told"]

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pedschema.adopt.frame import Frame, kind, open_frame, read_place
from pedschema.adopt.row import read_row
from pedschema.adopt.text import Found, NotTold, Reader
from pedschema.lint.constants import read_flag, read_text
from pedschema.lint.operation import holds, is_reached
from pedschema.syntax.tree import walk
from pedschema.syntax.write import render_expression

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pedschema.lint.flow import Condition
    from pedschema.lint.sending import Message, Sending
    from pedschema.lint.subjects import TriggerSubject


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of it.

    Attributes:
        pieces: of the topic.
        event: empty when it could not be read.
        when: SQL over `new` and `old`, empty for always.
        old: whether the old row goes out as well.
        where: function and line of the call.
    """

    operation: str
    pieces: tuple[str | Found, ...]
    event: str
    when: str
    old: bool
    where: str


def read_told(
    sending: Sending, trigger: TriggerSubject, message: Message, *, lenient: bool = False
) -> Iterator[Told]:
    """Yield what the message is at each operation of the trigger for which it is sent.

    With `lenient`, messages to public channels are told as if they were private.

    Raises:
        NotTold: the contract cannot say it.
    """
    frame, arguments = open_frame(sending, message)
    where = read_place(message)
    if not trigger.per_row:
        raise NotTold("its trigger fires once per statement, not once per row")
    if not lenient:
        _check_private(message, arguments)
    for operation in trigger.events:
        if operation != "TRUNCATE" and _is_reached(frame, operation):
            yield from _read(_reader(trigger, operation), frame, arguments, where)


def _read(reader: Reader, frame: Frame, arguments: Mapping[str, Any], where: str) -> Iterator[Told]:
    operation = reader.operation
    topic = arguments.get("topic_name", arguments.get("topic"))
    event = _read_event(reader, arguments.get("event_name", arguments.get("event")), frame)
    old = "old" in arguments and "old" in read_row(arguments["old"], frame, operation)
    for alternative in reader.read(topic, frame):
        when = _read_conditions((*frame.conditions, *alternative.under), operation)
        yield Told(operation, alternative.pieces, event, " and ".join(when), old, where)


def _reader(trigger: TriggerSubject, operation: str) -> Reader:
    table = trigger.table
    words = {
        "tg_op": operation,
        "tg_table_name": table.name,
        "tg_relname": table.name,
        "tg_table_schema": table.schema or "public",
        "tg_name": trigger.name,
    }
    return Reader(operation, words, tuple(part.sval for part in trigger.statement.node.args or ()))


def _check_private(message: Message, arguments: Mapping[str, Any]) -> None:
    if message.send.function == "broadcast_changes":
        return
    if message.send.function == "insert" and read_text(arguments.get("extension")) != "broadcast":
        raise NotTold("the row it inserts is no broadcast")
    flag = read_flag(arguments["private"]) if "private" in arguments else message.send.function != "insert"
    if flag is not True:
        known = "it goes to the public channel" if flag is False else "nothing says whether it is private"
        raise NotTold(f"{known}, and the contract knows private ones alone")


def _is_reached(frame: Frame, operation: str) -> bool:
    reached = is_reached(frame.step, operation)
    return reached and (frame.outer is None or _is_reached(frame.outer, operation))


def _read_event(reader: Reader, event: Any, frame: Frame) -> str:
    try:
        told = reader.read(event, frame)
    except NotTold:
        return ""
    plain = len(told) == 1 and all(isinstance(piece, str) for piece in told[0].pieces)
    return "".join(map(str, told[0].pieces)) if plain else ""


def _read_conditions(conditions: Iterable[tuple[Condition, Frame]], operation: str) -> list[str]:
    """Return the conditions that the operation leaves open, as SQL over `new` and `old`."""
    written = []
    for (tree, truth), frame in conditions:
        if holds(tree, operation) is not None:
            continue
        _check_condition(tree, frame)
        sql = render_expression(tree)
        written.append(f"({sql})" if truth else f"not coalesce(({sql}), false)")
    return list(dict.fromkeys(written))


def _check_condition(tree: Any, frame: Frame) -> None:
    if tree is None:
        raise NotTold("it is sent under a condition that cannot be read")
    for node in walk(tree):
        if kind(node) != "ColumnRef":
            continue
        names = [getattr(part, "sval", "*") for part in node.fields]
        if names[0] not in {"new", "old"} or len(names) != 2 or names[0] in frame.given:
            raise NotTold(f'it is sent under a condition on "{".".join(names)}", no column of the row')
