"""Files and folders that may not be read."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from pedschema.errors import UsageError
from pedschema.lint.read import load_project

if TYPE_CHECKING:
    from pathlib import Path

    from pedschema.lint.project import Project


def _notes(project: Project) -> list[str]:
    return [note.kind for note in project.notes]


def test_what_cannot_be_looked_into_is_told_and_hides_no_other(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "a.sql").symlink_to("nowhere.sql")
    (tmp_path / "b.sql").symlink_to("b.sql")
    (tmp_path / "c.sql").write_text("select 1;\n", encoding="utf-8")
    (tmp_path / "shut").mkdir()
    listed = os.scandir

    def refuse(folder: str) -> Any:
        if str(folder).endswith("shut"):
            raise PermissionError(13, "Permission denied", str(folder))
        return listed(folder)

    monkeypatch.setattr("os.scandir", refuse)

    project = load_project([tmp_path])

    assert _notes(project) == ["unreadable-file"] * 3
    assert len(project.statements) == 1


def test_path_that_may_not_be_looked_at_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse(path: Path) -> Any:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("pathlib.Path.stat", refuse)

    assert _notes(load_project([tmp_path / "shut" / "a.sql"])) == ["unreadable-file"]


@pytest.mark.parametrize("name", ["missing", "missing.sql", "notes.txt"])
def test_path_that_cannot_be_linted_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()

    with pytest.raises(UsageError):
        load_project([tmp_path / name])
