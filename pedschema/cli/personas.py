"""Who and what is meant: personas by name or claims as JSON, topics with samples by label."""

from __future__ import annotations

__all__ = ["find_claims", "find_topic"]

import difflib
import json
import re
from typing import TYPE_CHECKING

from pedschema.errors import Mistake, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pedschema.model.catalogue import Catalogue
    from pedschema.model.persona import Cast, Persona

_LABEL = re.compile(r"<([^<>:]+)>")


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
        fix = _hint(text, names, f"use one of {', '.join(names)}, or claims as JSON")
        raise _mistake(f'no persona is called "{text}"', fix, "persona-unknown")
    try:
        return dict(json.loads(text))
    except json.JSONDecodeError as error:
        raise _mistake(
            f"the claims are no JSON: {error.msg}", "write a JSON object", "claims-unreadable"
        ) from error


def find_topic(text: str, catalogue: Catalogue, cast: Cast) -> str:
    """Return `text` with each `<label>` replaced by the sample of that label, as access.lock writes topics.

    Raises:
        UsageError: a label is no sample of the part it stands for.
    """
    values = text.split(":")
    for topic in catalogue.topics:
        parts = topic.pattern.parts
        if len(parts) != len(values):
            continue
        filled = []
        for part, value in zip(parts, values, strict=True):
            label = _LABEL.fullmatch(value)
            samples = {} if part.is_literal else cast.samples.get(part.text, {})
            filled.append(samples.get(label[1], value) if label else value)
        if topic.pattern.matches(":".join(filled)):
            return ":".join(filled)
    unknown = _LABEL.search(text)
    if unknown:
        labels = sorted({label for samples in cast.samples.values() for label in samples})
        fix = _hint(unknown[1], labels, f"use one of {', '.join(labels)}")
        raise _mistake(f'no sample "{unknown[1]}" fits into "{text}"', fix, "sample-unknown")
    return text


def _hint(text: str, names: Sequence[str], otherwise: str) -> str:
    near = difflib.get_close_matches(text, names, n=1)
    return f'did you mean "{near[0]}"?' if near and near[0] != text else otherwise


def _mistake(what: str, fix: str, name: str) -> UsageError:
    return UsageError(Mistake("command line", what, fix, name))
