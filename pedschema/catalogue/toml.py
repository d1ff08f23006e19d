"""TOML files of the contract, validated, with the line of everything in them."""

from __future__ import annotations

__all__ = [
    "Document",
    "Loaded",
    "Shape",
    "load_document",
    "load_text",
    "load_toml",
    "validate",
    "validate_data",
]

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from pedschema.catalogue.mistakes import suggest
from pedschema.catalogue.positions import Path as Keys
from pedschema.catalogue.positions import find_lines
from pedschema.errors import ContractError, Mistake

if TYPE_CHECKING:
    from pathlib import Path

    from pydantic_core import ErrorDetails

Model = TypeVar("Model", bound=BaseModel)


class Shape(BaseModel):
    """What every table of a contract file is: no other keys, no silent conversions."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


@dataclass(frozen=True, slots=True)
class Document:
    """A TOML file as read.

    Attributes:
        lines: line of every key, table and array element.
    """

    path: Path
    data: dict[str, Any]
    lines: dict[Keys, int]

    def where(self, *keys: str | int) -> str:
        """Return `file:line` of the value at `keys`, or of the nearest table around it."""
        if keys in self.lines:
            return f"{self.path}:{self.lines[keys]}"
        found: Keys = ()
        for key in keys:
            if (*found, key) in self.lines:
                found = (*found, key)
        return f"{self.path}:{self.lines[found]}"


@dataclass(frozen=True, slots=True)
class Loaded(Generic[Model]):
    """A file that has the shape it should have."""

    model: Model
    document: Document


def load_text(path: Path) -> str:
    """Return the text of a file.

    Raises:
        ContractError: the file is missing, cannot be read, or is not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8").replace("\r\n", "\n")
    except FileNotFoundError:
        mistake = Mistake(str(path), "the file does not exist", f'create "{path.name}"', "file-missing")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        mistake = Mistake(
            f"{path}:{line}", "the text is not UTF-8", "save the file as UTF-8", "file-not-utf8"
        )
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        mistake = Mistake(
            str(path), f"the file cannot be read: {reason}", "make it readable", "file-unreadable"
        )
    raise ContractError(mistake)


def load_document(path: Path) -> Document:
    """Return the file at `path`, not yet validated.

    Raises:
        ContractError: the file cannot be read or is no TOML.
    """
    text = load_text(path)
    try:
        return Document(path, tomllib.loads(text), find_lines(text))
    except tomllib.TOMLDecodeError as error:
        match = re.search(r"^(.*) \(at (?:line (\d+), column \d+|end of document)\)$", str(error))
        message, line = (match[1], match[2]) if match else (str(error), None)
        line = line or max(1, len(text.rstrip("\n").split("\n")))
        what = f"the text is no TOML: {message[:1].lower()}{message[1:]}"
        raise ContractError(Mistake(f"{path}:{line}", what, "correct the line", "toml-syntax")) from None
    except RecursionError:
        mistake = Mistake(f"{path}:1", "the text is nested too deep", "flatten it", "toml-syntax")
        raise ContractError(mistake) from None


def load_toml(path: Path, shape: type[Model]) -> Loaded[Model]:
    """Return the file at `path` in its shape.

    Raises:
        ContractError: the file cannot be read, is no TOML or has another shape; holds every mistake.
    """
    document = load_document(path)
    return Loaded(validate(document, shape), document)


def validate(document: Document, shape: type[Model], *at: str | int) -> Model:
    """Return the value at the keys `at` of the document in its shape.

    Raises:
        ContractError: it has another shape; holds every mistake.
    """
    data: Any = document.data
    for key in at:
        data = data[key]
    return validate_data(document, shape, data, *at)


def validate_data(document: Document, shape: type[Model], data: Any, *at: str | int) -> Model:
    """Return `data`, which stands at the keys `at` of the document, in its shape.

    Raises:
        ContractError: it has another shape; holds every mistake.
    """
    try:
        return shape.model_validate(data)
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=True)
        mistakes = (_describe(document, shape, at, detail) for detail in details)
        raise ContractError(*mistakes) from None


_IDS = {
    "extra_forbidden": "key-unknown",
    "missing": "key-missing",
    "too_short": "value-empty",
    "string_too_short": "value-too-short",
    "string_too_long": "value-too-long",
    "greater_than": "value-not-positive",
    "greater_than_equal": "value-too-small",
    "less_than_equal": "value-too-large",
    "literal_error": "value-choice",
    "string_pattern_mismatch": "value-pattern",
    "value_error": "value-invalid",
}
"""pydantic's error type to the mistake's id; everything else is a wrong type."""


def _describe(document: Document, shape: type[BaseModel], at: Keys, detail: ErrorDetails) -> Mistake:
    keys = detail["loc"]
    where, name, id_ = (
        document.where(*at, *keys),
        keys[-1] if keys else "",
        _IDS.get(detail["type"], "value-type"),
    )
    message = detail["msg"].removeprefix("Value error, ")
    if id_ == "key-unknown":
        known = _known_keys(shape.model_json_schema(), keys[:-1])
        fix = suggest(str(name), known, f"remove it, or use one of {', '.join(sorted(known))}")
        return Mistake(where, f'the key "{name}" is unknown', fix, id_)
    if id_ == "key-missing":
        return Mistake(where, f'the key "{name}" is missing', f'add "{name}"', id_)
    named = ".".join(str(key) for key in keys if document.where(*at, key))
    what = f'"{named}" is wrong: {message[:1].lower()}{message[1:]}'
    is_quoted = detail["type"] == "date_type" and isinstance(detail["input"], str)
    fix = f'write "{named}" without quotes, YYYY-MM-DD' if is_quoted else f'correct "{named}"'
    return Mistake(where, what, fix, id_)


def _known_keys(schema: dict[str, Any], keys: Keys) -> set[str]:
    """Return the keys that a JSON Schema admits in the table at `keys`."""
    nodes = [schema]
    for key in (*keys, None):
        resolved = [_resolve(schema, node) for node in nodes]
        nodes = [
            option for node in resolved for option in (*node.get("oneOf", ()), *node.get("anyOf", ()), node)
        ]
        nodes = [_resolve(schema, node) for node in nodes]
        if key is None:
            break
        below = [admitted for node in nodes for admitted in _list_below(node, key)]
        nodes = [node for node in below if isinstance(node, dict)] or nodes
    return {name for node in nodes for name in node.get("properties", {})}


def _list_below(node: dict[str, Any], key: str | int) -> list[Any]:
    """Return the schemas of the value at `key` of a value of the schema `node`."""
    if isinstance(key, int):
        return [node.get("items")]
    named = node.get("properties", {}).get(key)
    return (
        [named] if named else [*node.get("patternProperties", {}).values(), node.get("additionalProperties")]
    )


def _resolve(schema: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in node:
        return node
    found: dict[str, Any] = schema["$defs"][node["$ref"].rpartition("/")[2]]
    return found
