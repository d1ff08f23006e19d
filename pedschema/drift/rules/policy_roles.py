"""A policy is for other roles than the one that was reviewed.

Roles decide who is asked at all: `anon` or everybody in place of `authenticated` opens the topics to people
who have not signed in, one role less closes them.

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
    "DRF009",
    Severity.ERROR,
    good=("create policy rooms_chat_read on public.messages for select to anon using (true);",),
    bad=(
        "alter policy rooms_chat_read on realtime.messages to authenticated, anon;",
        "alter policy rooms_chat_read on realtime.messages to public;",
    ),
    live=True,
)
def check(drift: Drift) -> Iterator[Hit]:
    """Yield policies whose roles differ."""
    for difference in drift.differing(Aspect.ROLES):
        before, after = (text.removeprefix("TO ") for text in (difference.before, difference.after))
        yield difference_hit(drift, difference, f"it is for {after}, not for {before}")
