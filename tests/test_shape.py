from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted(
    path
    for folder in ("pedschema", "tests", "migrations")
    for path in (ROOT / folder).rglob("*.py")
    if "versions" not in path.parts
)
SQL = sorted(
    path for folder in ("pedschema", "migrations", "policies") for path in (ROOT / folder).rglob("*.sql")
)
MAX_FILE_LINES = 300
MAX_FUNCTION_LINES = 40


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", [*SOURCES, *SQL], ids=_name)
def test_file_is_at_most_300_lines(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())

    assert lines <= MAX_FILE_LINES


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_functions_are_at_most_40_lines(path: Path) -> None:
    functions = [
        node
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    long = {f.name: _length(f) for f in functions if _length(f) > MAX_FUNCTION_LINES}

    assert long == {}


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or 0) - function.lineno + 1


def test_package_holds_no_name_of_the_app() -> None:
    word = re.compile(r"\bped\b|\bped[._]|game|football|draft|waitlist", re.IGNORECASE)
    hits = [
        f"{_name(path)}:{number}: {line.strip()}"
        for path in (*(ROOT / "pedschema").rglob("*.py"), *(ROOT / "pedschema").rglob("*.sql"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if word.search(line)
    ]

    assert hits == []


def test_only_the_command_line_prints() -> None:
    offenders = [
        _name(path)
        for path in (ROOT / "pedschema").rglob("*.py")
        if "cli" not in path.parts
        and re.search(r"(?<![\w.])print\(|sys\.exit\(", path.read_text(encoding="utf-8"))
    ]

    assert offenders == []


def test_revisions_import_neither_contract_nor_engine_internals() -> None:
    imports = {
        f"{_name(path)}: {module}"
        for path in (ROOT / "migrations" / "versions").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for module in _imported(node)
        if module.split(".")[0] not in {"__future__", "alembic", "json", "pathlib"}
    }

    assert imports == set()


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    return []
