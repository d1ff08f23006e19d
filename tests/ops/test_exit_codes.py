"""How `alembic check` ends on the command line, as docs/deploy.md tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from alembic import util

from tests.ops.test_progress import run_alembic

if TYPE_CHECKING:
    from conftest import Project

pytestmark = pytest.mark.db


def test_check_ends_with_0_where_nothing_is_missing(ready: Project) -> None:
    ready.upgrade()

    assert run_alembic(ready, "check").returncode == 0


def test_check_ends_with_alembics_own_255_where_a_revision_is_missing(ready: Project) -> None:
    ready.upgrade()
    ready.edit("chat/read.sql", "AND rooms", "AND messages.topic <> 'x' AND rooms")
    done = run_alembic(ready, "check")

    assert done.returncode == 255
    assert "New upgrade operations detected" in done.stdout + done.stderr
    with pytest.raises(SystemExit) as ended:
        util.err("Alembic's way out", quiet=True)
    assert ended.value.code == -1


def test_check_ends_with_2_where_it_cannot_compare(ready: Project) -> None:
    behind = run_alembic(ready, "check")
    ready.url = "postgresql://postgres@127.0.0.1:1/x"
    unreachable = run_alembic(ready, "check")

    assert (behind.returncode, "[database-behind]" in behind.stderr) == (2, True)
    assert (unreachable.returncode, "[database-unreachable]" in unreachable.stderr) == (2, True)


def test_alembic_ends_with_255_before_the_environment_runs(ready: Project) -> None:
    ini = ready.folder / "alembic.ini"
    ini.write_text(
        ini.read_text(encoding="utf-8").replace("script_location = ", "other = "), encoding="utf-8"
    )

    assert run_alembic(ready, "check").returncode == 255
