"""How supabase_flutter opens channels, listens and sends."""

from __future__ import annotations

__all__ = ["ENUMS", "LIBRARY", "RECORDS", "open_stream"]

from pedschema.lint.client import ClientBinding, Kind
from pedschema.lint.clients.language import Arguments, Library, Settings
from pedschema.lint.clients.tree import NOTHING, Call, Other, Span, Text, Tree
from pedschema.lint.clients.values import UNKNOWN, Fields, Value, join_text

ENUMS = frozenset({"PostgresChangeEvent", "PostgresChangeFilterType", "RealtimeListenTypes"})
"""Types whose values are told by their names."""

RECORDS = frozenset({"PostgresChangeFilter", "RealtimeChannelConfig", "ReplayOption"})
"""Classes that only carry what they are given by name."""

_EVENTS = {"all": "*", "insert": "INSERT", "update": "UPDATE", "delete": "DELETE"}
_OPERATORS = {"inFilter": "in"}
_PRESENCE = frozenset({"onPresenceSync", "onPresenceJoin", "onPresenceLeave"})


def open_stream(query: Tree, span: Span) -> Tree:
    """Return what `from('table').stream(…)` does: it follows all changes, on a channel of its own naming."""
    if not isinstance(query, Call) or query.base is None or query.name != "from" or not query.arguments:
        return Other((query,))
    of_schema = query.base
    is_named = isinstance(of_schema, Call) and of_schema.name == "schema" and of_schema.arguments
    schema = of_schema.arguments[0] if isinstance(of_schema, Call) and is_named else Text(("public",))
    channel = Call(query.base, "channel", (NOTHING, NOTHING), (), span, query.topic)
    asked = (("event", Text(("all",))), ("schema", schema), ("table", query.arguments[0]))
    return Call(channel, "onPostgresChanges", (), asked, span, query.topic)


def _settings(arguments: Arguments) -> Settings:
    options = arguments.get(1, "opts")
    if options is None:
        return Settings.of(None, None)
    fields = options if isinstance(options, Fields) else Fields({}, open=True)
    return Settings.of(fields.get("private"), fields.get("replay"))


def _listens(method: str, arguments: Arguments) -> ClientBinding | None:
    if method == "onBroadcast":
        return ClientBinding(Kind.BROADCAST, arguments.text(-1, "event"))
    if method in _PRESENCE:
        return ClientBinding(Kind.PRESENCE)
    if method == "onSystemEvents":
        return ClientBinding(Kind.SYSTEM)
    if method != "onPostgresChanges":
        return None
    return ClientBinding(
        Kind.CHANGES,
        _EVENTS.get(arguments.text(-1, "event") or ""),
        arguments.text(-1, "schema", "public"),
        arguments.text(-1, "table", ""),
        _filter(arguments.get(-1, "filter")),
    )


def _filter(value: Value) -> str | None:
    """Return the filter as Realtime spells it, empty without one, None when the source does not tell."""
    if value is None:
        return ""
    if not isinstance(value, Fields):
        return None
    kind = value.get("type")
    operator = _OPERATORS.get(kind, kind) if isinstance(kind, str) else UNKNOWN
    return join_text((value.get("column"), "=", operator, ".", value.get("value")))


def _sends(method: str, arguments: Arguments) -> ClientBinding | None:
    if method == "track":
        return ClientBinding(Kind.PRESENCE, "track")
    kind = arguments.get(-1, "type")
    if method in {"sendBroadcastMessage", "httpSend"} or (
        method == "send" and kind in {"broadcast", UNKNOWN}
    ):
        return ClientBinding(Kind.BROADCAST, arguments.text(-1, "event"))
    return None


LIBRARY = Library(frozenset({"channel"}), _settings, _listens, _sends)
