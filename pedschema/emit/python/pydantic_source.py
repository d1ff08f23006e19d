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
        if info.context is None or not isinstance(value, str):
            raise
        info.context.add(f"{info.field_name}: a label unknown to the contract")
        return value


LABEL = WrapValidator(_label)


def parse_message(type_: Any, message: object) -> Any:
    """Return the model of a message; a PayloadError tells what is wrong with it."""
    try:
        return _adapter(type_).validate_python(message)
    except ValidationError as error:
        raise PayloadError("; ".join(_tell(error))) from None


def report_message(type_: Any, message: object, report: Report) -> Any:
    """Return the model of a message, and report what apps in use have to live with.

    That is keys and labels which the contract does not know, and replayed messages of an
    older shape, for which the result is None. A PayloadError tells of anything else.
    """
    labels: set[str] = set()
    extra: list[str] = []
    try:
        model = _adapter(type_).validate_python(message, context=labels)
    except ValidationError as error:
        kinds = {each["type"] for each in error.errors()}
        if kinds == {"extra_forbidden"}:
            extra = _tell(error)
            labels.clear()
            options: dict[str, Any] = {"extra": "ignore", "context": labels}
            model = _adapter(type_).validate_python(message, **options)
        elif kinds <= {"extra_forbidden", "missing"} and _is_replayed(message):
            extra, model = _tell(error), None
        else:
            raise PayloadError("; ".join(_tell(error))) from None
    for line in sorted({*labels, *extra}):
        report(line)
    return model


@cache
def _adapter(type_: Any) -> TypeAdapter[Any]:
    return TypeAdapter(type_)


def _get(value: object, key: str) -> Any:
    """Return what an object has under a key, None where there is none."""
    return cast("dict[str, Any]", value).get(key) if isinstance(value, dict) else None


def _is_replayed(message: object) -> bool:
    return _get(_get(message, "meta"), "replayed") is True


def _tell(error: ValidationError) -> list[str]:
    told: list[str] = []
    for each in error.errors(include_url=False, include_input=False):
        place = ".".join(map(str, each["loc"])) or "message"
        is_unknown = each["type"] == "union_tag_invalid"
        told.append(f"{place}: {'not of the topic' if is_unknown else each['msg']}")
    return told
'''
"""The body of `_model.py`."""
