"""`ir.json`: the wire of a contract as a file, for generators of any language and for `pedschema diff`."""

from __future__ import annotations

__all__ = ["VERSION", "describe_schema", "parse_ir", "render_ir"]

import json
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from pedschema.emit.schema import DIALECT
from pedschema.emit.stamp import MARK
from pedschema.emit.text import Shared, render_json
from pedschema.errors import ContractError, Mistake
from pedschema.model.wire import WireContract

VERSION = 1
"""Of the file: keys may come without a new one, none goes or changes what it means."""

_FIX = "run `pedschema gen`"


def render_ir(wire: WireContract) -> str:
    """Return the text of the file: keys in a fixed order, what fits into a line on one line."""
    told = _adapter().dump_python(wire, mode="json")
    _share_records(wire, told)
    return render_json({"$comment": MARK, "version": VERSION} | told)


def _share_records(wire: WireContract, told: dict[str, Any]) -> None:
    """Make one object of each record that several events have: most of the file is records."""
    shared: dict[int, Shared] = {}
    for topic, topic_told in zip(wire.topics, told["topics"], strict=True):
        for event, event_told in zip(topic.events, topic_told["events"], strict=True):
            for variant, each in zip(event.variants, event_told["variants"], strict=True):
                if variant.record is not None:
                    place = id(variant.record)
                    each["record"] = shared.get(place) or shared.setdefault(place, Shared(each["record"]))


def parse_ir(text: str, where: str) -> WireContract:
    """Return the wire that the text of a file holds.

    Raises:
        ContractError: the text is no such file, or one of another version.
    """
    try:
        document = json.loads(text)
        document.pop("$comment", None)
        version = document.pop("version")
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError):
        raise ContractError(Mistake(where, "the text is no ir.json", _FIX, "ir-syntax")) from None
    if version != VERSION:
        what = f"the file has version {version}, this release reads version {VERSION}"
        raise ContractError(Mistake(where, what, _FIX, "ir-version"))
    try:
        return _adapter().validate_json(json.dumps(document))
    except (ValidationError, ValueError) as error:
        first = error.errors()[0] if isinstance(error, ValidationError) else None
        place = ".".join(map(str, first["loc"])) if first else "ir.json"
        told = first["msg"] if first else str(error)
        what = f'"{place}" is wrong: {told[:1].lower()}{told[1:]}'
        raise ContractError(Mistake(where, what, _FIX, "ir-shape")) from None


def describe_schema() -> dict[str, Any]:
    """Return the JSON Schema 2020-12 of the file."""
    schema = _adapter().json_schema(mode="serialization")
    version = {"const": VERSION, "description": "of the file's shape"}
    return {
        "$schema": DIALECT,
        **schema,
        "title": "ir.json",
        "properties": {"$comment": {"type": "string"}, "version": version, **schema["properties"]},
        "required": ["version", *schema.get("required", [])],
    }


@cache
def _adapter() -> TypeAdapter[WireContract]:
    return TypeAdapter(WireContract)
