"""The table of the surface switches has another shape than the migrations gave it.

Every trigger function reads it: with a column less all of them fail and nothing is told; with row-level
security off, whoever gets a privilege on it can silence surfaces.

Instead: put columns, constraints and row-level security back as the difference shows.

    alter table rooms.surface_switch enable row level security;
"""

from __future__ import annotations

__all__ = ["check"]


from typing import TYPE_CHECKING

from pedschema.drift.differences import Aspect
from pedschema.drift.hit import difference_hit
from pedschema.findings import Severity
from pedschema.lint.rule import rule
from pedschema.sql.quoting import qualified

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.drift.hit import Hit
    from pedschema.drift.subject import Drift


@rule(
    "DRF012",
    Severity.ERROR,
    good=("alter table public.members add constraint early check (joined > '2000-01-01');",),
    bad=(
        "alter table rooms.surface_switch disable row level security;",
        "alter table rooms.surface_switch add column note text;",
        "alter table rooms.surface_switch drop column reason;",
        "alter table rooms.surface_switch alter column until type text;",
        "alter table rooms.surface_switch alter column enabled set default false;",
    ),
    live=True,
)
def check(drift: Drift) -> Iterator[Hit]:
    """Yield the switch table when its columns, constraints or row-level security differ."""
    for difference in drift.differing(Aspect.TABLE):
        table = difference.identity.name
        fix = f"put {table} back as the difference shows, with alter table"
        if "row level security" in difference.before and "row level security" not in difference.after:
            fix = f"alter table {qualified(table)} enable row level security"
        yield difference_hit(drift, difference, "its shape was changed", fix=fix)
