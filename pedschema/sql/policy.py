"""Row-level security policies on `realtime.messages`."""

from __future__ import annotations

__all__ = ["drop_policy", "render_policy"]

from typing import TYPE_CHECKING

from pedschema.model.names import QualifiedName
from pedschema.model.owned import Identity, Kind, Owned
from pedschema.sql.lines import text
from pedschema.sql.quoting import identifier, role

if TYPE_CHECKING:
    from pedschema.model.policy import Policy

_TABLE = "realtime.messages"


def render_policy(policy: Policy) -> Owned:
    """Return the policy as an owned object, its expressions verbatim."""
    lines = [
        f"create policy {identifier(policy.name)}",
        f"on {_TABLE}",
        f"as {'permissive' if policy.permissive else 'restrictive'}",
        f"for {policy.command.lower()}",
    ]
    if policy.roles:
        lines.append(f"to {', '.join(map(role, policy.roles))}")
    if policy.using:
        lines += ["using (", policy.using.strip("\n"), ")"]
    if policy.check:
        lines += ["with check (", policy.check.strip("\n"), ")"]
    name = QualifiedName("realtime", policy.name)
    return Owned(Identity(Kind.POLICY, name, of="realtime.messages"), (text(lines),))


def drop_policy(owned: Owned) -> str:
    """Return the statement that drops the policy."""
    return f"drop policy {identifier(owned.identity.name.name)} on {_TABLE}"
