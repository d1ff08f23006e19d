"""Other tools that see what has changed in a database, each in an environment of its own."""  # noqa: INP001

from __future__ import annotations

__all__ = ["ALEMBIC_UTILS", "CACHE", "PG_DUMP", "Tool", "dump", "find_alembic_utils", "find_tools"]

import json
import os
import subprocess
import venv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rounds import run, say

from pedschema.platform import find_pg

if TYPE_CHECKING:
    from collections.abc import Callable

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "pedschema" / "peers"
MIGRA = ("migra", "psycopg2-binary", "setuptools<81", "sqlalchemy<2.1")
DELTA = "@supabase/pg-delta@1.0.0-alpha.34"
ALEMBIC_UTILS = ("alembic-utils==0.8.8", "psycopg[binary]")
UNAVAILABLE = (OSError, RuntimeError, subprocess.SubprocessError)
PG_DUMP = "pg_dump -s and diff"


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool that tells whether a database is no longer as another was.

    Attributes:
        remember: returns what it compares with, of the database at a URL: a URL, a file, a text.
        differs: asks it, by its exit code or the file that it writes, about the database at a URL.
    """

    remember: Callable[[str], str]
    differs: Callable[[str, str], bool]


def find_tools(folder: Path | None, scratch: Path) -> dict[str, Tool]:
    """Return pg_dump, and the tools that are installed in `folder` or can be, by name.

    Args:
        folder: of the tools; None for pg_dump alone.
        scratch: where they keep what they remember.
    """
    tools = {PG_DUMP: Tool(dump, lambda before, url: dump(url) != before)}
    finders = {"migra": _find_migra, "pg-delta": _find_delta} if folder else {}
    for name, find in finders.items():
        try:
            tools |= find(folder or CACHE, scratch)
        except UNAVAILABLE as error:
            say(f"{name} cannot be installed: {str(error)[:200]}")
    return tools


def dump(url: str) -> str:
    """Return the schema as pg_dump writes it."""
    _, text = run([str(find_pg().tool("pg_dump")), "--schema-only", url])
    return "\n".join(line for line in text.split("\n") if "restrict " not in line)


def find_alembic_utils(folder: Path) -> Path | None:
    """Return the Python whose environment has alembic_utils; None, and say why, when there can be none."""
    try:
        return _find_python(folder / "alembic-utils", ALEMBIC_UTILS)
    except UNAVAILABLE as error:
        say(f"alembic_utils cannot be installed: {str(error)[:200]}")
        return None


def _find_migra(folder: Path, _scratch: Path) -> dict[str, Tool]:
    """Return migra, whose exit code is 0 for none and 2 for some statements that make one from the other."""
    binary = _find_python(folder / "migra", MIGRA).with_name("migra")

    def differs(before: str, url: str) -> bool:
        code, _ = run([str(binary), "--unsafe", "--with-privileges", before, url], codes=(0, 2))
        return code == 2

    return {"migra": Tool(str, differs)}


def _find_delta(folder: Path, scratch: Path) -> dict[str, Tool]:
    """Return pg-delta's two ways: drift from a snapshot, by its exit code, and the plan that it writes."""
    home = folder / "pg-delta"
    binary = str(home / "node_modules" / ".bin" / "pgdelta")
    if not Path(binary).exists():
        home.mkdir(parents=True, exist_ok=True)
        run(["npm", "install", "--silent", "--prefix", str(home), DELTA])

    def remember(url: str) -> str:
        snapshot = scratch / f"{url.rpartition('/')[2]}.snapshot.json"
        run([binary, "snapshot", "--source", url, "--out", str(snapshot)])
        return str(snapshot)

    def drifts(snapshot: str, url: str) -> bool:
        code, told = run([binary, "drift", "--env", url, "--snapshot", snapshot], codes=(0, 1))
        # It ends with 1 when it fails as well, but says "No drift" or "Drift" only after it has compared.
        if not told.startswith(("No drift detected", "Drift detected")[code]):
            raise RuntimeError(f"pgdelta drift ends with {code} and says: {told[:300]}")
        return bool(code)

    def plans(before: str, url: str) -> bool:
        plan = scratch / "plan.json"
        run([binary, "plan", "--source", before, "--desired", url, "--out", str(plan)])
        return bool(json.loads(plan.read_text(encoding="utf-8"))["deltas"])

    return {"pg-delta drift": Tool(remember, drifts), "pg-delta plan": Tool(str, plans)}


def _find_python(home: Path, packages: tuple[str, ...]) -> Path:
    """Return the Python of an environment with these packages, made when it is missing."""
    python = home / "bin" / "python"
    done = home / "installed"
    if not done.exists():
        venv.create(home, with_pip=True, clear=True)
        run([str(python), "-m", "pip", "install", "--quiet", *packages])
        done.touch()
    return python
