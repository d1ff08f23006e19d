"""Comments of client sources that allow findings."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from pedschema.lint.clients.read import read_clients
from pedschema.lint.engine import run_rules
from pedschema.lint.project import Project
from pedschema.lint.registry import load_rules

if TYPE_CHECKING:
    from pathlib import Path

RULES = load_rules()
ALLOW = "pedschema: allow public-client-channel — a demo"


def _find(name: str, source: str, folder: Path) -> list[tuple[str, int]]:
    path = folder / name
    path.write_text(dedent(source), encoding="utf-8")
    sources = read_clients([folder])
    project = Project(clients=sources.channels, allows=sources.allows, notes=sources.notes)
    return [(finding.name, finding.place.line) for finding in run_rules(project, RULES).findings]


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("a.ts", f"supabase.channel('lobby'); // {ALLOW}"),
        ("a.ts", f"// {ALLOW}\nsupabase.channel('lobby');"),
        ("a.ts", f"/* {ALLOW} */\nsupabase.channel('lobby');"),
        ("a.ts", f"// {ALLOW}\n// and more\nconst a = supabase\n  .channel(\n    'lobby',\n  );"),
        ("a.tsx", f"supabase\n  // {ALLOW}\n  .channel('lobby');"),
        ("a.py", f"supabase.channel('lobby')  # {ALLOW}"),
        ("a.py", f"# {ALLOW}\nsupabase.channel('lobby')"),
        ("a.py", f"def f():\n    # {ALLOW}\n    return supabase.channel(\n        'lobby'\n    )"),
        ("a.kt", f'fun open() {{\n    // {ALLOW}\n    supabase.channel("lobby")\n}}'),
        ("a.swift", f'// {ALLOW}\nlet c = supabase.channel("lobby")'),
        ("a.vue", f"<template/>\n<script setup>\n// {ALLOW}\nsupabase.channel('lobby')\n</script>"),
    ],
)
def test_finding_is_allowed_beside_its_line_or_above_its_statement(
    name: str, source: str, tmp_path: Path
) -> None:
    assert _find(name, source, tmp_path) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        (
            f"// {ALLOW}\nconst a = 1;\nsupabase.channel('lobby');",
            [("allow-unused", 1), ("public-client-channel", 3)],
        ),
        (
            "supabase.channel('lobby'); // pedschema: allow public-client-channel",
            [("public-client-channel", 1), ("allow-without-reason", 1)],
        ),
        (
            "supabase.channel('lobby'); // pedschema: allow public-channel — a demo",
            [("public-client-channel", 1), ("allow-unknown", 1)],
        ),
        (
            f"supabase.channel('lobby');\nconst a = `// {ALLOW}`;",
            [("public-client-channel", 1)],
        ),
        (f"const a = 1; // {ALLOW}", [("allow-unused", 1)]),
    ],
)
def test_comment_that_allows_nothing_is_a_finding_itself(
    source: str, found: list[tuple[str, int]], tmp_path: Path
) -> None:
    assert _find("a.ts", source, tmp_path) == found
