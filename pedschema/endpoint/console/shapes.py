"""Whether a message is what the contract says: its topic, its event, the types of its payload."""

from __future__ import annotations

__all__ = ["Shapes"]

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from jsonschema.exceptions import best_match
from jsonschema.validators import validator_for

from pedschema.emit.names import name_types
from pedschema.emit.schema import DIALECT, Schemas
from pedschema.emit.shapes import describe_wire

if TYPE_CHECKING:
    from jsonschema.protocols import Validator

    from pedschema.model.catalogue import Catalogue
    from pedschema.model.wire import Event

_LONGEST = 200
_MOST = 20


class Shapes:
    """The contract's JSON Schemas, one validator for each event and operation.

    Raises:
        ContractError: schema.lock does not know a type that a record is made of.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        wire = describe_wire(catalogue)
        schemas = Schemas(wire, name_types(wire))
        self._catalogue = catalogue
        self._events = {
            topic.pattern: {event.name: _validators(event, schemas) for event in topic.events}
            for topic in wire.topics
        }

    def check(self, topic: str, event: str, payload: Any) -> list[str]:
        """Return what is wrong with a message, nothing when it is as declared."""
        declared = self._catalogue.topic_of(topic)
        if declared is None:
            return ["the contract declares no topic like this"]
        validators = self._events[str(declared.pattern)].get(event)
        if validators is None:
            return [f"the contract declares no such event on {declared.pattern}"]
        operation = payload.get("operation") if isinstance(payload, dict) else None
        validator = validators.get(str(operation)) or validators.get("") or next(iter(validators.values()))
        found = sorted(validator.iter_errors(payload), key=lambda error: error.json_path)
        return [_tell(error) for error in found[:_MOST]]


def _validators(event: Event, schemas: Schemas) -> dict[str, Validator]:
    validator = validator_for({"$schema": DIALECT})
    return {
        variant.operation: validator(
            {**schemas.describe_payload(replace(event, variants=(variant,))), "$defs": schemas.types}
        )
        for variant in event.variants
    }


def _tell(error: Any) -> str:
    # Of a choice such as "a text or null" the branch that comes closest says more than the choice.
    inner = best_match(error.context) if error.context else None
    text = str((inner or error).message)
    text = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    place = "payload" if error.json_path == "$" else error.json_path.removeprefix("$.")
    return f"{place}: {text}"
