from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from pedschema.introspect import read_owned
from pedschema.ops.upgrade import run_upgrade
from pedschema.platform import SUPERUSER, create_database, find_pg

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.conftest import Outcome

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
APP = [*sorted((ROOT / "migrations" / "baseline").glob("[0-9]*.sql")), HERE / "old_realtime.sql"]
HEAD = "realtime_policies"


class Server:
    """Databases of the platform, each by its name."""

    def __init__(self, server: Any) -> None:
        self._server = server
        self.made: list[str] = []

    def make(self, *, with_app: bool = False) -> str:
        name = f"export_{uuid4().hex[:12]}"
        create_database(self.url("postgres", SUPERUSER), name)
        self.made.append(name)
        if with_app:
            with psycopg.connect(self.url(name)) as connection:
                connection.execute("set local search_path = ''")
                for path in APP:
                    connection.execute(path.read_bytes())
        return name

    def url(self, name: str, user: str = "postgres") -> str:
        return f"postgresql://{user}@{self._server.host}:{self._server.port}/{name}"

    def apply(self, name: str, path: Path) -> None:
        """Run the file as postgres, in one transaction, as the Supabase CLI does."""
        options = ["-X", "-q", "-1", "-v", "ON_ERROR_STOP=1", "-f", str(path)]
        command = [str(find_pg().tool("psql")), *options, self.url(name)]
        subprocess.run(command, check=True, capture_output=True)

    def dump(self, name: str) -> list[str]:
        command = [str(find_pg().tool("pg_dump")), self.url(name, SUPERUSER)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        return [line for line in done.stdout.splitlines() if "restrict " not in line]

    def owned(self, name: str) -> object:
        url = self.url(name).replace("postgresql://", "postgresql+psycopg://")
        with create_engine(url, poolclass=NullPool).connect() as connection:
            connection.exec_driver_sql("SET LOCAL search_path = ''")
            return read_owned(connection, "ped")

    def revision(self, name: str) -> list[str]:
        with psycopg.connect(self.url(name)) as connection:
            return [row[0] for row in connection.execute("select version_num from ped.alembic_version")]


@pytest.fixture
def server(realtime_server: Any) -> Iterator[Server]:
    server = Server(realtime_server)
    yield server
    with psycopg.connect(server.url("postgres", SUPERUSER), autocommit=True) as connection:
        for name in server.made:
            connection.execute(f'drop database "{name}"'.encode())


@pytest.mark.db
@pytest.mark.parametrize("with_app", [False, True], ids=["empty", "live"])
def test_the_files_in_order_give_what_alembic_gives(
    run: Callable[..., Outcome], server: Server, tmp_path: Path, *, with_app: bool
) -> None:
    outcome = run("export", "supabase", "--out", str(tmp_path))
    files = sorted(tmp_path.iterdir())
    online, exported = server.make(with_app=with_app), server.make(with_app=with_app)
    run_upgrade(ROOT / "alembic.ini", server.url(online))

    for path in files:
        server.apply(exported, path)

    assert outcome.out.splitlines() == [str(path) for path in files]
    assert server.revision(exported) == [HEAD]
    assert server.dump(exported) == server.dump(online)
    assert server.owned(exported) == server.owned(online)


@pytest.mark.db
def test_alembic_goes_on_where_the_files_end(
    run: Callable[..., Outcome], server: Server, tmp_path: Path
) -> None:
    run("export", "supabase", "--out", str(tmp_path), "--to", "realtime_contract")
    name, online = server.make(), server.make()
    for path in sorted(tmp_path.iterdir()):
        server.apply(name, path)

    run_upgrade(ROOT / "alembic.ini", server.url(name))
    run_upgrade(ROOT / "alembic.ini", server.url(online))

    assert server.dump(name) == server.dump(online)


def test_a_second_export_writes_nothing_and_the_check_is_clean(
    run: Callable[..., Outcome], tmp_path: Path
) -> None:
    run("export", "supabase", "--out", str(tmp_path))
    before = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}

    again = run("export", "supabase", "--out", str(tmp_path))

    assert (again.code, again.out) == (0, "")
    assert {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before
    assert run("export", "supabase", "--out", str(tmp_path), "--check").code == 0


def test_ranges_give_the_files_of_the_whole(run: Callable[..., Outcome], tmp_path: Path) -> None:
    whole, parts = tmp_path / "whole", tmp_path / "parts"

    run("export", "supabase", "--out", str(whole))
    run("export", "supabase", "--out", str(parts), "--to", "app_tables")
    run("export", "supabase", "--out", str(parts), "--from", "app_tables")

    texts = [{path.name: path.read_bytes() for path in folder.iterdir()} for folder in (whole, parts)]
    assert len(texts[0]) == 3
    assert texts[0] == texts[1]


def test_a_changed_file_is_told_and_never_written_over(run: Callable[..., Outcome], tmp_path: Path) -> None:
    run("export", "supabase", "--out", str(tmp_path))
    first = min(tmp_path.iterdir())
    first.write_text(first.read_text(encoding="utf-8") + "select 1;\n", encoding="utf-8")
    changed = first.read_bytes()

    check = run("export", "supabase", "--out", str(tmp_path), "--check")
    write = run("export", "supabase", "--out", str(tmp_path))

    assert (check.code, write.code) == (1, 2)
    assert "select 1;" in check.out
    assert "export-changed" in write.err
    assert first.read_bytes() == changed


def test_a_file_whose_revision_is_gone_is_told(run: Callable[..., Outcome], tmp_path: Path) -> None:
    run("export", "supabase", "--out", str(tmp_path))
    last = max(tmp_path.iterdir())
    text = last.read_text(encoding="utf-8").replace('Revision "realtime_policies"', 'Revision "other"', 1)
    (tmp_path / "20300101000000_other.sql").write_text(text, encoding="utf-8")

    outcome = run("export", "supabase", "--out", str(tmp_path), "--check")

    assert outcome.code == 1
    assert "export-orphan" in outcome.out


def test_the_check_tells_a_missing_file(run: Callable[..., Outcome], tmp_path: Path) -> None:
    outcome = run("export", "supabase", "--out", str(tmp_path), "--check")

    assert outcome.code == 1
    assert list(tmp_path.iterdir()) == []
