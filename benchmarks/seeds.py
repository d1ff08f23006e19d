"""Which of the seeded drifts each tool sees, and what it sees where there is none."""  # noqa: INP001 - a script

from __future__ import annotations

__all__ = ["count_found"]

import importlib.util
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psycopg
from databases import copy_database, drop_database, make_database
from project import REPOSITORY, create_app, write_contract
from rounds import say

from pedschema.drift.read import load_expected, read_drift
from pedschema.platform import SUPERUSER

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from types import ModuleType

    from peers import Tool

    from pedschema.drift.read import Expected
    from pedschema.platform import PlatformServer

OURS = "pedschema drift"


@dataclass(frozen=True, slots=True)
class Witnesses:
    """Who is asked about copies of the database `small`.

    Attributes:
        expected: what pedschema compares with.
        tools: the others.
        remembered: what each of them compares with.
    """

    server: PlatformServer
    expected: Expected
    tools: Mapping[str, Tool]
    remembered: Mapping[str, str]

    def ask(self, sql: str, rule: str = "") -> set[str]:
        """Return who sees a difference once `sql` was run: pedschema by this rule, or by any when empty."""
        copy = copy_database(self.server, "small", "seeded")
        try:
            if sql:
                with psycopg.connect(copy, autocommit=True) as connection:
                    connection.execute(sql.encode())
            found = {finding.id for finding in read_drift(copy, self.expected).findings}
            seeing = {name for name, tool in self.tools.items() if tool.differs(self.remembered[name], copy)}
            return seeing | ({OURS} if (rule in found if rule else found) else set())
        finally:
            drop_database(self.server, "seeded")


def count_found(folder: Path, server: PlatformServer, tools: Mapping[str, Tool]) -> None:
    """Print how many of the seeded drifts each tool sees and misses, and who sees some where none are."""
    url = make_database(server, "small")
    create_app(url, is_large=False)
    project = write_contract(folder, url, is_large=False)
    project.autogenerate(url)
    project.run_alembic(url, "upgrade", "head")
    clean = server.url("small", SUPERUSER)
    remembered = {name: tool.remember(clean) for name, tool in tools.items()}
    witnesses = Witnesses(server, load_expected(project.policies, project.ini), tools, remembered)
    seeded = _load_seeds()
    alarmed = witnesses.ask("")
    parts: dict[str, dict[str, tuple[str, str]]] = {
        "of the survey": seeded.SURVEYED,
        "of our own": seeded.OWN,
    }
    seen = {name: witnesses.ask(*seed) for part in parts.values() for name, seed in part.items()}
    say("seeded drifts: " + ", ".join(f"{len(part)} {words}" for words, part in parts.items()))
    for words, part in parts.items():
        say(f"  {words}: {', '.join(part)}")
    for tool in (OURS, *tools):
        sums = [f"{sum(tool in seen[name] for name in part)} {words}" for words, part in parts.items()]
        missed = ", ".join(name for name, seeing in seen.items() if tool not in seeing) or "none"
        say(f"  {tool} sees {' and '.join(sums)}; misses {missed}")
    say(f"  without any drift, something is seen by: {', '.join(sorted(alarmed)) or 'none'}")


def _load_seeds() -> ModuleType:
    """Return the module of the tests that lists them: SURVEYED and OWN, each with its SQL and its rule."""
    path = REPOSITORY / "tests" / "drift" / "test_seeded.py"
    spec = importlib.util.spec_from_file_location("seeded", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
