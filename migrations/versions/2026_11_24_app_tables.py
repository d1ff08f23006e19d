"""The app's tables: created in an empty database, adopted in one that has them."""

from __future__ import annotations

import json
from pathlib import Path

from alembic import op

revision = "app_tables"
down_revision = None
branch_labels = None
depends_on = None

BASELINE = Path(__file__).parent.parent / "baseline"
EXPECTED = json.loads((BASELINE / "expected.json").read_text(encoding="utf-8"))


def upgrade() -> None:
    op.create_owned_schema(
        "ped",
        sql=['create schema if not exists "ped"', 'revoke all on schema "ped" from public, anon'],
        canonical="schema\nowner postgres",
    )
    op.adopt_tables(
        create=[path.read_text(encoding="utf-8") for path in sorted(BASELINE.glob("[0-9]*.sql"))],
        undo=(BASELINE / "undo.sql").read_text(encoding="utf-8"),
        expects=EXPECTED,
    )


def downgrade() -> None:
    op.release_tables(EXPECTED)
    op.drop_owned_schema(
        "ped",
        sql=['create schema if not exists "ped"', 'revoke all on schema "ped" from public, anon'],
        canonical="schema\nowner postgres",
    )
