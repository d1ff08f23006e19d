"""A BEFORE trigger that sends returns NULL.

The row is thrown away without an error, and its message goes out all the same: `return null` belongs to
AFTER triggers, where the result does not matter.

Instead: send from an AFTER trigger, or return the row.

    create trigger tell after insert on app.posts for each row execute function app.tell();
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.constants import is_null
from pedschema.lint.operation import holds
from pedschema.lint.rule import rule
from pedschema.lint.sending import read_sending
from pedschema.lint.tables import in_public

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.flow import Step
    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit, TriggerSubject


@rule(
    "TRG011",
    Severity.ERROR,
    good=(
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send('{"a": 1}', 'changed', 'room:1', true);
            return new;
        end $$;
        create trigger tell before insert on public.posts
            for each row execute function public.tell();
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send('{"a": 1}', 'changed', 'room:1', true);
            return null;
        end $$;
        create trigger tell after insert on public.posts
            for each row execute function public.tell();
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            if new.spam then
                return null;
            end if;
            perform realtime.send('{"a": 1}', 'changed', 'room:1', true);
            return new;
        end $$;
        create trigger tell before insert on public.posts
            for each row execute function public.tell();
        """,
    ),
    bad=(
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send('{"a": 1}', 'changed', 'room:1', true);
            return null;
        end $$;
        create trigger tell before insert on public.posts
            for each row execute function public.tell();
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield BEFORE row triggers that send, and whose function returns NULL without asking about the row."""
    sending = read_sending(project)
    for trigger, _ in sending.by_trigger():
        if trigger.timing != "BEFORE" or not trigger.per_row:
            continue
        steps = sending.bodies[in_public(trigger.function)].steps
        if any(_discards(step, trigger) for step in steps):
            yield trigger.hit(
                f'trigger "{trigger.name}" sends, then discards the row with RETURN NULL',
                "declare it AFTER, or return the row",
            )


def _discards(step: Step, trigger: TriggerSubject) -> bool:
    if step.kind != "return" or not is_null(step.value):
        return False
    return any(
        all(holds(condition, operation) is truth for condition, truth in step.under)
        for operation in trigger.events
    )
