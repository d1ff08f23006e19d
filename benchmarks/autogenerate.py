"""Autogenerate of a deployed contract in which nothing has changed, ours and alembic_utils', under load."""  # noqa: INP001

from __future__ import annotations

__all__ = ["compare_autogenerate"]

import json
import os
import re
import shutil
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

from peers import find_alembic_utils
from rounds import say

from pedschema.model.owned import Kind
from pedschema.ops.reading import load_migrations
from pedschema.platform import SUPERUSER

if TYPE_CHECKING:
    from load import Load
    from project import Project

    from pedschema.platform import PlatformServer

KINDS = {
    Kind.RULE: "function",
    Kind.TRIGGER_FUNCTION: "function",
    Kind.TRIGGER: "trigger",
    Kind.POLICY: "policy",
}
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
        folder = _write_project(project.folder.parent / "alembic_utils", project)
        waits = load.measure(url, lambda: told.append(_run(python, folder, url, patience)))
        say(f"  alembic_utils, {told[-1]}: {waits}")


def _write_project(folder: Path, project: Project) -> Path:
    """Write Alembic's files of a project that declares, as alembic_utils' entities, what is deployed.

    They are declared as the migrations wrote them: deparsed triggers would not come back as they are.
    """
    (folder / "versions").mkdir(parents=True)
    here = Path(__file__).parent
    shutil.copy(here / "alembic_utils_env.py", folder / "env.py")
    shutil.copy(here.parent / "migrations" / "script.py.mako", folder)
    (folder / "alembic.ini").write_text(INI, encoding="utf-8")
    deployed = load_migrations(project.ini).fold()
    declared = [
        (KINDS[owned.identity.kind], owned.sql[0].replace("create or replace trigger", "create trigger"))
        for owned in deployed
        if owned.identity.kind in KINDS
    ]
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
        # One error is often raised while another is handled: the first says why.
        errors = re.findall(r"^[\w.]+(?:Error|Exception)\b.*", done.stderr, re.MULTILINE)
        calls = re.findall(r"^ +File .*, in \S+", done.stderr, re.MULTILINE)
        return f"fails after {seconds:.1f} s: {'; '.join([*errors, *calls[-1:]])[:600]}"
    return f"{seconds:.1f} s"
