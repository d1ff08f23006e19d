"""Revisions that cannot be read are told as their mistake, by every command that reads them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pedschema.errors import ContractError
from pedschema.ops.reading import load_migrations
from pedschema.ops.script import read_scripts
from pedschema.ops.upgrade import read_folded

if TYPE_CHECKING:
    from collections.abc import Callable

REPOSITORY = Path(__file__).parents[2]
TEXT = '''
"""Made on 2026-01-01 00:00:00."""
revision = "{revision}"
down_revision = {parent}
def upgrade():
    {upgrade}
def downgrade():
    pass
'''
BROKEN = {
    "raises": (
        {"a": TEXT.format(revision="a", parent=None, upgrade="pass") + "raise RuntimeError('boom')"},
        "boom",
    ),
    "raises-when-it-runs": ({"a": TEXT.format(revision="a", parent=None, upgrade="{}['boom']")}, "boom"),
    "is-no-python": ({"a": TEXT.format(revision="a", parent=None, upgrade="pass") + "def ("}, "a.py"),
    "has-no-parent": ({"a": TEXT.format(revision="a", parent="'gone'", upgrade="pass")}, "gone"),
    "two-heads": (
        {
            "a": TEXT.format(revision="a", parent=None, upgrade="pass"),
            "b": TEXT.format(revision="b", parent=None, upgrade="pass"),
        },
        "head",
    ),
}
READERS = (read_folded, load_migrations, read_scripts)


@pytest.fixture(params=BROKEN.values(), ids=BROKEN)
def broken(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, str]:
    """The configuration of revisions that cannot be read, and what has to be told."""
    revisions, told = request.param
    versions = tmp_path / "migrations" / "versions"
    versions.mkdir(parents=True)
    for name in ("alembic.ini", "migrations/env.py", "migrations/script.py.mako"):
        shutil.copy(REPOSITORY / name, tmp_path / name)
    shutil.copytree(REPOSITORY / "tests" / "ops" / "contract", tmp_path / "policies")
    for name, text in revisions.items():
        (versions / f"{name}.py").write_text(text, encoding="utf-8")
    return tmp_path / "alembic.ini", told


@pytest.mark.filterwarnings("ignore:Revision gone referenced")
@pytest.mark.parametrize("read", READERS, ids=lambda read: read.__name__)
def test_revisions_that_cannot_be_read_are_told(
    read: Callable[[Path], object], broken: tuple[Path, str]
) -> None:
    ini, told = broken
    with pytest.raises(ContractError, match=told):
        read(ini)


def test_alembic_itself_tells_them_without_a_traceback(broken: tuple[Path, str]) -> None:
    ini, told = broken
    done = subprocess.run(
        [sys.executable, "-m", "alembic", "upgrade", "head", "--sql"],
        cwd=ini.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2, done.stderr
    assert told in done.stderr
    assert "Traceback" not in done.stderr
