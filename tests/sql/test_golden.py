"""One publication per shape as people review it; files are written anew with PEDSCHEMA_GOLDEN=write."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from pedschema.model.names import QualifiedName
from pedschema.model.owned import Kind
from pedschema.model.policy import Policy
from pedschema.model.publication import Lookup, Operation, Projected, Shape
from pedschema.sql.declare import render_owned

GOLDEN = Path(__file__).parent / "golden"
AUTHOR = Lookup("author", QualifiedName("public", "people"), (("id", 'row."author_id"'),))
COUNT = "(select count(*) from public.messages as m where m.room_id = row.room_id)"

CASES: dict[str, dict[str, Any]] = {
    "row": {"audience": "not row.hidden", "watch": ("room_id", "content", "hidden")},
    "row_insert": {
        "on": (Operation.INSERT,),
        "lookups": (AUTHOR,),
        "columns": (
            Projected("id", 'row."id"', "integer"),
            Projected("author", "author.name", "text"),
        ),
    },
    "each": {"shape": Shape.EACH, "on": (Operation.INSERT, Operation.UPDATE)},
    "grouped": {"shape": Shape.GROUPED, "on": (Operation.DELETE,), "when": "old.status = 'open'"},
    "derived": {
        "shape": Shape.DERIVED,
        "on": (Operation.INSERT, Operation.DELETE),
        "columns": (Projected("room_id", 'row."room_id"', "uuid"), Projected("count", COUNT, "integer")),
        "references": ("room_id",),
        "event": "room.summary",
    },
}


def compare_with_golden(name: str, text: str) -> None:
    path = GOLDEN / f"{name}.sql"
    if os.environ.get("PEDSCHEMA_GOLDEN") == "write":
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", list(CASES))
def test_publication_reads_as_reviewed(publication: Any, catalogue: Any, name: str) -> None:
    kinds = {Kind.TRIGGER_FUNCTION, Kind.TRIGGER}
    owned = render_owned(catalogue(publication(**CASES[name])), {})
    statements = [text for state in owned if state.identity.kind in kinds for text in state.sql]
    compare_with_golden(name, "".join(f"{statement};\n\n" for statement in statements))


def test_all_else_reads_as_reviewed(publication: Any, catalogue: Any) -> None:
    using = "chat.is_member((select chat.topic_uuid('room:{room_id}:chat', 'room_id')))"
    policy = Policy("chat_read", "SELECT", permissive=True, roles=("authenticated",), using=using, check="")
    owned = render_owned(catalogue(publication(), policies=(policy,)), {})
    kinds = {Kind.SCHEMA, Kind.SWITCH, Kind.POLICY}
    chosen = [
        state for state in owned if state.identity.kind in kinds or state.identity.name.name == "topic_uuid"
    ]
    statements = [text for state in chosen for text in state.sql]
    compare_with_golden("foundation", "".join(f"{statement};\n\n" for statement in statements))
