"""Functions by which a policy finds its key in the topic that a client asks for."""

from __future__ import annotations

__all__ = ["render_topic_helpers"]

from typing import TYPE_CHECKING

from pedschema.model.names import QualifiedName
from pedschema.model.owned import Identity, Kind, Owned
from pedschema.model.topic import PART_TYPES
from pedschema.sql.lines import Lines, indented, text
from pedschema.sql.quoting import dollar, literal, qualified
from pedschema.sql.rule import render_grants
from pedschema.sql.search_path import SEARCH_PATH

if TYPE_CHECKING:
    from collections.abc import Sequence

_ARGUMENTS = "text, text"


def render_topic_helpers(schema: str, roles: Sequence[str]) -> tuple[Owned, ...]:
    """Return `topic_<type>(pattern, part)` for every type of a topic's part.

    Each returns the part called `part` of `realtime.topic()` if that topic has as many parts as
    `pattern`, the same literals, the one spelling of its type at `part`, and something at every other
    `{…}` part. It returns NULL in all other cases and never raises, whatever the topic or the pattern: a
    policy that raises refuses every topic, not just its own.
    """
    return tuple(_render(schema, type_, roles) for type_ in sorted(PART_TYPES))


def _render(schema: str, type_: str, roles: Sequence[str]) -> Owned:
    name = QualifiedName(schema, f"topic_{type_}")
    create = [
        f"create or replace function {qualified(name)}(pattern text, part text)",
        f"returns {type_}",
        "language sql",
        "stable",
        "parallel safe",
        SEARCH_PATH,
        f"as {dollar(text(['', *indented(_body(type_)), '']))}",
    ]
    grants = render_grants(name, _ARGUMENTS, roles)
    return Owned(Identity(Kind.RULE, name, of=_ARGUMENTS), (text(create), *grants))


def _body(type_: str) -> Lines:
    spelling = literal(f"^(?:{PART_TYPES[type_][0]})$")
    return [
        "select case when bool_and(coalesce(admitted, false))",
        f"  then (max(actual) filter (where wanted))::{type_} end",
        "from (",
        "  select actual, wanted,",
        "    case",
        f"      when wanted then actual ~ {spelling}",
        "      when expected like '{%}' then actual <> ''",
        "      else actual = expected",
        "    end as admitted",
        "  from unnest(string_to_array(pattern, ':'), string_to_array(realtime.topic(), ':'))",
        "    as parts (expected, actual)",
        "  cross join lateral (select expected = '{' || part || '}' as wanted) as named",
        ") as compared",
    ]
