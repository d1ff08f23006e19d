"""A role that clients have bypasses row-level security.

No policy binds it: each of its clients joins and writes every private topic of the project.

Instead: take the attribute back.

    alter role authenticated nobypassrls;
"""

from __future__ import annotations

__all__ = ["check"]


from typing import TYPE_CHECKING

from pedschema.drift.hit import Hit
from pedschema.findings import Place, Severity
from pedschema.lint.rule import rule
from pedschema.sql.quoting import identifier

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.drift.subject import Drift


@rule(
    "DRF027",
    Severity.ERROR,
    good=("alter role service_role bypassrls;",),
    bad=(
        "alter role authenticated bypassrls;",
        "alter role anon superuser;",
    ),
    live=True,
)
def check(drift: Drift) -> Iterator[Hit]:
    """Yield roles of clients that no policy binds."""
    for role in drift.deployed.server.bypassing:
        fix = f"alter role {identifier(role)} nobypassrls nosuperuser, as a superuser"
        what = "it bypasses row-level security, and clients have it"
        yield Hit(Place(object=f"role {role}"), what, fix, owners=(drift.deployed.server.owner,))
