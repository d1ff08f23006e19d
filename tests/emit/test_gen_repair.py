"""What a check blames and tells to do, and runs that end in the middle."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from pedschema.cli.files import write_files
from pedschema.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Project


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('"name": "text not null",', '"name": "text",', '"name": "text",'),
        ('"name": "text not null",', '"name": "integer not null",', '"name": "integer not null",'),
        ('["owner", "guest"]', '["owner"]', '"public.member_role": ["owner"]'),
    ],
)
def test_the_check_names_the_line_of_the_lock_when_the_tables_are_others(
    project: Project, old: str, new: str, line: str
) -> None:
    project.call("gen")
    project.edit("schema.lock", old, new)
    lines = (project.folder / "policies" / "schema.lock").read_text(encoding="utf-8").split("\n")
    number = max(at for at, each in enumerate(lines, start=1) if line in each)
    done = project.call("gen", "--check")
    assert done.code == 1
    blamed = [each.partition(": ")[0] for each in done.out.split("\n") if "clients-stale" in each]
    assert blamed
    assert set(blamed) == {f"{project.folder / 'policies' / 'schema.lock'}:{number}"}


def test_a_computed_value_of_another_type_is_the_contracts(project: Project) -> None:
    project.call("gen")
    project.edit(
        "chat/channels.toml",
        'author = { sql = "author.name", type = "text" }',
        'author = { sql = "author.name", type = "bytea" }',
    )
    done = project.call("gen", "--check")
    assert "chat/channels.toml:" in done.out
    assert "schema.lock" not in done.out


def test_a_disk_that_fails_in_the_middle_changes_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    first.write_text("old", encoding="utf-8")
    calls: list[int] = []
    chmod = os.chmod

    def fail(name: str, mode: int) -> None:
        calls.append(1)
        if len(calls) == 2:
            raise OSError(28, "No space left on device", str(second))
        chmod(name, mode)

    monkeypatch.setattr("os.chmod", fail)
    with pytest.raises(UsageError, match="no space left"):
        write_files({first: "new", second: "new"})
    assert first.read_text(encoding="utf-8") == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt"]


def test_a_run_that_is_killed_leaves_the_old_files_and_no_trace_in_the_next(project: Project) -> None:
    project.call("gen")
    before = project.ir.read_text(encoding="utf-8")
    project.edit("lobby/channels.toml", 'columns = ["id", "name"]', 'columns = ["id"]')
    # It dies in the middle of a file, as one does that is killed.
    script = """
import os, signal, tempfile
real = os.fdopen
def half(*arguments, **options):
    file = real(*arguments, **options)
    write = file.write
    file.write = lambda text: (write(text[:200]), file.flush(), os.kill(os.getpid(), signal.SIGKILL))
    return file
os.fdopen = half
from pedschema.cli.app import main
main()
"""
    done = subprocess.run([sys.executable, "-c", script, "gen"], cwd=project.folder, check=False)
    assert done.returncode == -9
    assert project.ir.read_text(encoding="utf-8") == before
    (left,) = (path for path in project.ir.parent.iterdir() if path != project.ir)
    done = project.call("gen", "--check")
    assert left.name in done.err
    assert project.call("gen").code == 0
    assert [path.name for path in project.ir.parent.iterdir()] == ["ir.json"]


def test_a_generated_file_that_is_no_text_is_shown_refused_and_overwritten(project: Project) -> None:
    project.call("gen")
    before = project.ir.read_bytes()
    project.ir.write_bytes(b"\xff\xfe\x00" + before)
    for options, code in ((("--check",), 1), ((), 2)):
        done = project.call("gen", *options)
        assert done.code == code
        assert "generated-file-edited" in done.err
    assert project.call("gen", "--force").code == 0
    assert project.ir.read_bytes() == before


def test_the_check_names_the_repair_that_an_edited_file_needs_and_the_folders_that_were_given(
    project: Project,
) -> None:
    project.call("gen")
    project.ir.write_text(project.ir.read_text(encoding="utf-8") + " ", encoding="utf-8")
    done = project.call("gen", "--check")
    assert done.code == 1
    folders = f"--contract {project.folder / 'policies'} --out {project.folder / 'clients'}"
    assert f"run `pedschema gen {folders} --force`" in done.err
