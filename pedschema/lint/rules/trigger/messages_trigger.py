"""A trigger stands on `realtime.messages`.

It fires for the rows by which Realtime asks whether a client may join, and one exception in it refuses every
private channel of the project. The platform lets `postgres` create such a trigger and does not let it drop
it again.

Instead: put the trigger on the table whose changes matter, or send what it would do from the function that
sends the message.

    create trigger tell after insert on app.posts for each row execute function app.tell();
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.rule import rule
from pedschema.lint.tables import in_public

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit


@rule(
    "TRG012",
    Severity.ERROR,
    good=(
        """
        create trigger tell after insert on public.messages
            for each row execute function public.tell();
        """,
        """
        create policy a on realtime.messages for select to authenticated
            using ((select realtime.topic()) = 'lobby');
        """,
    ),
    bad=(
        """
        create trigger count after insert on realtime.messages
            for each row execute function public.count_up();
        """,
        """
        create trigger count before insert on realtime.messages_2026_11_24
            for each row execute function public.count_up();
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield triggers on the table of messages and its partitions."""
    for trigger in project.triggers:
        if trigger.table.schema == "realtime":
            yield trigger.hit(
                f'trigger "{trigger.name}" is on {in_public(trigger.table)}',
                "put it on a table of your own; only the platform's support can drop it there",
            )
