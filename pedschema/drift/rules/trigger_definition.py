"""A trigger fires otherwise than the one that was reviewed.

Changes that clients wait for are not told, or told twice: its moment, its statements, its columns, its WHEN
or its function is another one.

Instead: put it back as reviewed. The statement waits for writers of the table, and they for it.

    pedschema drift URL --fix && alembic upgrade head
"""

from __future__ import annotations

__all__ = ["check"]


from typing import TYPE_CHECKING

from pedschema.drift.diff import render_diff
from pedschema.drift.differences import Aspect
from pedschema.drift.hit import difference_hit
from pedschema.drift.triggers import break_lines, compare_parts
from pedschema.findings import Severity
from pedschema.lint.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.drift.hit import Hit
    from pedschema.drift.subject import Drift


@rule(
    "DRF006",
    Severity.ERROR,
    good=(
        """
        create or replace trigger tidy after insert on public.rooms
        for each row execute function public.tidy();
        """,
        """
        create or replace trigger rooms_room_chat__messages_insert after insert on public.messages
        for each row execute function rooms.room_chat__messages_v1();
        """,
    ),
    bad=(
        """
        create or replace trigger rooms_room_chat__messages_insert before insert on public.messages
        for each row execute function rooms.room_chat__messages_v1();
        """,
        """
        create or replace trigger rooms_room_chat__messages_update after update of content on public.messages
        for each row when (old.content is distinct from new.content)
        execute function rooms.room_chat__messages_v1();
        """,
        """
        create or replace trigger rooms_room_chat__messages_delete after delete on public.messages
        for each row when (old.content <> '') execute function rooms.room_chat__messages_v1();
        """,
        """
        create or replace trigger rooms_room_chat__messages_insert after insert or update on public.messages
        for each row execute function rooms.room_chat__messages_v1();
        """,
    ),
    live=True,
)
def check(drift: Drift) -> Iterator[Hit]:
    """Yield triggers whose definition differs."""
    for difference in drift.differing(Aspect.TRIGGER):
        parts = compare_parts(difference.before, difference.after)
        what = f"it has another {' and another '.join(parts)}" if parts else "it is defined otherwise"
        diff = render_diff(break_lines(difference.before), break_lines(difference.after))
        yield difference_hit(drift, difference, what, diff=diff)
