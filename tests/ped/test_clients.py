"""The clients that are committed: they are what the contract asks for, and an app can use them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
APP = ROOT / "clients-test" / "app"
COMPILERS = ["typescript", "typescript-5.9"]


def test_the_committed_clients_and_pages_are_as_the_contract_has_them(run: Callable[..., Any]) -> None:
    done = run("gen", "--check")
    assert done.code == 0, done.out + done.err


@pytest.mark.node
@pytest.mark.parametrize("compiler", COMPILERS)
def test_a_screen_of_the_app_compiles_and_its_slips_do_not(lane: Any, compiler: str) -> None:
    told = lane.run(f"{compiler}/bin/tsc", "--project", str(APP), "--listFiles")
    assert "clients/typescript/topics/game_draft.check.ts" in told


@pytest.mark.node
def test_prettier_leaves_the_committed_files_as_they_are(lane: Any) -> None:
    pages = [*(ROOT / "policies").rglob("REALTIME.md"), ROOT / "policies" / "COVERAGE.md"]
    folders = [ROOT / "clients" / name for name in ("typescript", "jsonschema", "asyncapi", "ir.json")]
    assert len(pages) > 5
    lane.run("prettier/bin/prettier.cjs", "--check", *map(str, [*folders, *pages]))


@pytest.mark.node
def test_the_parser_of_asyncapi_has_nothing_to_say(lane: Any) -> None:
    document = ROOT / "clients" / "asyncapi" / "asyncapi.json"
    assert lane.judge_asyncapi(document) == ""
    broken = lane.folder / "broken.json"
    text = document.read_text(encoding="utf-8")
    broken.write_text(text.replace('"asyncapi": "3.1.0",', '"asyncapi": "3.1.0", "surprise": 1,', 1))
    assert "surprise" in lane.judge_asyncapi(broken)
