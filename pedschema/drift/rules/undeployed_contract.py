"""The contract declares something that no revision makes.

A migration was forgotten: whoever reads the contract takes for live what no upgrade will bring.

Instead: write the revision, and upgrade.

    alembic revision --autogenerate && alembic upgrade head
"""

from __future__ import annotations

__all__ = ["check"]


from typing import TYPE_CHECKING

from pedschema.drift.hit import Hit
from pedschema.findings import Place, Severity
from pedschema.lint.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.drift.subject import Drift


@rule(
    "DRF018",
    Severity.WARNING,
    good=(
        """
        create policy rooms_chat_read on realtime.messages
        for select to authenticated using (
          messages.extension = 'broadcast'
          and (rooms.is_member(rooms.topic_uuid('room:{room_id}:chat', 'room_id')))
        );
        """,
    ),
    bad=(
        """
        create policy rooms_chat_read on realtime.messages for select to authenticated
        using (
          messages.extension = 'broadcast'
          and rooms.topic_uuid('room:{room_id}:chat', 'room_id') is not null
        );
        """,
        """
        create policy rooms_chat_join on realtime.messages for select to authenticated
        using (
          messages.extension = 'broadcast'
          and rooms.is_member(rooms.topic_uuid('room:{room_id}:chat', 'room_id'))
        );
        """,
    ),
    live=True,
    file="chat/read.sql",
)
def check(drift: Drift) -> Iterator[Hit]:
    """Yield what differs between the contract and the migrations at their head."""
    for mistake in drift.undeployed:
        yield Hit(Place(object=mistake.where), mistake.what, mistake.fix, mendable=True)
