"""Python with msgspec: strict structs of records, payloads and messages, one module a topic."""

from __future__ import annotations

__all__ = ["render"]

from dataclasses import replace
from typing import TYPE_CHECKING

from pedschema.emit.names import pascal, unique
from pedschema.emit.python.models import Library, Shape, render_models
from pedschema.emit.python.msgspec_source import MODEL
from pedschema.emit.python.source import name_of, text
from pedschema.errors import ContractError, Mistake

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pedschema.emit.names import Names
    from pedschema.model.wire import WireEnum

_NAMES = {"Any", "ClassVar", "Label", "Literal", "Meta", "None", "PgDecimal", "PgFloat", "PgMap", "msgspec"}
_FIRST_PRINTABLE = " "

_PARSE = '''
def parse(message: object) -> AnyMessage:
    """Return the message as a model; a PayloadError tells what is wrong with it."""
    parsed: AnyMessage = parse_message(MESSAGES, message)
    return parsed


def parse_or_report(message: object, report: Report) -> AnyMessage | None:
    """Return the message, and report what is unknown; None for a replay of an older shape."""
    parsed: AnyMessage | None = report_message(MESSAGES, message, report)
    return parsed
'''


def render(names: Names) -> dict[str, str]:
    """Return the package `<app>_realtime_msgspec`.

    Raises:
        ContractError: a key has a character that msgspec takes in no name (msgspec 0.22).
    """
    return render_models(names, _LIBRARY)


def _check_key(where: str, key: str) -> None:
    if any(each in '"\\' or each < _FIRST_PRINTABLE for each in key):
        what = f"msgspec cannot name a key {key!r}: it has a quote, a backslash or a control character"
        fix = 'publish the column under another name, or take "msgspec" out of clients'
        raise ContractError(Mistake(where, what, fix, "msgspec-name"))


def _render_enum(name: str, enum: WireEnum) -> str:
    members = unique(enum.labels, lambda label: name_of(pascal(label)))
    lines = [f"    {members[label]} = {text(label)}" for label in enum.labels]
    return "\n".join([f"class {name}(Label):", *lines])


def _render_payload(name: str, shapes: Mapping[str, Shape]) -> tuple[Iterable[Shape], str]:
    """Return structs with a tag, which is what msgspec tells the members of a union by."""
    tagged = [
        replace(
            shape,
            fields={key: type_ for key, type_ in shape.fields.items() if key != "operation"},
            options=('tag_field="operation"', f"tag={text(operation)}"),
            constants=(f"operation: ClassVar[{shape.fields['operation']}] = {text(operation)}",),
        )
        for operation, shape in shapes.items()
    ]
    return tagged, _union(name, [shape.name for shape in tagged])


def _union(name: str, members: Sequence[str]) -> str:
    if len(members) == 1:
        return f"{name}: TypeAlias = {members[0]}"
    listed = "".join(f"    {member},\n" for member in members)
    return f"{name}: TypeAlias = Union[\n{listed}]"


def _render_topic(messages: Mapping[str, str]) -> Sequence[str]:
    listed = "".join(f"    {text(event)}: {name},\n" for event, name in messages.items())
    table = f"MESSAGES: Final[dict[str, Any]] = {{\n{listed}}}"
    return [f"{_union('AnyMessage', list(messages.values()))}\n\n{table}", _PARSE.strip("\n")]


_LIBRARY = Library(
    name="msgspec",
    taken=_NAMES.__contains__,
    renamed=("msgspec.field", "name"),
    support=MODEL,
    shared={"._model": ["Envelope", "Label", "Meta", "Model", "Report", "parse_message", "report_message"]},
    render_enum=_render_enum,
    render_payload=_render_payload,
    render_topic=_render_topic,
    options=("frozen=True", "kw_only=True"),
    check_key=_check_key,
)
