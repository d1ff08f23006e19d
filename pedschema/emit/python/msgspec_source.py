"""The part of a generated package for msgspec that is the same for every contract."""

from __future__ import annotations

__all__ = ["MODEL"]

MODEL = '''\
from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from enum import Enum
from functools import cache
from typing import Any, TypeAlias, cast

import msgspec
from msgspec import inspect
from typing_extensions import Self

Report: TypeAlias = Callable[[str], None]

_CURE = "run pedschema gen"
_tolerant: ContextVar[bool] = ContextVar("_tolerant", default=False)
_WRONG = re.compile(r"Invalid .*? - at (?P<place>`[^`']*`)", re.DOTALL)


class PayloadError(ValueError):
    """A message that is not of the contract: places and what they should hold."""


class Model(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An object with these keys and no other."""


class Meta(msgspec.Struct, frozen=True, kw_only=True):
    """What the server tells about a message; replayed ones may be of an older shape."""

    id: str | None = None
    replayed: bool = False


class Envelope(msgspec.Struct, frozen=True, kw_only=True):
    """What the client library hands to callbacks; the server may add keys to it."""


class Label(str, Enum):
    """One of an enum's labels, or one that came later, where those are reported."""

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not _tolerant.get() or not isinstance(value, str):
            return None
        made = str.__new__(cls, value)
        made._name_ = "UNKNOWN"
        made._value_ = value
        return made


def parse_message(types: Mapping[str, Any], message: object) -> Any:
    """Return the model of a message; a PayloadError tells what is wrong with it."""
    type_ = _find(types, message)
    try:
        return msgspec.convert(message, type_)
    except msgspec.ValidationError as error:
        raise PayloadError(f"{_tell(error)}; {_CURE}") from None


def report_message(types: Mapping[str, Any], message: object, report: Report) -> Any:
    """Return the model of a message, and report what apps in use have to live with.

    That is keys and labels which the contract does not know, and replayed messages of
    an older shape, for which the result is None. A PayloadError tells of anything else.
    """
    type_ = _find(types, message)
    told: set[str] = set()
    known = _drop_extra(_describe(type_), message, "$", told)
    token = _tolerant.set(True)
    try:
        model = msgspec.convert(known, type_)
    except msgspec.ValidationError as error:
        if not (_is_replayed(message) and "missing required field" in str(error)):
            raise PayloadError(f"{_tell(error)}; {_CURE}") from None
        told.add(_tell(error))
        model = None
    finally:
        _tolerant.reset(token)
    for line in sorted(told):
        report(f"{line}; {_CURE}")
    return model


def _find(types: Mapping[str, Any], message: object) -> Any:
    event = _get(message, "event")
    if not isinstance(event, str) or event not in types:
        raise PayloadError(f"event: not of the topic; {_CURE}")
    return types[event]


@cache
def _describe(type_: Any) -> inspect.Type:
    return inspect.type_info(type_)


def _drop_extra(type_: inspect.Type, value: Any, place: str, told: set[str]) -> Any:
    """Return a value without unknown keys, and tell of them and of labels."""
    for each in _members(type_):
        if isinstance(each, inspect.EnumType) and isinstance(value, str):
            if value not in {label.value for label in each.cls}:
                told.add(f"{place}: a label unknown to the contract")
            return value
        if isinstance(each, inspect.StructType) and _is_tagged(each, value):
            return _drop_keys(each, value, place, told)
        if isinstance(each, inspect.ListType) and isinstance(value, list):
            item, below = each.item_type, f"{place}[...]"
            return [_drop_extra(item, inner, below, told) for inner in value]
    return value


def _drop_keys(
    type_: inspect.StructType, value: dict[str, Any], place: str, told: set[str]
) -> dict[str, Any]:
    fields = {field.encode_name: field.type for field in type_.fields}
    tag = {type_.tag_field} - {None}
    extra = value.keys() - fields.keys() - tag
    if type_.forbid_unknown_fields:
        told |= {f"{place}.{key}: a key unknown to the contract" for key in extra}
    kept = {key: each for key, each in value.items() if key in tag}
    for key in value.keys() & fields.keys():
        kept[key] = _drop_extra(fields[key], value[key], f"{place}.{key}", told)
    return kept


def _members(type_: inspect.Type) -> tuple[inspect.Type, ...]:
    return type_.types if isinstance(type_, inspect.UnionType) else (type_,)


def _is_tagged(type_: inspect.StructType, value: object) -> bool:
    if type_.tag_field is None:
        return isinstance(value, dict)
    return bool(_get(value, type_.tag_field) == type_.tag)


def _get(value: object, key: str) -> Any:
    """Return what an object has under a key, None where there is none."""
    return cast("dict[str, Any]", value).get(key) if isinstance(value, dict) else None


def _is_replayed(message: object) -> bool:
    return _get(_get(message, "meta"), "replayed") is True


def _tell(error: msgspec.ValidationError) -> str:
    """Return what is wrong, without the value that some messages repeat."""
    found = _WRONG.fullmatch(str(error))
    if found:
        return f"Expected another value - at {found['place']}"
    is_safe = not str(error).startswith("Invalid ")
    return str(error) if is_safe else "Expected another value"
'''
"""The body of `_model.py`."""
