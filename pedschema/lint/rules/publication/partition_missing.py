"""The messages have no partition for today or tomorrow.

Every message of that day is lost with a warning in the log, while the write that caused it succeeds; joins
fail with MissingPartition. The server makes the partitions of the next days when a client joins; where
clients do join, its janitor does not run.

Instead: join any channel once, and look into the server's log when that does not help. In a database for
tests, make the partitions.
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.live_hit import object_hit
from pedschema.lint.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit


@rule(
    "PUB011",
    Severity.WARNING,
    good=(
        "select pedschema_platform.drop_partition(timezone('utc', now())::date - 1);",
        "select pedschema_platform.drop_partition(timezone('utc', now())::date + 3);",
        """
        select pedschema_platform.drop_partition(timezone('utc', now())::date);
        create table realtime.messages_rest partition of realtime.messages default;
        """,
    ),
    bad=(
        "select pedschema_platform.drop_partition(timezone('utc', now())::date);",
        "select pedschema_platform.drop_partition(timezone('utc', now())::date + 1);",
    ),
    live=True,
)
def check(project: Project) -> Iterator[Hit]:
    """Yield the days that have no partition."""
    if project.live is None:
        return
    for day in project.live.missing_days:
        fix = "let a client join a channel, so that Realtime makes it"
        yield object_hit("table realtime.messages", f"there is no partition for {day} (UTC)", fix)
