"""An object that the migrations made is gone from the database.

What it guards or tells has stopped: without a trigger nothing is published, without a policy nobody joins,
without a function every statement that calls it fails. Somebody dropped it by hand, or a table went and
took it along.

Instead: put it back with a revision, and drop it in the contract when it shall be gone.

    pedschema drift URL --fix && alembic upgrade head
"""

from __future__ import annotations

__all__ = ["check"]


from typing import TYPE_CHECKING

from pedschema.drift.differences import Aspect
from pedschema.drift.hit import difference_hit
from pedschema.findings import Severity
from pedschema.lint.rule import rule
from pedschema.model.names import QualifiedName
from pedschema.model.owned import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.drift.hit import Hit
    from pedschema.drift.subject import Drift


@rule(
    "DRF001",
    Severity.ERROR,
    good=(
        "drop trigger tidy on public.rooms;",
        "drop function public.tidy() cascade;",
    ),
    bad=(
        "drop trigger rooms_room_chat__messages_insert on public.messages;",
        "drop policy rooms_chat_read on realtime.messages;",
        "drop function rooms.topic_bigint(text, text);",
        "drop table rooms.surface_switch;",
        "drop function rooms.room_chat__rooms_v1() cascade;",
    ),
    live=True,
)
def check(drift: Drift) -> Iterator[Hit]:
    """Yield owned objects that are not there; what a lost table takes along is told with the table."""
    for difference in drift.differing(Aspect.MISSING):
        identity = difference.identity
        is_taken_along = (
            identity.kind is Kind.TRIGGER and QualifiedName.parse(identity.of) in drift.tables.gone
        )
        if not is_taken_along:
            yield difference_hit(drift, difference, "the migrations made it, and it is gone", diff="")
