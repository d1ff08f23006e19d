"""The worked example of a new project: a topic with all that belongs to it, and its revisions."""

from __future__ import annotations

__all__ = ["fill_digests", "render_commented", "render_example"]

import ast
import hashlib
import json
import re
from typing import TYPE_CHECKING, Any

from pedschema.cli.scaffold.project import read_template
from pedschema.model.topic import TopicPattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from pedschema.model.table import SchemaLock, Table

_FILES = {
    "migrations/baseline/tables.sql": "example_tables.sql",
    "migrations/baseline/undo.sql": "example_undo.sql",
    "migrations/versions/app_tables.py": "revision_tables.py.txt",
    "migrations/versions/realtime_contract.py": "revision_contract.py.txt",
    "migrations/versions/realtime_policies.py": "revision_policies.py.txt",
    "policies/access.lock": "example_access.lock",
    "policies/chat/channels.toml": "example_channels.toml",
    "policies/chat/read_room.sql": "example_read.sql",
    "policies/people.sql": "example_people.sql",
    "policies/personas.toml": "example_personas.toml",
    "policies/rules/is_member.sql": "example_rule.sql",
    "policies/schema.lock": "example_schema.lock",
    "policies/story.toml": "example_story.toml",
    "policies/unpublished.toml": "example_unpublished.toml",
}
_DIGEST = "@digest@"
_BODY = re.compile(r"\bas (\$[a-z_]*\$)(.*)\1", re.DOTALL | re.IGNORECASE)
_PARTS = {"uuid": "uuid", "bigint": "bigint", "integer": "bigint"}


def render_example(name: str, made: datetime) -> Mapping[str, str]:
    """Return the text of every file of the example for the app of that name, by its path.

    Args:
        name: of the app.
        made: when, as its revisions say; files for the Supabase CLI are called after it.
    """
    moment = f"{made:%Y-%m-%d %H:%M:%S}"
    texts = {path: fill_digests(read_template(file, name)) for path, file in _FILES.items()}
    return {path: text.replace("@made@", moment) for path, text in texts.items()}


def fill_digests(text: str) -> str:
    """Return a revision with the digest of each function's body filled in: bodies hold the app's name."""
    if _DIGEST not in text:
        return text
    first, *rest = text.split(_DIGEST)
    digests = _digests(ast.parse(text))
    return first + "".join(digest + part for digest, part in zip(digests, rest, strict=False))


def render_commented(lock: SchemaLock, name: str) -> str:
    """Return the example as comments, on a table of the app; empty where no table could have a topic."""
    for table in lock.tables:
        column, type_ = _key(table)
        if column:
            word = re.sub(r"[^a-z0-9_]+", "_", table.name.name.lower()).removesuffix("s")
            part = f"{word}_id" if column == "id" else column
            text = read_template("example_commented.toml", name)
            TopicPattern.parse(f"{word}:{{{part}:{type_}}}")
            columns = ", ".join(json.dumps(each.name) for each in table.columns)
            values = {"table": str(table.name), "word": word, "part": part, "type": type_}
            for key, value in (values | {"key": column, "columns": columns}).items():
                text = text.replace(f"@{key}@", value)
            return text
    return ""


def _key(table: Table) -> tuple[str, str]:
    """Return the one column of a primary key that can be a part of a topic, and the part's type."""
    name = table.primary_key[0] if len(table.primary_key) == 1 else ""
    column = table.column(name)
    plain = re.fullmatch(r"[a-z_][a-z0-9_]*", name)
    return (name, _PARTS[column.type]) if plain and column and column.type in _PARTS else ("", "")


def _digests(tree: ast.Module) -> Iterator[str]:
    """Yield the digest of each function that the upgrade, then the downgrade, names, in the text's order."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.FunctionDef):
            continue
        for statement in node.body:
            call = getattr(statement, "value", None)
            given: dict[str | None, Any] = {each.arg: each.value for each in getattr(call, "keywords", ())}
            if "canonical" in given and _DIGEST in ast.literal_eval(given["canonical"]):
                body = _BODY.search("\n".join(ast.literal_eval(given["sql"])))
                yield hashlib.sha256(body[2].encode() if body else b"").hexdigest()
