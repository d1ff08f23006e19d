"""The policies on realtime.messages raise an error where they should answer.

The server takes an error for a no: nobody of that role joins, whichever policy raised it and whatever the
topic is about. Often it is a cast of a part of the topic that another family of topics does not have.

Instead: let each policy answer for any text, with a CASE around the cast or a function that returns NULL
for what is no key.
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.live_hit import object_hit
from pedschema.lint.live_refusal import find_refusals
from pedschema.lint.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit

_OTHERS = frozenset({"42501", "42P17", "54001"})
"""Missing privileges and recursion have rules of their own."""


@rule(
    "POL030",
    Severity.ERROR,
    good=(
        """
        create policy a on realtime.messages for select to authenticated using (
            case when messages.topic ~ '^user:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
                then split_part(messages.topic, ':', 2)::uuid = (select auth.uid())
                else false
            end
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated
            using ((select realtime.topic()) = 'user:' || (select auth.uid()));
        """,
    ),
    bad=(
        """
        create policy a on realtime.messages for select to authenticated
            using (split_part((select realtime.topic()), ':', 2)::uuid = (select auth.uid()));
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            case when realtime.topic() ~ '^room:[0-9a-f-]{36}:chat$' then exists (
                select from public.members where room_id = split_part(realtime.topic(), ':', 2)::uuid
            ) else false end
        );
        """,
    ),
    live=True,
)
def check(project: Project) -> Iterator[Hit]:
    """Yield the checks of each role that end in an error."""
    if project.live is None:
        return
    for refusal in find_refusals(project.live):
        if refusal.sqlstate not in _OTHERS:
            fix = "let every policy answer, whatever the topic"
            yield object_hit("policies on realtime.messages", str(refusal), fix)
