"""A role may send, and no policy lets it join anything.

Its clients send over HTTP only: a channel that may not be read is never joined, and a broadcast needs a
joined channel. Presence needs one in any case.

Instead: add a policy FOR SELECT for the same role, or leave it where the role sends over HTTP alone.
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.condition import find_conditions
from pedschema.lint.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit


@rule(
    "POL017",
    Severity.WARNING,
    good=(
        """
        create policy a on realtime.messages for select to authenticated
            using ((select realtime.topic()) = 'lobby');
        create policy b on realtime.messages for insert to authenticated
            with check ((select realtime.topic()) = 'lobby');
        """,
        """
        create policy a on realtime.messages for select to public using ((select realtime.topic()) = 'lobby');
        create policy b on realtime.messages for insert to anon
            with check ((select realtime.topic()) = 'lobby');
        """,
        "create policy a on realtime.messages for insert to authenticated with check (topic = 'lobby');",
    ),
    bad=(
        """
        create policy a on realtime.messages for select to authenticated
            using ((select realtime.topic()) = 'lobby');
        create policy b on realtime.messages for insert to anon
            with check ((select realtime.topic()) = 'lobby');
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield INSERT policies for roles that read nothing, where the texts let some role read.

    A text with INSERT policies only is a part of a project: what lets its roles join stands elsewhere.
    """
    conditions = [condition for condition in find_conditions(project) if condition.policy.permissive]
    readers = {
        role for condition in conditions if "read" in condition.asks for role in condition.policy.roles
    }
    if not readers or "public" in readers:
        return
    for condition in conditions:
        mute = [role for role in condition.policy.roles if role not in readers]
        if "read" not in condition.asks and mute:
            yield condition.hit(
                f'"{mute[0]}" may send, and join nothing', "add a policy FOR SELECT for the role"
            )
