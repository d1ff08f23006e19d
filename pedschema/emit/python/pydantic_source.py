"""The part of a generated package for pydantic that is the same for every contract."""

from __future__ import annotations

__all__ = ["MODEL"]

MODEL = '''\
from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, TypeAlias, cast

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from pydantic import ValidationInfo, ValidatorFunctionWrapHandler, WrapValidator
from pydantic_core import PydanticCustomError

Report: TypeAlias = Callable[[str], None]


class PayloadError(ValueError):
    """A message that is not of the contract: places and what they should hold."""


class Model(BaseModel):
    """An object with these keys and no other."""

    model_config = ConfigDict(
        strict=True,
        frozen=True,
        extra="forbid",
        defer_build=True,
        protected_namespaces=(),
        hide_input_in_errors=True,
    )


class Meta(Model):
    """What the server tells about a message; replayed ones may be of an older shape."""

    model_config = ConfigDict(extra="ignore")
    id: str | None = None
    replayed: bool = False


class Envelope(Model):
    """What the client library hands to callbacks; the server may add keys to it."""

    model_config = ConfigDict(extra="ignore")


def _label(
    value: Any, handler: ValidatorFunctionWrapHandler, info: ValidationInfo
) -> Any:
    try:
        return handler(value)
    except ValidationError:
        if not isinstance(value, str):
            raise
        if info.context is _TOLERANT:
            return value
    raise PydanticCustomError("unknown_label", "Input should be a known label")


def _texts(value: Any, handler: ValidatorFunctionWrapHandler) -> Any:
    try:
        return handler(value)
    except ValidationError:
        pass
    # The keys are part of the value, and an error within it would name one.
    raise PydanticCustomError("texts", "Input should be an object of texts")


_TOLERANT = "tolerant"
LABEL = WrapValidator(_label)
TEXTS = WrapValidator(_texts)


def parse_message(type_: Any, message: object) -> Any:
    """Return the model of a message; a PayloadError tells what is wrong with it."""
    try:
        return _adapter(type_).validate_python(message)
    except ValidationError as error:
        raise _refuse(error) from None


def report_message(type_: Any, message: object, report: Report) -> Any:
    """Return the model of a message, and report what apps in use have to live with.

    That is keys and labels which the contract does not know, and replayed messages of
    an older shape, for which the result is None. A PayloadError tells of anything else.
    """
    try:
        return _adapter(type_).validate_python(message)
    except ValidationError as error:
        kinds = {each["type"] for each in error.errors()}
        tolerated = {"missing"} if _is_replayed(message) else set[str]()
        if kinds - tolerated - {"extra_forbidden", "unknown_label"}:
            raise _refuse(error) from None
        lines = _tell(error)
    for line in sorted({*lines}):
        report(f"{line}; {_CURE}")
    if "missing" in kinds:
        return None
    options: dict[str, Any] = {"extra": "ignore", "context": _TOLERANT}
    return _adapter(type_).validate_python(message, **options)


@cache
def _adapter(type_: Any) -> TypeAdapter[Any]:
    return TypeAdapter(type_)


def _get(value: object, key: str) -> Any:
    """Return what an object has under a key, None where there is none."""
    return cast("dict[str, Any]", value).get(key) if isinstance(value, dict) else None


def _is_replayed(message: object) -> bool:
    return _get(_get(message, "meta"), "replayed") is True


def _refuse(error: ValidationError) -> PayloadError:
    return PayloadError("; ".join([*_tell(error), _CURE]))


def _tell(error: ValidationError) -> list[str]:
    told: list[str] = []
    for each in error.errors(include_url=False, include_input=False):
        place = ".".join(map(str, each["loc"])) or "message"
        what = _WORDS.get(each["type"], each["msg"])
        told.append(f"{place}: {what}")
    return told


_CURE = "run pedschema gen"
_WORDS = {
    "extra_forbidden": "a key unknown to the contract",
    "union_tag_invalid": "not of the topic",
    "unknown_label": "a label unknown to the contract",
}
'''
"""The body of `_model.py`."""
