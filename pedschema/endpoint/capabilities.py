"""What the endpoint does as the server does, and what it does not."""

from __future__ import annotations

__all__ = ["FAITHFUL", "UNFAITHFUL", "describe_capabilities"]

from dataclasses import asdict
from typing import TYPE_CHECKING

from pedschema.probe.authorization import SERVER_VERSION

if TYPE_CHECKING:
    from pedschema.endpoint.project import Project

FAITHFUL = (
    "frames of protocols 1.0.0 and 2.0.0, text and binary",
    "policies of realtime.messages, asked when the server asks them and remembered as long",
    "sentences and codes of refusals and of system messages",
    "messages of the database: committed ones only, payload verbatim, in order, none from before a start",
    "what is dropped in silence: no event, over size, over the event rate, refused writes",
    "broadcast with self, ack and bytes; over HTTP single and in batches",
    "presence: state, differences, track, untrack",
    "replay of private topics: 25 messages at most, no policy sees them",
    "limits of the plan, counted as the server counts: averages over a minute in ticks of 5 s",
    "tokens: HS256, RS256, ES256, EdDSA, keys by kid, expiry, loss of rights, rotation",
)
UNFAITHFUL = (
    "postgres_changes delivers nothing: subscriptions are answered as for a table not published",
    "one process: no cluster, and no order of messages between nodes",
    "times: refusals come at once unless delays are on; latency tells nothing about the hosted service",
    "checks have four connections: IncreaseConnectionPool, DatabaseLackOfConnections are faults only",
    "sizes are measured on the JSON text, which differs by a few bytes from the server's own measure",
    "bytes per second and memory per socket are not limited as the server limits them",
    "publishable keys (sb_publishable_…) open no socket: use the key that is a token",
    "replication reconnects within seconds, where the server may take minutes",
)


def describe_capabilities(project: Project) -> dict[str, object]:
    """Return the document that `/capabilities` answers."""
    tenant = project.tenant
    return {
        "purpose": "development and CI; production runs on the hosted service",
        "server": SERVER_VERSION,
        "protocols": ["1.0.0", "2.0.0"],
        "faithful": list(FAITHFUL),
        "unfaithful": list(UNFAITHFUL),
        "limits": asdict(tenant.limits),
        "switches": {
            "delays": tenant.delays,
            "private_only": tenant.private_only,
            "presence": tenant.presence,
            "suspended": tenant.suspended,
        },
    }
