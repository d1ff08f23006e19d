"""Presence: who is shown where, under which key, with what payload."""

from __future__ import annotations

__all__ = ["Presences"]

import secrets
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

Meta = dict[str, object]
_REFERENCE_BYTES = 9


class Presences:
    """The tracked members of every room.

    A key may be shared: somebody with two tabs open is one key with two `metas`.
    """

    def __init__(self) -> None:
        self._rooms: dict[Hashable, dict[Any, tuple[str, Meta]]] = {}

    def track(
        self, room: Hashable, member: object, key: str, payload: Mapping[str, object]
    ) -> dict[str, object]:
        """Show a member, or change what is shown; return the `presence_diff`."""
        members = self._rooms.setdefault(room, {})
        before = members.get(member)
        meta: Meta = {**payload, "phx_ref": secrets.token_urlsafe(_REFERENCE_BYTES)}
        if before is not None:
            meta["phx_ref_prev"] = before[1]["phx_ref"]
        members[member] = (key, meta)
        return {"joins": _group([(key, meta)]), "leaves": _group([before] if before else [])}

    def untrack(self, room: Hashable, member: object) -> dict[str, object] | None:
        """Show a member no longer; return the `presence_diff`, None if it was not shown."""
        members = self._rooms.get(room, {})
        before = members.pop(member, None)
        if before is None:
            return None
        if not members:
            del self._rooms[room]
        return {"joins": {}, "leaves": _group([before])}

    def state(self, room: Hashable) -> dict[str, object]:
        """Return the `presence_state` of a room."""
        return _group(list(self._rooms.get(room, {}).values()))


def _group(shown: list[tuple[str, Meta]]) -> dict[str, object]:
    groups: dict[str, list[Meta]] = {}
    for key, meta in shown:
        groups.setdefault(key, []).append(meta)
    return {key: {"metas": metas} for key, metas in groups.items()}
