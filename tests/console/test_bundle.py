from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Lane

pytestmark = pytest.mark.node

ROOT = Path(__file__).parent.parent.parent
SOURCE = ROOT / "console"
SHIPPED = ROOT / "pedschema" / "endpoint" / "console" / "static"


@pytest.fixture
def copied(lane: Lane) -> Lane:
    shutil.copytree(SOURCE, lane.folder, dirs_exist_ok=True)
    return lane


def test_bundle_is_what_the_source_becomes(copied: Lane) -> None:
    options = (SOURCE / "esbuild.options").read_text(encoding="utf-8").split()
    copied.run("esbuild/bin/esbuild", "src/main.tsx", *options, "--log-level=warning", "--outfile=console.js")
    built = (copied.folder / "console.js").read_text(encoding="utf-8")
    assert built == (SHIPPED / "console.js").read_text(encoding="utf-8"), "run `make console`"


def test_source_has_its_types_and_its_format(copied: Lane) -> None:
    copied.run("typescript/bin/tsc", "-p", ".")
    shutil.copy(SHIPPED / "console.css", copied.folder)
    copied.run("prettier/bin/prettier.cjs", "--print-width=110", "--check", "src", "console.css")


def test_bundle_keeps_the_licences_of_what_is_in_it() -> None:
    text = (SHIPPED / "console.js").read_text(encoding="utf-8")
    packages = ROOT / "clients-test" / "node_modules"
    for name, licence in (
        ("preact", "preact/LICENSE"),
        ("@supabase/realtime-js", "@supabase/realtime-js/LICENSE"),
        ("@supabase/phoenix", "@supabase/phoenix/LICENSE.md"),
    ):
        assert f"--- {name}" in text
        if (packages / licence).exists():
            assert (packages / licence).read_text(encoding="utf-8").strip() in text
