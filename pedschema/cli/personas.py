"""Who is meant: a persona of the contract by name, or claims written as JSON."""

from __future__ import annotations

__all__ = ["find_claims"]

import difflib
import json
from typing import TYPE_CHECKING

from pedschema.errors import Mistake, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pedschema.model.persona import Persona


def find_claims(text: str, personas: Sequence[Persona]) -> Mapping[str, object]:
    """Return the claims of the persona called `text`, or the claims that `text` is as JSON.

    Raises:
        UsageError: no persona has that name and it is no JSON object.
    """
    for persona in personas:
        if persona.name == text:
            return persona.claims
    if not text.lstrip().startswith("{"):
        names = [persona.name for persona in personas]
        near = difflib.get_close_matches(text, names, n=1)
        hint = f'did you mean "{near[0]}"?' if near else f"use one of {', '.join(names)}, or claims as JSON"
        raise UsageError(Mistake("command line", f'no persona is called "{text}"', hint, "persona-unknown"))
    try:
        claims = json.loads(text)
    except json.JSONDecodeError as error:
        raise UsageError(
            Mistake(
                "command line",
                f"the claims are no JSON: {error.msg}",
                "write a JSON object",
                "claims-unreadable",
            )
        ) from error
    return dict(claims)
