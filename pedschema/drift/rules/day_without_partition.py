"""The messages have no partition for today or tomorrow.

Every message of that day is lost with a warning in the log, while the write that caused it succeeds. The
server makes partitions when a client joins; where clients do join, its janitor does not run.

Instead: join any channel once, and look into the server's log when that does not help.
"""

from __future__ import annotations

__all__ = ["check"]


from typing import TYPE_CHECKING

from pedschema.drift.hit import Hit
from pedschema.findings import Place, Severity
from pedschema.lint.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.drift.subject import Drift


@rule(
    "DRF023",
    Severity.WARNING,
    good=(
        "select pedschema_platform.drop_partition(timezone('utc', now())::date - 1);",
        "select pedschema_platform.drop_partition(timezone('utc', now())::date + 3);",
        """
        select pedschema_platform.create_partitions(
            timezone('utc', now())::date + 4, timezone('utc', now())::date + 9
        );
        """,
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
def check(drift: Drift) -> Iterator[Hit]:
    """Yield the days without a partition; other days come and go and are nobody's drift."""
    for day in drift.deployed.server.missing_days:
        place = Place(object="table realtime.messages")
        what = (
            f"there is no partition for {'today' if day == drift.deployed.server.today else 'tomorrow'} (UTC)"
        )
        fix = "let a client join a channel, so that Realtime makes it"
        yield Hit(place, what, fix, f"missing day: {day}", (drift.deployed.server.owner,))
