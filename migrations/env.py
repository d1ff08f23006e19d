from __future__ import annotations

from alembic import context

from pedschema.ops.env import run_migrations

run_migrations(context)
