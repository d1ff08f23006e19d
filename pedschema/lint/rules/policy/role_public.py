"""A policy names no role, so it is asked for everybody, signed in or not.

A client without a session runs its condition too: what it calls or reads is refused to the role "anon", and
that refusal ends the join of every topic, not of this one alone. A scan that a signed-in user's index spares
took 926 ms for "anon" on a million rows, against 0.02 ms with a role named.

Instead: name the role, `to authenticated`, or `to anon, authenticated` where guests may come in.
"""

from __future__ import annotations

__all__ = ["check"]

from dataclasses import replace
from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.edit import add_role
from pedschema.lint.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit


@rule(
    "POL001",
    Severity.ERROR,
    good=(
        """
        create policy a on realtime.messages for select to anon, authenticated
            using ((select realtime.topic()) = 'lobby');
        """,
        """
        create policy a on realtime.messages as restrictive for select
            using (messages.extension in ('broadcast', 'presence'));
        """,
        "create policy a on public.posts for select using (true);",
        """
        create policy a on realtime.messages for select using ((select realtime.topic()) = 'lobby');
        alter policy a on realtime.messages to authenticated;
        """,
    ),
    bad=(
        "create policy a on realtime.messages for select using ((select realtime.topic()) = 'lobby');",
        """
        create policy a on realtime.messages for insert to public
            with check ((select realtime.topic()) = 'lobby');
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield permissive policies that Realtime asks for every role."""
    for policy in project.message_policies:
        asked = policy.command not in {"UPDATE", "DELETE"}
        if policy.permissive and asked and "public" in policy.roles:
            hit = policy.hit("it is for every role", "name the role after TO: authenticated")
            yield replace(hit, edits=add_role(policy, "authenticated"))
