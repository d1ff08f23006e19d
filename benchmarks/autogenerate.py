"""Autogenerate of a deployed contract in which nothing has changed, ours and alembic_utils', under load."""  # noqa: INP001

from __future__ import annotations

__all__ = ["compare_autogenerate"]

import json
import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from peers import find_alembic_utils
from rounds import say

from pedschema.platform import SUPERUSER

if TYPE_CHECKING:
    from load import Load
    from project import Project

    from pedschema.platform import PlatformServer

DECLARED = """
    SELECT 'function', pg_get_functiondef(p.oid) FROM pg_proc AS p
    WHERE p.pronamespace = 'rooms'::regnamespace
    UNION ALL
    SELECT 'trigger', pg_get_triggerdef(t.oid) FROM pg_trigger AS t
    JOIN pg_proc AS p ON p.oid = t.tgfoid AND p.pronamespace = 'rooms'::regnamespace
    UNION ALL
    SELECT 'policy', concat_ws(
        ' ', format('create policy %I on realtime.messages as %s for %s to', policyname, permissive, cmd),
        array_to_string(roles, ', '), 'using (' || qual || ')', 'with check (' || with_check || ')'
    )
    FROM pg_policies WHERE schemaname = 'realtime' AND tablename = 'messages'
"""
IDLE = 3.0
INI = """
[alembic]
script_location = %(here)s
path_separator = os
"""


def compare_autogenerate(
    project: Project, server: PlatformServer, load: Load, peers: Path | None, patience: float
) -> None:
    """Print what both take on the deployed database `large`, and what writers wait meanwhile."""
    url = server.url("large", SUPERUSER)
    told: list[str] = []
    say(f"autogenerate of a deployed contract, while {load.clients} clients write")
    waits = load.measure(url, lambda: time.sleep(IDLE))
    say(f"  nothing at all for {IDLE:.1f} s: {waits}")
    waits = load.measure(url, lambda: told.append(f"{project.time_autogenerate(server.url('large')):.1f} s"))
    say(f"  pedschema, {told[-1]}: {waits}")
    python = find_alembic_utils(peers) if peers else None
    if python is not None:
        folder = _write_project(project.folder.parent / "alembic_utils", url)
        waits = load.measure(url, lambda: told.append(_run(python, folder, url, patience)))
        say(f"  alembic_utils, {told[-1]}: {waits}")


def _write_project(folder: Path, url: str) -> Path:
    """Write Alembic's files of a project that declares, as alembic_utils' entities, what is deployed."""
    (folder / "versions").mkdir(parents=True)
    here = Path(__file__).parent
    shutil.copy(here / "alembic_utils_env.py", folder / "env.py")
    shutil.copy(here.parent / "migrations" / "script.py.mako", folder)
    (folder / "alembic.ini").write_text(INI, encoding="utf-8")
    with psycopg.connect(url) as connection:
        connection.execute("SET search_path = ''")
        declared = connection.execute(DECLARED.encode()).fetchall()
    (folder / "entities.json").write_text(json.dumps(declared), encoding="utf-8")
    return folder


def _run(python: Path, folder: Path, url: str, patience: float) -> str:
    """Return the seconds that alembic_utils takes, or after how many it was stopped or failed."""
    command = [str(python), "-m", "alembic", "-c", str(folder / "alembic.ini")]
    command += ["revision", "--autogenerate", "-m", "nothing"]
    url = url.replace("postgresql://", "postgresql+psycopg://")
    begin = time.perf_counter()
    try:
        done = subprocess.run(  # noqa: S603 - arguments of this program
            command,
            env=os.environ | {"DATABASE_URL": url},
            capture_output=True,
            text=True,
            timeout=patience,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"not done when stopped after {patience:.0f} s"
    seconds = time.perf_counter() - begin
    if done.returncode:
        return f"fails after {seconds:.1f} s: {done.stderr.strip().splitlines()[-1][:200]}"
    return f"{seconds:.1f} s"
