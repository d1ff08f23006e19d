"""What sessions begin with, as hits of rules."""

from __future__ import annotations

__all__ = ["session_hit"]

from typing import TYPE_CHECKING

from pedschema.drift.hit import Hit
from pedschema.findings import Place
from pedschema.sql.quoting import identifier

if TYPE_CHECKING:
    from pedschema.drift.subject import Drift
    from pedschema.introspect.deployed_facts import SessionSetting


def session_hit(drift: Drift, session: SessionSetting, what: str) -> Hit:
    """Return a hit on what begins its sessions with a setting, and how to take it back."""
    if session.server:
        fix = (
            f"alter system reset {session.setting}, or correct postgresql.conf; then select pg_reload_conf()"
        )
        return Hit(Place(object="server"), what, fix)
    database = f"database {identifier(drift.deployed.server.database)}"
    whose = f"role {session.role}" if session.role else "database"
    inside = f" in {database}" if session.here else ""
    target = f"role {identifier(session.role)}{inside}" if session.role else database
    if not (session.role or session.here):
        target = "role all"
    owners = (session.role,) if session.role else (drift.catalogue.contract.role,)
    return Hit(Place(object=whose), what, f"alter {target} reset {session.setting}", owners=owners)
