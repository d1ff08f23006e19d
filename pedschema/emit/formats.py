"""How values that are strings on the wire are written, as regular expressions of every language."""

from __future__ import annotations

__all__ = ["FORMATS"]

_DATE = r"\d{4,}-\d{2}-\d{2}"
_TIME = r"\d{2}:\d{2}:\d{2}(\.\d{1,6})?"
_ZONE = r"[+-]\d{2}(:\d{2}(:\d{2})?)?"
_ENDLESS = r"-?infinity"

FORMATS: dict[str, str] = {
    "uuid": r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$",
    "date": rf"^({_ENDLESS}|{_DATE}( BC)?)$",
    "time": rf"^{_TIME}$",
    "timetz": rf"^{_TIME}{_ZONE}$",
    "timestamp": rf"^({_ENDLESS}|{_DATE}T{_TIME}( BC)?)$",
    "timestamptz": rf"^({_ENDLESS}|{_DATE}T{_TIME}{_ZONE}( BC)?)$",
    "interval": (
        rf"^({_ENDLESS}|P(?=[-\dT])(-?\d+Y)?(-?\d+M)?(-?\d+D)?"
        r"(T(-?\d+H)?(-?\d+M)?(-?\d+(\.\d{1,6})?S)?)?)$"
    ),
    "bytea": r"^\\x([0-9a-f]{2})*$",
    "integer": r"^-?\d+$",
    "numeric": r"^(NaN|-?Infinity|-?\d+(\.\d+)?)$",
}
"""Format of `wire.Text` to what its values match.

They are what `to_jsonb` writes under the settings that trigger functions pin: UTC, ISO dates, ISO 8601
intervals, bytea in hex (PostgreSQL 15 to 18). The syntax is what ECMAScript, Python and RFC 9485 share.
"""
