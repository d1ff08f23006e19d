"""Sessions begin as those of replication do, in which triggers do not fire.

Whatever such a session writes, no message tells of it: clients show what was there before. Foreign keys are
not checked either.

Instead: take the setting back.

    alter role authenticator reset session_replication_role;
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pedschema.drift.session import session_hit
from pedschema.findings import Severity
from pedschema.lint.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.drift.hit import Hit
    from pedschema.drift.subject import Drift


@rule(
    "DRF035",
    Severity.ERROR,
    good=(
        "alter role authenticator set session_replication_role to local;",
        "set local session_replication_role to replica;",
    ),
    bad=(
        "alter role authenticator set session_replication_role to replica;",
        """
        do $$ begin
            execute format('alter database %I set session_replication_role to replica', current_database());
        end $$;
        """,
        "alter role all set session_replication_role to replica;",
    ),
    live=True,
)
def check(drift: Drift) -> Iterator[Hit]:
    """Yield the roles, databases and servers whose sessions fire no triggers."""
    for session in drift.deployed.sessions:
        if session.setting == "session_replication_role":
            yield session_hit(drift, session, "its sessions fire no triggers, so that they send no messages")
