"""Two triggers on one table send the same event to the same topic.

Clients receive every change twice, and each copy counts against the project's messages per second; over the
limit the messages are dropped for everybody.

Instead: keep one of the triggers, or give them events or conditions of their own.

    drop trigger if exists tell_old on app.posts;
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING, Any

from pglast import ast

from pedschema.findings import Severity
from pedschema.lint.nulls import read_row_column
from pedschema.lint.operation import is_reached
from pedschema.lint.rule import rule
from pedschema.lint.sending import read_sending, variable_name
from pedschema.lint.tables import in_public
from pedschema.syntax.tree import is_node, shape, walk

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from pedschema.lint.flow import Step
    from pedschema.lint.project import Project
    from pedschema.lint.sending import Message, Sending
    from pedschema.lint.subjects import Hit, TriggerSubject

_FIXED = frozenset({"tg_op", "tg_table_name", "tg_table_schema"})


@rule(
    "TRG013",
    Severity.WARNING,
    good=(
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send('{"a": 1}', 'changed', 'room:' || new.id, true);
            return null;
        end $$;
        create trigger added after insert on public.posts
            for each row execute function public.tell();
        create trigger changed after update on public.posts
            for each row execute function public.tell();
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send('{"a": 1}', 'changed', 'room:' || new.id, true);
            return null;
        end $$;
        create function public.tell_author() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send('{"a": 1}', 'changed', 'author:' || new.author_id, true);
            return null;
        end $$;
        create trigger a after insert on public.posts
            for each row execute function public.tell();
        create trigger b after insert on public.posts
            for each row execute function public.tell_author();
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send('{"a": 1}', 'changed', 'room:' || new.id, true);
            return null;
        end $$;
        create trigger a after insert on public.posts
            for each row when (new.open)
            execute function public.tell();
        create trigger b after insert on public.posts
            for each row when (not new.open)
            execute function public.tell();
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send('{"a": 1}', 'changed', 'room:' || new.id, true);
            return null;
        end $$;
        create trigger a after insert on public.posts
            for each row execute function public.tell();
        create trigger b after insert on public.notes
            for each row execute function public.tell();
        """,
    ),
    bad=(
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send('{"a": 1}', 'changed', 'room:' || new.id, true);
            return null;
        end $$;
        create trigger a after insert on public.posts
            for each row execute function public.tell();
        create trigger b after insert or update on public.posts
            for each row execute function public.tell();
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send('{"a": 1}', 'changed', 'room:' || new.id, true);
            return null;
        end $$;
        create function public.tell_again() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send('{"a": 1}', 'changed', 'room:' || new.id, true);
            return null;
        end $$;
        create trigger a after insert on public.posts
            for each row execute function public.tell();
        create trigger b after insert on public.posts
            for each row execute function public.tell_again();
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield a trigger for which another one of its table sends the same event to the same topic."""
    sending = read_sending(project)
    first: dict[Hashable, str] = {}
    for trigger, messages in sending.by_trigger():
        sent = list(_describe(sending, messages))
        others = {
            first.setdefault((in_public(trigger.table), operation, *_condition(trigger), *what), trigger.name)
            for operation in trigger.events
            for step, *what in sent
            if is_reached(step, operation)
        }
        other = next(iter(sorted(others - {trigger.name})), "")
        if other:
            yield trigger.hit(
                f'trigger "{trigger.name}" sends the same event to the same topic as trigger "{other}"',
                "drop one of them, or give them different events or conditions",
            )


def _condition(trigger: TriggerSubject) -> tuple[Hashable, ...]:
    return trigger.columns, shape(trigger.when)


def _describe(sending: Sending, messages: tuple[Message, ...]) -> Iterator[tuple[Step, Hashable, Hashable]]:
    """Yield step, topic and event of the messages, as far as the row alone decides them."""
    for message in messages:
        trees = [*sending.values(message, message.topic), *sending.values(message, message.event)]
        if len(trees) == 2 and all(_is_fixed(tree) for tree, _ in trees):
            yield message.step, shape(trees[0][0]), shape(trees[1][0])


def _is_fixed(tree: Any) -> bool:
    if tree is None:
        return False
    columns = [node for node in walk(tree) if is_node(node, ast.ColumnRef)]
    return all(read_row_column(node)[0] or variable_name(node) in _FIXED for node in columns)
