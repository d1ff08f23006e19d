"""JSON as the server reads and writes it."""

from __future__ import annotations

__all__ = ["load_json", "read_reference", "render_json"]

import json
from typing import Any

from pedschema.endpoint.frame import MalformedFrameError


def load_json(text: str | bytes) -> Any:
    """Return the value of a JSON text.

    Raises:
        MalformedFrameError: it is none; `NaN` and numbers beyond a double's range are none either.
    """
    try:
        value = json.loads(text, parse_constant=_refuse)
        if "e" in (text if isinstance(text, str) else text.decode()).lower():
            json.dumps(value, allow_nan=False)
    except (ValueError, RecursionError) as error:
        what = "a frame holds JSON"
        raise MalformedFrameError(what) from error
    return value


def render_json(value: object) -> str:
    """Return a value as JSON, without blanks."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=dict)


def read_reference(value: object) -> str | None:
    """Return a `ref` of a frame; clients also number them.

    Raises:
        MalformedFrameError: it is neither text nor number nor null.
    """
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    what = "a reference is a string"
    raise MalformedFrameError(what)


def _refuse(name: str) -> None:
    raise ValueError(name)
