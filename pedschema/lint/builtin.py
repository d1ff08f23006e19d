"""Functions that everybody knows: PostgreSQL's own, and those by which a policy asks who and where."""

from __future__ import annotations

__all__ = ["PER_REQUEST", "TEXT_FUNCTIONS", "is_builtin", "reads_identity", "reads_topic"]

from typing import TYPE_CHECKING, Any

from pedschema.syntax.tree import find_literals, read_name

if TYPE_CHECKING:
    from collections.abc import Collection

TEXT_FUNCTIONS: Collection[str] = frozenset(
    [
        "btrim",
        "concat",
        "concat_ws",
        "format",
        "initcap",
        "left",
        "lower",
        "lpad",
        "ltrim",
        "normalize",
        "overlay",
        "regexp_match",
        "regexp_replace",
        "regexp_split_to_array",
        "regexp_substr",
        "replace",
        "reverse",
        "right",
        "rpad",
        "rtrim",
        "split_part",
        "string_to_array",
        "substr",
        "substring",
        "translate",
        "trim",
        "trim_array",
        "upper",
    ]
)
"""Functions whose result is text, or an array of it, made of their arguments (PostgreSQL 17)."""

_OTHERS = frozenset(
    [
        "abs",
        "array_length",
        "array_position",
        "cardinality",
        "clock_timestamp",
        "coalesce",
        "count",
        "current_setting",
        "date_part",
        "date_trunc",
        "extract",
        "gen_random_uuid",
        "greatest",
        "json_array_elements",
        "json_array_elements_text",
        "jsonb_array_elements",
        "jsonb_array_elements_text",
        "jsonb_build_object",
        "jsonb_exists",
        "jsonb_typeof",
        "least",
        "length",
        "like_escape",
        "md5",
        "mod",
        "now",
        "nullif",
        "octet_length",
        "pg_input_is_valid",
        "position",
        "random",
        "round",
        "similar_to_escape",
        "starts_with",
        "statement_timestamp",
        "string_agg",
        "strpos",
        "to_char",
        "to_jsonb",
        "unnest",
    ]
)
_IDENTITY = frozenset({"uid", "jwt", "role", "email"})
_CLAIMS = ("request.jwt.", "role")

PER_REQUEST: Collection[tuple[str, str]] = frozenset(
    {("auth", name) for name in _IDENTITY} | {("realtime", "topic"), ("", "current_setting")}
)
"""Functions that answer the same for every row of one request."""


def is_builtin(call: Any) -> bool:
    """Return whether a FuncCall is of one of PostgreSQL's own functions; an unknown name is not."""
    schema, name = read_name(call.funcname)
    return schema == "pg_catalog" or (not schema and (name in TEXT_FUNCTIONS or name in _OTHERS))


def reads_topic(call: Any) -> bool:
    """Return whether a FuncCall gives the topic that the client asks for, or once did."""
    schema, name = read_name(call.funcname)
    if (schema, name) == ("realtime", "channel_name"):
        return True
    if name == "topic" and not call.args:
        return schema in {"", "realtime"}
    return name == "current_setting" and "realtime.topic" in find_literals(call)


def reads_identity(call: Any) -> bool:
    """Return whether a FuncCall tells who asks: Supabase's `auth` functions, or the claims in a setting."""
    schema, name = read_name(call.funcname)
    if schema == "auth":
        return name in _IDENTITY
    return name == "current_setting" and any(text.startswith(_CLAIMS) for text in find_literals(call))
