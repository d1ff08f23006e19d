"""An owned object belongs to another role.

A function in SECURITY DEFINER does what its owner may: with another owner it reads rows that it should not,
or none at all, and messages get lost. The next revision that touches the object fails, since only its owner
may replace it.

Instead: give it back. The statement takes a superuser, or a member of both roles.

    alter function rooms.is_member(uuid) owner to postgres;
"""

from __future__ import annotations

__all__ = ["check"]


from typing import TYPE_CHECKING

from pedschema.drift.differences import Aspect
from pedschema.drift.hit import difference_hit
from pedschema.drift.target import render_target
from pedschema.findings import Severity
from pedschema.lint.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.drift.hit import Hit
    from pedschema.drift.subject import Drift


@rule(
    "DRF004",
    Severity.ERROR,
    good=(
        "alter function public.tidy() owner to supabase_admin;",
        "alter table public.members owner to supabase_admin;",
    ),
    bad=(
        "alter function rooms.is_member(uuid) owner to supabase_admin;",
        "alter table rooms.surface_switch owner to supabase_admin;",
        "alter schema rooms owner to supabase_admin;",
    ),
    live=True,
)
def check(drift: Drift) -> Iterator[Hit]:
    """Yield objects whose owner differs."""
    for difference in drift.differing(Aspect.OWNER):
        owner = difference.before.removeprefix("owner ")
        what = f"its owner is {difference.after.removeprefix('owner ')}, not {owner}"
        fix = f"alter {render_target(difference.expected)} owner to {owner}"
        yield difference_hit(drift, difference, what, diff="", fix=fix)
