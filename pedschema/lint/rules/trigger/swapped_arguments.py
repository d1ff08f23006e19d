"""Arguments of `realtime.broadcast_changes` stand in the wrong place.

Nothing fails: clients receive the schema as the table and the table as the schema, or the old row as the new
one, and a listener for the table never matches. The table's name comes before its schema; the new row comes
before the old one.

Instead: keep to the order, or name the arguments.

    realtime.broadcast_changes(topic, tg_op, tg_op, tg_table_name, tg_table_schema, new, old)
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING, Any

from pedschema.findings import Severity
from pedschema.lint.constants import read_text
from pedschema.lint.rule import rule
from pedschema.lint.sending import read_sending, variable_name
from pedschema.lint.tables import in_public

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.sending import Message, Sending
    from pedschema.lint.subjects import Hit

_WORDS = {
    "tg_table_schema": "table_schema",
    "tg_table_name": "table_name",
    "tg_relname": "table_name",
    "new": "new",
    "old": "old",
}
_PARAMETERS = ("topic_name", "table_name", "table_schema", "new", "old")


@rule(
    "TRG007",
    Severity.ERROR,
    good=(
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.broadcast_changes(
                'room:' || new.id,
                tg_op, tg_op, tg_table_name, tg_table_schema, new, old
            );
            return null;
        end $$;
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.broadcast_changes(
                'room:1', tg_op, tg_op,
                table_schema => tg_table_schema, table_name => tg_table_name, new => new, old => old
            );
            return null;
        end $$;
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.broadcast_changes('room:1', tg_op, tg_op, 'posts', 'public', null, old);
            return null;
        end $$;
        create trigger tell after delete on public.posts
            for each row execute function public.tell();
        """,
    ),
    bad=(
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.broadcast_changes(
                'room:1', tg_op, tg_op, tg_table_schema, tg_table_name, new, old
            );
            return null;
        end $$;
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.broadcast_changes('room:1', tg_op, tg_op, 'public', 'posts', new, old);
            return null;
        end $$;
        create trigger tell after insert or update or delete on public.posts
            for each row execute function public.tell();
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.broadcast_changes(
                'room:1', tg_op, tg_op, tg_table_name, tg_table_schema, old, new
            );
            return null;
        end $$;
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield calls that give a parameter what another one asks for."""
    sending = read_sending(project)
    hits = []
    for message in sending.starts():
        if message.send.function != "broadcast_changes":
            continue
        for parameter in _PARAMETERS:
            wanted = _find_wanted(sending, message, message.arguments.get(parameter))
            if wanted not in {"", parameter}:
                hits.append(
                    message.hit(
                        f'"{parameter}" is given what "{wanted}" is for', "swap the arguments, or name them"
                    )
                )
                break
    yield from dict.fromkeys(hits)


def _find_wanted(sending: Sending, message: Message, tree: Any) -> str:
    """Return the parameter that the argument is for, as far as that is sure."""
    word = _WORDS.get(variable_name(tree))
    if word:
        return word
    tables = [in_public(trigger.table) for trigger in sending.triggers_of(message)]
    text = read_text(tree)
    if not tables or text is None or any(table.name == table.schema for table in tables):
        return ""
    if all(text == table.schema for table in tables):
        return "table_schema"
    return "table_name" if all(text == table.name for table in tables) else ""
