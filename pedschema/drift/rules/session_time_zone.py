"""Sessions begin in another time zone than UTC.

Messages that such a session sends carry its local time: replay misses them or repeats old ones, and around
midnight they fall into the partition of another day, or into none and are lost. Generated trigger functions
pin their zone; `realtime.send` in a session does not.

Instead: take the setting back.

    alter role authenticator reset timezone;
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
    "DRF024",
    Severity.WARNING,
    good=(
        "alter role authenticator set timezone to 'Etc/UTC';",
        "alter role authenticator set timezone to 'GMT0';",
        "alter role authenticator set timezone to 'Greenwich';",
        "alter role authenticator set timezone to 0;",
        "alter role authenticator set timezone to '+00:00';",
        "set local timezone to 'Europe/Berlin';",
    ),
    bad=(
        "alter role authenticator set timezone to 'Europe/Berlin';",
        "alter role authenticator set timezone to 'Etc/GMT+1';",
        "alter role authenticator set timezone to '-00:30';",
        """
        do $$ begin
            execute format('alter database %I set timezone to ''America/New_York''', current_database());
        end $$;
        """,
    ),
    live=True,
)
def check(drift: Drift) -> Iterator[Hit]:
    """Yield the roles, databases and servers whose sessions begin elsewhere."""
    for session in drift.deployed.sessions:
        if session.setting == "timezone":
            yield session_hit(drift, session, f'its sessions begin in "{session.value}", not in UTC')
