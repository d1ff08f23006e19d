"""`postgres_changes`: subscriptions are answered as for a table that is in no publication."""

from __future__ import annotations

__all__ = ["echo_changes", "refuse_changes"]

import json
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_REFUSED = (
    "Unable to subscribe to changes with given parameters. Please check Realtime is enabled for the given "
    "connect parameters: [event: {event}, schema: {schema}, table: {table}, filters: {filters}]"
)
_EVENTS = frozenset({"INSERT", "UPDATE", "DELETE"})
_ID_BITS = 0x7FFFFFF


def echo_changes(subscriptions: Sequence[Mapping[str, object]]) -> list[dict[str, object]]:
    """Return the subscriptions with the ids that the reply to a join gives them."""
    return [
        {**each, "id": zlib.crc32(json.dumps(each, sort_keys=True).encode()) & _ID_BITS}
        for each in subscriptions
    ]


def refuse_changes(subscription: Mapping[str, object]) -> str:
    """Return the sentence of Realtime 2.129.8 for a table that is not published."""
    event = str(subscription.get("event", "*")).upper()
    table = subscription.get("table")
    return _REFUSED.format(
        event=event if event in _EVENTS else "*",
        schema=subscription.get("schema", "public"),
        table="*" if table is None else table,
        filters=_render_filters(subscription.get("filter")),
    )


def _render_filters(text: object) -> str:
    if not isinstance(text, str) or "=" not in text:
        return "[]"
    column, _, rest = text.partition("=")
    operator, _, value = rest.partition(".")
    if operator == "in":
        value = "{" + value.removeprefix("(").removesuffix(")") + "}"
    return "[{" + ", ".join(json.dumps(part, ensure_ascii=False) for part in (column, operator, value)) + "}]"
