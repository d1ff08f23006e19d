"""How supabase-js opens channels, listens and sends."""

from __future__ import annotations

__all__ = ["LIBRARY"]

from pedschema.lint.client import ClientBinding, Kind
from pedschema.lint.clients.language import Arguments, Library, read_config, read_entry
from pedschema.lint.clients.values import UNKNOWN, Fields

_KINDS = {str(kind): kind for kind in Kind}


def _listens(method: str, arguments: Arguments) -> ClientBinding | None:
    kind = _KINDS.get(arguments.text(0, "") or "")
    if method != "on" or kind is None:
        return None
    asked = arguments.get(1, "")
    fields = asked if isinstance(asked, Fields) else Fields({}, open=True)
    if kind is not Kind.CHANGES:
        return ClientBinding(kind, read_entry(fields, "event", ""))
    return ClientBinding(
        kind,
        read_entry(fields, "event", "*"),
        read_entry(fields, "schema", "public"),
        read_entry(fields, "table", ""),
        read_entry(fields, "filter", ""),
    )


def _sends(method: str, arguments: Arguments) -> ClientBinding | None:
    if method == "track":
        return ClientBinding(Kind.PRESENCE, "track")
    if method == "httpSend":
        return ClientBinding(Kind.BROADCAST, arguments.text(0, ""))
    message = arguments.get(0, "")
    if method == "send" and isinstance(message, Fields) and message.get("type") in {"broadcast", UNKNOWN}:
        return ClientBinding(Kind.BROADCAST, read_entry(message, "event", ""))
    return None


LIBRARY = Library(frozenset({"channel"}), lambda given: read_config(given.get(1, "")), _listens, _sends)
