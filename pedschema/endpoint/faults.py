"""Faults to order: what a drill breaks on purpose."""

from __future__ import annotations

__all__ = ["REASONS", "Faults"]

import asyncio
import hashlib
import time
from dataclasses import dataclass, field

from pedschema.endpoint.admission import NO_CONNECTION, NO_PARTITION, UNREADABLE, JoinRefusedError
from pedschema.endpoint.tokens import TokenError

REASONS = {
    "ChannelRateLimitReached": "Too many channels",
    "ClientJoinRateLimitReached": "Too many joins per second",
    "ConnectionRateLimitReached": "Too many connected users",
    "DatabaseConnectionRateLimitReached": "Too many database connections attempts per second",
    "DatabaseLackOfConnections": "Database can't accept more connections, Realtime won't connect",
    "IncreaseConnectionPool": "Please increase your connection pool size",
    "InitializingProjectConnection": "Realtime is initializing the project connection",
    "InvalidJWTToken": "Token has expired 1 seconds ago",
    "JwtSignatureError": "Failed to validate JWT signature",
    "MalformedJWT": "The token provided is not a valid JWT",
    "MissingPartition": NO_PARTITION.partition(": ")[2],
    "PrivateOnly": "This project only allows private channels",
    "QueryCanceled": "canceling statement due to statement timeout",
    "RealtimeDisabledForTenant": "Realtime disabled for this tenant",
    "RealtimeRestarting": "Realtime is restarting, please standby",
    "TenantNotFound": "Tenant with the given ID does not exist",
    "TimeoutOnRpcCall": "Node request timeout",
    "UnableToConnectToProject": NO_CONNECTION,
    "UnableToReplayMessages": "Realtime was unable to replay messages",
    "Unauthorized": UNREADABLE,
}
"""The sentences of join refusals by code (Realtime 2.129.8)."""

ENDS_SOCKET = frozenset({"ClientJoinRateLimitReached", "TenantNotFound"})


@dataclass(slots=True)
class Faults:
    """What is broken at the moment.

    Attributes:
        refused_joins: how many joins are still refused.
        refused_code: with which code.
        refused_topic: on which topic; None for any.
        refused_connections: how many sockets are still refused, with HTTP 429.
        heartbeats_stopped: heartbeats get no reply.
        join_delay: seconds that every join takes longer.
        restarts_until: time at which the pretended restart is over.
        expired: digests of tokens that are taken for expired, and since when.
    """

    refused_joins: int = 0
    refused_code: str = "Unauthorized"
    refused_topic: str | None = None
    refused_connections: int = 0
    heartbeats_stopped: bool = False
    join_delay: float = 0.0
    restarts_until: float = 0.0
    expired: dict[str, float] = field(default_factory=dict)

    async def before_join(self, topic: str) -> None:
        """Hold a join up, or refuse it.

        Raises:
            JoinRefusedError: it is one of those to refuse.
        """
        await asyncio.sleep(self.join_delay)
        if time.time() < self.restarts_until:
            raise _refusal("RealtimeRestarting", topic)
        if self.refused_joins > 0 and self.refused_topic in {None, topic}:
            self.refused_joins -= 1
            raise _refusal(self.refused_code, topic)

    def refuses_connection(self) -> bool:
        """Return whether a socket is refused; counts it."""
        if self.refused_connections <= 0:
            return False
        self.refused_connections -= 1
        return True

    def expire(self, token: str) -> None:
        """Take a token for expired from now on."""
        self.expired[_digest(token)] = time.time()

    def check_token(self, token: str) -> None:
        """Refuse a token that is taken for expired.

        Raises:
            TokenError: it is.
        """
        since = self.expired.get(_digest(token)) if self.expired else None
        if since is not None:
            raise TokenError.expired(int(time.time() - since))


def _refusal(code: str, topic: str) -> JoinRefusedError:
    sentence = REASONS[code].format(topic=topic)
    return JoinRefusedError(f"{code}: {sentence}", ends_socket=code in ENDS_SOCKET)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
