"""Somebody has other privileges on an owned object than those that were reviewed.

A privilege more lets clients call what is not meant for them, or turn surfaces off; one less makes every
policy that calls the function an error, which the server takes for a no to everybody.

Instead: put the grants back as reviewed. What a login for reading drift may read is no drift, if it is made
as `pedschema drift --print-role` says.

    pedschema drift URL --fix && alembic upgrade head
"""

from __future__ import annotations

__all__ = ["check"]


from typing import TYPE_CHECKING

from pedschema.drift.differences import Aspect
from pedschema.drift.hit import difference_hit
from pedschema.findings import Severity
from pedschema.lint.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.drift.hit import Hit
    from pedschema.drift.subject import Drift


@rule(
    "DRF005",
    Severity.ERROR,
    good=(
        "grant execute on function public.tidy() to anon;",
        """
        create role drift_reader login noinherit;
        alter role drift_reader set default_transaction_read_only = on;
        grant usage on schema rooms to drift_reader;
        grant select on rooms.surface_switch to drift_reader;
        """,
        "grant all on rooms.surface_switch to postgres;",
    ),
    bad=(
        "grant execute on function rooms.is_member(uuid) to anon;",
        "revoke execute on function rooms.is_member(uuid) from authenticated;",
        "grant execute on function rooms.room_chat__messages_v1() to public;",
        "grant usage on schema rooms to anon;",
        "grant update on rooms.surface_switch to authenticated;",
        """
        create role drift_reader login noinherit;
        alter role drift_reader set default_transaction_read_only = on;
        grant update on rooms.surface_switch to drift_reader;
        """,
    ),
    live=True,
)
def check(drift: Drift) -> Iterator[Hit]:
    """Yield objects whose grants differ."""
    for difference in drift.differing(Aspect.GRANTS):
        before, after = set(difference.before.splitlines()), set(difference.after.splitlines())
        told = [f"{line} is new" for line in sorted(after - before)]
        told += [f"{line} is gone" for line in sorted(before - after)]
        yield difference_hit(drift, difference, ", ".join(told))
