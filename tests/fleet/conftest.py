from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from pedschema.platform import SUPERUSER, PlatformServer, create_database

if TYPE_CHECKING:
    from collections.abc import Iterator

REPOSITORY = Path(__file__).parents[2]
REVISION = """
from alembic import op
revision = "read"
down_revision = None
STATE = {
    "of": "realtime.messages",
    "sql": ["create policy rooms_read on realtime.messages for select to authenticated using (false)"],
    "canonical": 'CREATE POLICY "rooms_read" ON "realtime"."messages"\\n'
    "AS PERMISSIVE\\nFOR SELECT\\nTO authenticated\\nUSING (false)",
}
def upgrade():
    op.create_realtime_policy("rooms_read", **STATE)
def downgrade():
    op.drop_realtime_policy("rooms_read", **STATE)
"""


class Fleet:
    """A project of one revision, a server, and the file that names its databases."""

    def __init__(self, folder: Path, server: PlatformServer) -> None:
        self.folder = folder
        self.server = server
        self.file = folder / "targets.toml"
        (folder / "migrations" / "versions").mkdir(parents=True)
        for name in ("alembic.ini", "migrations/env.py", "migrations/script.py.mako"):
            shutil.copy(REPOSITORY / name, folder / name)
        shutil.copytree(REPOSITORY / "tests" / "ops" / "contract", folder / "policies")
        self.revision.write_text(REVISION, encoding="utf-8")

    @property
    def revision(self) -> Path:
        return self.folder / "migrations" / "versions" / "read.py"

    def make(self, *names: str) -> None:
        """Make databases of the platform."""
        for name in names:
            create_database(self.server.url(user=SUPERUSER), name, template="fleet_template")

    def write(self, targets: dict[str, str], **settings: int) -> None:
        """Write the file: name to the line that says where the database is."""
        lines = [f"{name} = {value}" for name, value in settings.items()]
        for name, line in targets.items():
            lines += [f"[target.{name}]", line]
        self.file.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def line(self, database: str) -> str:
        return f'url = "{self.server.url(database)}"'

    def ask(self, database: str, sql: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self.server.url(database, SUPERUSER)) as connection:
            return connection.execute(sql).fetchall()


@pytest.fixture(scope="session")
def server() -> Iterator[PlatformServer]:
    with PlatformServer() as running:
        create_database(running.url(user=SUPERUSER), "fleet_template")
        yield running


@pytest.fixture
def fleet(tmp_path: Path, server: PlatformServer) -> Fleet:
    return Fleet(tmp_path, server)
