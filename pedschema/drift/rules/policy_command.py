"""A policy is for another command than the one that was reviewed.

SELECT lets clients join and receive, INSERT lets them send, ALL lets them do both and change stored
messages: with another command the policy gives or takes the wrong one.

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
    "DRF010",
    Severity.ERROR,
    good=("create policy rooms_chat_read on public.messages for all to authenticated using (true);",),
    bad=(
        """
        drop policy rooms_chat_read on realtime.messages;
        create policy rooms_chat_read on realtime.messages for all to authenticated using (
            extension = 'broadcast' and rooms.is_member(rooms.topic_uuid('room:{room_id}:chat', 'room_id'))
        );
        """,
    ),
    live=True,
)
def check(drift: Drift) -> Iterator[Hit]:
    """Yield policies whose command differs."""
    for difference in drift.differing(Aspect.COMMAND):
        before, after = (text.removeprefix("FOR ") for text in (difference.before, difference.after))
        yield difference_hit(drift, difference, f"it is for {after}, not for {before}")
