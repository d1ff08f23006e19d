"""A function runs in another way than the one that was reviewed.

Its body is the same and it no longer means the same: without SECURITY DEFINER a trigger function may send
nothing, with another search_path a name is somebody else's table, with another volatility a policy is asked
once instead of for each row.

Instead: put it back as reviewed.

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
    "DRF003",
    Severity.ERROR,
    good=(
        "alter function public.tidy() security definer;",
        "alter function public.tidy() set search_path = '';",
    ),
    bad=(
        "alter function rooms.is_member(uuid) security invoker;",
        "alter function rooms.is_member(uuid) set search_path = public;",
        "alter function rooms.room_chat__messages_v1() reset timezone;",
        "alter function rooms.is_member(uuid) volatile;",
    ),
    live=True,
)
def check(drift: Drift) -> Iterator[Hit]:
    """Yield functions whose declaration differs."""
    for difference in drift.differing(Aspect.HEADER):
        yield difference_hit(drift, difference, "it is declared otherwise than the migrations declare it")
