"""A role that clients have bypasses row-level security.

No policy binds it: each of its clients joins and writes every private topic of the project. The checks of
the server ask policies alone, and for such a role PostgreSQL never asks them.

Instead: take BYPASSRLS from the role, or name another role in the contract. The backend needs no topic: it
writes tables, and their triggers tell.
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
    "CAT007",
    Severity.ERROR,
    good=("alter role service_role bypassrls;", "alter role authenticated nobypassrls;"),
    bad=("alter role authenticated bypassrls;", "alter role authenticated superuser;"),
    live=True,
)
def check(project: Project) -> Iterator[Hit]:
    """Yield the roles of the contract's topics that no policy binds."""
    if project.catalogue is None or project.live is None:
        return
    for name in project.catalogue.roles:
        role = project.live.roles.get(name)
        if role and role.bypasses:
            what = f'role "{name}", which topics name in read or write, bypasses row-level security'
            yield object_hit(f"role {name}", what, f'take BYPASSRLS from "{name}", or name another role')
