"""A message to the public channel carries personal data.

Whoever has the project's public key, which every visitor's browser has, receives addresses, numbers or names
as they are written.

Instead: send to the private channel, and say by its policy who may read it.

    perform realtime.send(payload, 'changed', 'person:1', true);
"""

from __future__ import annotations

__all__ = ["check"]

import re
from typing import TYPE_CHECKING, Any

from pglast import ast

from pedschema.findings import Severity
from pedschema.lint.constants import read_flag, read_text
from pedschema.lint.nulls import read_row_column
from pedschema.lint.payloads import read_payloads
from pedschema.lint.rule import rule
from pedschema.lint.sending import read_sending
from pedschema.syntax.tree import is_node, read_name, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit

_PERSONAL = re.compile(
    r"(^|_)(e_?mail|phone|mobile|whatsapp|first_?name|last_?name|full_?name|surname|birth|birthday|dob|iban|ssn"
    r"|passport|password|secret|token|ip_?address|street|postcode|zip_?code|address)"
    r"(_(address|number|hash|date|day|code|line))?$"
)


@rule(
    "PAY007",
    Severity.ERROR,
    good=(
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send(
                jsonb_build_object('email', new.email),
                'changed', 'room:1', true
            );
            return null;
        end $$;
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send(
                jsonb_build_object('emails_sent', new.count),
                'changed', 'room:1', false
            );
            return null;
        end $$;
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send(
                jsonb_build_object('title', new.title),
                'changed', 'room:1', false
            );
            return null;
        end $$;
        """,
    ),
    bad=(
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send(
                jsonb_build_object('to', new.phone_number),
                'changed', 'room:1', false
            );
            return null;
        end $$;
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send(
                jsonb_build_object('email', address),
                'changed', 'room:1', private => false
            );
            return null;
        end $$;
        """,
        """
        create table public.people (id uuid primary key, birth_date date);
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send(
                to_jsonb(new),
                'changed', 'room:1', false
            );
            return null;
        end $$;
        create trigger tell after insert on public.people
            for each row execute function public.tell();
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield public messages with keys or columns whose names tell of a person."""
    sending = read_sending(project)
    whole = {id(payload.message.send): payload.columns for payload in read_payloads(project)}
    hits = []
    for message in sending.starts():
        flags = [read_flag(tree) for tree, _ in sending.values(message, message.arguments.get("private"))]
        if False not in flags:
            continue
        names = [column.name for column in whole.get(id(message.send), ())]
        for tree, _ in sending.values(message, message.arguments.get("payload")):
            names += _read_names(tree) if tree is not None else ()
        personal = [name for name in names if _PERSONAL.search(name.lower())]
        if personal:
            hits.append(
                message.hit(f'"{personal[0]}" goes out on a public channel', "send it to the private channel")
            )
    yield from dict.fromkeys(hits)


def _read_names(tree: Any) -> list[str]:
    """Return the keys and the columns of the new and the old row in a payload."""
    names: list[str] = []
    for node in walk(tree):
        if is_node(node, ast.FuncCall) and read_name(node.funcname)[1].endswith("_build_object"):
            names += [text for key in (node.args or ())[::2] if (text := read_text(key))]
        elif read_row_column(node)[0]:
            names.append(read_row_column(node)[1])
    return names
