"""Python with pydantic: strict models of records, payloads and messages, one module a topic."""

from __future__ import annotations

__all__ = ["render"]

from typing import TYPE_CHECKING

from pedschema.emit.python.models import Library, render_models
from pedschema.emit.python.pydantic_source import MODEL
from pedschema.emit.python.source import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pedschema.emit.names import Names
    from pedschema.emit.python.models import Shape
    from pedschema.model.wire import WireEnum

_METHODS = {
    *("construct", "copy", "dict", "from_orm", "json", "parse_file", "parse_obj", "parse_raw", "schema"),
    *("schema_json", "update_forward_refs", "validate"),
}
"""Of pydantic's models, beside those that begin with `model_` (pydantic 2.14)."""

_NAMES = {"Annotated", "Any", "Field", "Literal", "Meta", "None", "PgDecimal", "PgFloat", "PgMap"}

_PARSE = '''
def parse(message: object) -> AnyMessage:
    """Return the message as a model; a PayloadError tells what is wrong with it."""
    parsed: AnyMessage = parse_message(AnyMessage, message)
    return parsed


def parse_or_report(message: object, report: Report) -> AnyMessage | None:
    """Return the message, and report what is unknown; None for a replay of an older shape."""
    parsed: AnyMessage | None = report_message(AnyMessage, message, report)
    return parsed
'''


def render(names: Names) -> dict[str, str]:
    """Return the package `<app>_realtime_pydantic`."""
    return render_models(names, _LIBRARY)


def _is_taken(name: str) -> bool:
    return name in _METHODS or name in _NAMES or name.startswith("model_")


def _render_enum(name: str, enum: WireEnum) -> str:
    labels = "".join(f"        {text(label)},\n" for label in enum.labels)
    labels = f"[\n{labels}    ]" if len(enum.labels) > 1 else f"[{text(enum.labels[0])}]"
    return f"{name}: TypeAlias = Annotated[\n    Literal{labels},\n    LABEL,\n]"


def _render_payload(name: str, shapes: Mapping[str, Shape]) -> tuple[Iterable[Shape], str]:
    return shapes.values(), _union(name, [shape.name for shape in shapes.values()], "operation")


def _union(name: str, members: Sequence[str], key: str) -> str:
    if len(members) == 1:
        return f"{name}: TypeAlias = {members[0]}"
    listed = "".join(f"        {member},\n" for member in members)
    field = f"    Field(\n        discriminator={text(key)},\n    ),"
    return f"{name}: TypeAlias = Annotated[\n    Union[\n{listed}    ],\n{field}\n]"


def _render_topic(messages: Mapping[str, str]) -> Sequence[str]:
    return [_union("AnyMessage", list(messages.values()), "event"), _PARSE.strip("\n")]


_LIBRARY = Library(
    name="pydantic",
    taken=_is_taken,
    renamed=("Field", "alias"),
    support=MODEL,
    shared={
        "pydantic": ["Field"],
        "._model": [
            *("LABEL", "TEXTS", "Envelope", "Meta", "Model", "Report", "parse_message", "report_message"),
        ],
    },
    map_type="Annotated[dict[str, str | None], TEXTS]",
    render_enum=_render_enum,
    render_payload=_render_payload,
    render_topic=_render_topic,
)
