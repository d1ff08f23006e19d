"""A SECURITY DEFINER function that sends belongs to a role that policies bind.

Its insert into `realtime.messages` runs under that role's policies, of which there are none: the message is
lost with nothing but a warning in the log of the database.

Instead: give the function to a role with BYPASSRLS, such as `postgres`.

    alter function app.tell() owner to postgres;
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pglast import ast

from pedschema.findings import Severity
from pedschema.lint.rule import rule
from pedschema.lint.sending import read_sending
from pedschema.lint.tables import in_public
from pedschema.model.names import QualifiedName
from pedschema.syntax.tree import is_node, read_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit

_BOUND = frozenset(
    {"anon", "authenticated", "authenticator", "supabase_auth_admin", "supabase_storage_admin"}
)


@rule(
    "TRG033",
    Severity.ERROR,
    good=(
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send('{"a": 1}', 'changed', 'room:' || new.id, true);
            return null;
        end $$;
        alter function public.tell() owner to postgres;
        """,
        """
        create role writer nologin bypassrls;
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send('{"a": 1}', 'changed', 'room:' || new.id, true);
            return null;
        end $$;
        alter function public.tell() owner to writer;
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send('{"a": 1}', 'changed', 'room:' || new.id, true);
            return null;
        end $$;
        alter function public.tell() owner to somebody;
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
        alter function public.tell() owner to authenticated;
        """,
        """
        create role writer nologin;
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send('{"a": 1}', 'changed', 'room:' || new.id, true);
            return null;
        end $$;
        alter function public.tell() owner to writer;
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield statements that give a sending definer function to a role that does not bypass policies."""
    messages, bound = read_sending(project).messages, set(_BOUND)
    for statement in project.statements:
        node = statement.node
        if is_node(node, ast.CreateRoleStmt) or is_node(node, ast.AlterRoleStmt):
            role = node.role if is_node(node, ast.CreateRoleStmt) else node.role.rolename
            options = {option.defname: option.arg for option in node.options or ()}
            free = any(word in options and options[word].boolval for word in ("bypassrls", "superuser"))
            if free:
                bound.discard(role)
            elif is_node(node, ast.CreateRoleStmt):
                bound.add(role)
        elif is_node(node, ast.AlterOwnerStmt) and is_node(node.object, ast.ObjectWithArgs):
            name = in_public(QualifiedName(*read_name(node.object.objname)))
            sent = messages.get(name)
            if sent and sent[0].function.security_definer and node.newowner.rolename in bound:
                yield statement.hit(
                    f'function {name} sends, and its owner "{node.newowner.rolename}" is bound by policies',
                    "make a role with BYPASSRLS its owner",
                )
