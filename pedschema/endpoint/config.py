"""What a client asks for when it joins."""

from __future__ import annotations

__all__ = ["JoinConfig", "parse_config"]

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid1

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class JoinConfig:
    """The payload of `phx_join`, read leniently: what cannot be read counts as not given.

    Attributes:
        has_replay: the key is there, whatever it holds.
        replay: its object, None when it is none.
        presence_key: the client's, or one made up.
        changes: the subscriptions to `postgres_changes`.
        token: of the person; None when the socket's own is meant.
    """

    private: bool
    ack: bool
    receives_own: bool
    replication_ready: bool
    has_replay: bool
    replay: Mapping[str, object] | None
    presence: bool
    presence_key: str
    changes: tuple[Mapping[str, object], ...]
    token: str | None


def parse_config(payload: Mapping[str, Any], topic: str) -> JoinConfig:
    """Return what a join asks for; `topic` stands for a table in joins of the oldest form."""
    config = _map(payload.get("config"))
    broadcast, presence = _map(config.get("broadcast")), _map(config.get("presence"))
    replay = broadcast.get("replay")
    return JoinConfig(
        private=_flag(config.get("private")),
        ack=_flag(broadcast.get("ack")),
        receives_own=_flag(broadcast.get("self")),
        replication_ready=_flag(broadcast.get("replication_ready")),
        has_replay="replay" in broadcast,
        replay=replay if isinstance(replay, dict) else None,
        presence=_flag(presence.get("enabled")),
        presence_key=_key(presence.get("key")),
        changes=_changes(config.get("postgres_changes")) if "config" in payload else (_table(topic),),
        token=_token(payload),
    )


def _map(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _flag(value: object) -> bool:
    return value is True or (isinstance(value, str) and value.lower() == "true")


def _key(value: object) -> str:
    if isinstance(value, str | int | float) and value != "":
        return value if isinstance(value, str) else str(value).lower()
    return str(uuid1())


def _changes(value: object) -> tuple[Mapping[str, object], ...]:
    return tuple(each for each in value if isinstance(each, dict)) if isinstance(value, list) else ()


def _table(topic: str) -> Mapping[str, object]:
    return dict(zip(("schema", "table", "filter"), topic.split(":", 2), strict=False))


def _token(payload: Mapping[str, Any]) -> str | None:
    given = payload.get("access_token") or payload.get("user_token")
    if isinstance(given, str) and given.startswith("sb_"):
        return None
    return next(
        (token for name in ("user_token", "access_token") if isinstance(token := payload.get(name), str)),
        None,
    )
