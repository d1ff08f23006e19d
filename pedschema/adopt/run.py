"""A live database → the files of a project."""

from __future__ import annotations

__all__ = ["Adoption", "run_adopt"]

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pedschema.adopt.infer import find_hand_made, find_schemas, read_sketch, read_triggers
from pedschema.adopt.settle import run_settle
from pedschema.lint.build import build_project
from pedschema.lint.live import read_live, read_live_sources
from pedschema.ops.takeover import run_takeover
from pedschema.ops.upgrade import read_live_lock

if TYPE_CHECKING:
    from pathlib import Path

    from psycopg import Connection

    from pedschema.adopt.sketch import Sketch
    from pedschema.ops.takeover import HandMade


@dataclass(frozen=True, slots=True)
class Adoption:
    """What was written.

    Attributes:
        sketch: what the contract says, and what could not be told.
        hand_made: what the revisions retire.
        revisions: in their order.
    """

    sketch: Sketch
    hand_made: HandMade
    revisions: tuple[Path, ...]


def run_adopt(connection: Connection[Any], url: str, folder: Path, schema: str) -> Adoption:
    """Write the contract and its first revisions into `folder`; the database is only read.

    Args:
        connection: to the database; it reads.
        url: of the same database, for what Alembic's side reads.
        folder: of a new project, with `alembic.ini`, `migrations/` and `policies/contract.toml` in it.
        schema: that will hold everything owned.

    Raises:
        PedschemaError: the database cannot be read, or is owned by a contract already.
    """
    live, sources = read_live(connection), read_live_sources(connection)
    policies, ini = folder / "policies", folder / "alembic.ini"
    schemas = find_schemas(live, schema)
    lock = read_live_lock(ini, url, schemas)
    triggers = read_triggers(connection, live, build_project(sources), lock)
    sketch = read_sketch(live, triggers, lock, schema, schemas)
    contract = (policies / "contract.toml").read_text(encoding="utf-8")
    sketch, catalogue = run_settle(sketch, policies, contract)
    hand_made = find_hand_made(sketch)
    return Adoption(sketch, hand_made, run_takeover(ini, url, catalogue, hand_made))
