"""The project that the endpoint plays: its plan's limits, its keys, its switches."""

from __future__ import annotations

__all__ = ["PLANS", "Limits", "Plan", "Tenant"]

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from pedschema.endpoint.rate import TICK_SECONDS, RateCounter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SIZE_PADDING = 500
JOIN_DELAY_SECONDS = 5.0
CONNECT_DELAY_SECONDS = 2.0


class Plan(StrEnum):
    """Hosted plans, and what a server of one's own has without further settings."""

    FREE = "free"
    PRO = "pro"
    TEAM = "team"
    SELF_HOSTED = "self-hosted"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a plan allows (supabase.com/docs/guides/realtime/limits; Realtime 2.129.8 for self-hosted).

    Attributes:
        users: sockets with a channel.
        payload_kb: kilobytes of 1 000 bytes.
        presence_calls: of one channel within `presence_window` seconds.
    """

    users: int
    events_per_second: int
    joins_per_second: int
    payload_kb: int
    presence_per_second: int
    channels_per_client: int = 100
    presence_calls: int = 5
    presence_window: float = 30.0

    @property
    def payload_bytes(self) -> int:
        """Return the largest payload that passes."""
        return self.payload_kb * 1000 + SIZE_PADDING


PLANS: Mapping[Plan, Limits] = {
    Plan.FREE: Limits(200, 100, 100, 256, 20),
    Plan.PRO: Limits(500, 500, 500, 3000, 50),
    Plan.TEAM: Limits(10_000, 2500, 2500, 3000, 1000),
    Plan.SELF_HOSTED: Limits(200, 100, 100, 3000, 1000),
}


@dataclass(slots=True)
class Tenant:
    """A project while it runs; keys and switches may change, the limits may not.

    Attributes:
        secret: of tokens signed by HS256 and its relatives.
        jwks: public keys by which other tokens are checked.
        private_only: public channels are refused.
        suspended: nobody may connect.
        presence: presence is on in every channel, asked for or not.
        delays: refusals take as long as the server's: 5 s for a join, 2 s for a connection.
        tick_seconds: of the rate counters; shorter ones are for tests.
        queue_bytes: what may wait for a slow client before it is dropped.
        idle_seconds: how long a socket may say nothing; clients send a heartbeat every 25 s.
    """

    secret: str
    jwks: Sequence[Mapping[str, Any]] = ()
    limits: Limits = PLANS[Plan.FREE]
    private_only: bool = False
    suspended: bool = False
    presence: bool = False
    delays: bool = False
    tick_seconds: float = TICK_SECONDS
    queue_bytes: int = 50_000_000
    idle_seconds: float = 60.0
    events: RateCounter = field(init=False)
    joins: RateCounter = field(init=False)
    presences: RateCounter = field(init=False)

    def __post_init__(self) -> None:
        """Start counting."""
        self.events = RateCounter(self.limits.events_per_second, tick_seconds=self.tick_seconds)
        self.joins = RateCounter(self.limits.joins_per_second, tick_seconds=self.tick_seconds)
        self.presences = RateCounter(self.limits.presence_per_second, tick_seconds=self.tick_seconds)

    @property
    def join_delay(self) -> float:
        """Return the seconds before a join is refused."""
        return JOIN_DELAY_SECONDS if self.delays else 0.0

    @property
    def connect_delay(self) -> float:
        """Return the seconds before a connection is refused."""
        return CONNECT_DELAY_SECONDS if self.delays else 0.0
