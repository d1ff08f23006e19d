"""An UPDATE trigger sends although nothing changed.

An update that sets a column to the value it has, such as an upsert by a client that saves the same form
twice, costs every subscriber a message and the project a share of its limit.

Instead: let the trigger compare, as soon as it is for UPDATE alone.

    create trigger tell after update on app.posts
        for each row when (old.* is distinct from new.*) execute function app.tell();
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pglast import ast

from pedschema.findings import Severity
from pedschema.lint.rule import rule
from pedschema.lint.sending import read_sending
from pedschema.lint.tables import in_public
from pedschema.syntax.tree import is_node, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.sending import Body
    from pedschema.lint.subjects import Hit


@rule(
    "TRG014",
    Severity.INFO,
    good=(
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send('{"a": 1}', 'changed', 'room:' || new.id, true);
            return null;
        end $$;
        create trigger tell after update on public.posts
            for each row when (old.* is distinct from new.*)
            execute function public.tell();
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            if new is not distinct from old then
                return null;
            end if;
            perform realtime.send('{"a": 1}', 'changed', 'room:' || new.id, true);
            return null;
        end $$;
        create trigger tell after update on public.posts
            for each row execute function public.tell();
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send('{"a": 1}', 'changed', 'room:' || new.id, true);
            return null;
        end $$;
        create trigger tell after update of title on public.posts
            for each row execute function public.tell();
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send('{"a": 1}', 'changed', 'room:' || new.id, true);
            return null;
        end $$;
        create trigger tell after insert or update or delete on public.posts
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
        create trigger tell after update on public.posts
            for each row execute function public.tell();
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield triggers on any UPDATE, and nothing else, that send without a look at the old row."""
    sending = read_sending(project)
    for trigger, _ in sending.by_trigger():
        plain = (
            trigger.events == ("UPDATE",) and trigger.per_row and not trigger.columns and trigger.when is None
        )
        if plain and not _compares(sending.bodies[in_public(trigger.function)]):
            yield trigger.hit(
                f'trigger "{trigger.name}" sends for every update, changed or not',
                "add WHEN (old.* IS DISTINCT FROM new.*)",
            )


def _compares(body: Body) -> bool:
    """Return whether a condition of the function looks at the old row."""
    conditions = [condition for step in body.steps for condition, _ in step.under if condition is not None]
    conditions += [step.tree for step in body.steps if getattr(step.tree, "whereClause", None)]
    return any(
        is_node(node, ast.ColumnRef) and is_node(node.fields[0], ast.String) and node.fields[0].sval == "old"
        for condition in conditions
        for node in walk(condition)
    )
