from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator

from pedschema.emit.files import load_plan
from pedschema.emit.ir import describe_schema, parse_ir
from pedschema.emit.stamp import MARK, Origin, read_origin, stamp
from pedschema.errors import ContractError

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Project


def test_a_second_run_writes_nothing_and_the_check_is_clean(project: Project) -> None:
    assert project.call("gen").code == 0
    first = project.ir.stat().st_mtime_ns
    assert project.call("gen").code == 0
    assert project.ir.stat().st_mtime_ns == first
    assert project.call("gen", "--check").code == 0


def test_the_file_is_of_the_published_schema_and_comes_back(project: Project) -> None:
    project.call("gen")
    text = project.ir.read_text(encoding="utf-8")
    Draft202012Validator.check_schema(describe_schema())
    assert not list(Draft202012Validator(describe_schema()).iter_errors(json.loads(text)))
    wire = parse_ir(text, "ir.json")
    assert [topic.pattern for topic in wire.topics] == [
        "lobby",
        "room:{room_id:uuid}:chat",
        "room:{room_id:uuid}:live",
    ]
    broken = json.loads(text)
    broken["topics"][0]["events"][0]["kind"] = "surprise"
    assert list(Draft202012Validator(describe_schema()).iter_errors(broken))


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("", "ir-syntax"),
        ("[]", "ir-syntax"),
        ("{}", "ir-syntax"),
        ('{"version": 99}', "ir-version"),
        ('{"version": 1, "name": 3}', "ir-shape"),
        ("[" * 100_000, "ir-syntax"),
    ],
)
def test_what_is_no_wire_is_told(text: str, id_: str) -> None:
    with pytest.raises(ContractError) as caught:
        parse_ir(text, "ir.json")
    assert caught.value.mistakes[0].id == id_


def test_the_check_names_the_line_of_the_contract_and_writes_nothing(project: Project) -> None:
    project.call("gen")
    before = project.ir.read_text(encoding="utf-8")
    project.edit("lobby/channels.toml", 'columns = ["id", "name"]', 'columns = ["id"]')
    done = project.call("gen", "--check")
    assert done.code == 1
    assert "lobby/channels.toml:" in done.out
    assert '"name" is gone' in done.out
    assert "pedschema gen" in done.out
    assert project.ir.read_text(encoding="utf-8") == before


def test_an_edited_file_is_refused_and_shown_unless_forced(project: Project) -> None:
    project.call("gen")
    edited = project.ir.read_text(encoding="utf-8").replace('"rooms"', '"halls"', 1)
    project.ir.write_text(edited, encoding="utf-8")
    done = project.call("gen")
    assert done.code == 2
    assert "generated-file-edited" in done.err
    assert '"halls"' in done.err
    assert project.ir.read_text(encoding="utf-8") == edited
    assert project.call("gen", "--force").code == 0
    assert read_origin(project.ir.read_text(encoding="utf-8")) is Origin.GENERATED


def test_orphans_of_earlier_runs_go_and_files_of_others_stay(project: Project) -> None:
    project.call("gen")
    folder = project.ir.parent / "typescript"
    folder.mkdir()
    orphan, foreign, edited = folder / "old.ts", folder / "mine.ts", folder / "edited.ts"
    orphan.write_text(stamp(f"// {MARK}\n"), encoding="utf-8")
    foreign.write_text("// mine\n", encoding="utf-8")
    done = project.call("gen", "--check")
    assert done.code == 1
    assert "old.ts" in done.err
    assert "mine.ts" not in done.err
    assert project.call("gen").code == 0
    assert not orphan.exists()
    assert foreign.exists()
    edited.write_text(stamp(f"// {MARK}\n") + "x\n", encoding="utf-8")
    assert project.call("gen").code == 2
    assert edited.exists()


def test_line_ends_of_a_checkout_are_no_edit(project: Project) -> None:
    project.call("gen")
    project.ir.write_bytes(project.ir.read_bytes().replace(b"\n", b"\r\n"))
    assert project.call("gen", "--check").code == 0


def test_a_contract_with_mistakes_leaves_the_old_files(project: Project) -> None:
    project.call("gen")
    before = project.ir.read_text(encoding="utf-8")
    project.edit("lobby/channels.toml", 'columns = ["id", "name"]', 'columns = ["id", "nothing"]')
    done = project.call("gen")
    assert done.code == 2
    assert "nothing" in done.err
    assert project.ir.read_text(encoding="utf-8") == before


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("schema.lock", '"content": "text not null"', '"content": "ghost not null"'),
        ("schema.lock", '"content": "text not null"', '"content": "public.ghost[] not null"'),
        ("schema.lock", '"content": "text not null"', '"content": "information_schema.ghost"'),
        ("chat/channels.toml", 'type = "int8"', 'type = "ghost(3)"'),
        ("chat/channels.toml", 'since = "timestamptz"', 'since = "ghost[][] not null"'),
        ("chat/channels.toml", 'since = "timestamptz"', "since = 'public.\"ghost\"'"),
    ],
)
def test_a_type_that_nobody_can_name_is_told_with_its_place(
    project: Project, file: str, old: str, new: str
) -> None:
    project.call("gen")
    before = project.ir.read_text(encoding="utf-8")
    project.edit(file, old, new)
    done = project.call("gen")
    assert done.code == 2
    assert "type-unknown" in done.err
    assert "chat/channels.toml:" in done.err
    assert "ghost" in done.err
    assert project.ir.read_text(encoding="utf-8") == before


def test_dimensions_of_computed_and_sent_arrays_are_kept(project: Project) -> None:
    project.edit("chat/channels.toml", 'type = "int8"', 'type = "int8[][]"')
    project.edit("chat/channels.toml", 'since = "timestamptz"', 'since = "text[][][]"')
    project.call("gen")
    text = project.ir.read_text(encoding="utf-8")
    assert '"dimensions": 2' in text
    assert '"dimensions": 3' in text


def test_an_emitter_that_is_none_is_told(project: Project) -> None:
    project.write_clients("cobol")
    done = project.call("gen")
    assert done.code == 2
    assert "emitter-unknown" in done.err
    assert not project.ir.exists()


def test_watching_checks_nothing(project: Project) -> None:
    done = project.call("gen", "--watch", "--check")
    assert done.code == 2
    assert "options-contradict" in done.err


def test_a_text_without_a_mark_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="mark"):
        load_plan({tmp_path / "a.ts": "x"}, (tmp_path,))


def test_watching_writes_again_when_the_contract_changes(project: Project) -> None:
    command = [sys.executable, "-m", "pedschema.cli", "gen", "--watch"]
    with subprocess.Popen(command, cwd=project.folder, stderr=subprocess.PIPE, text=True) as process:
        try:
            _wait(project.ir.exists)
            first = project.ir.read_text(encoding="utf-8")
            project.edit("lobby/channels.toml", 'columns = ["id", "name"]', 'columns = ["id", "nothing"]')
            time.sleep(1.2)
            assert project.ir.read_text(encoding="utf-8") == first
            project.edit("lobby/channels.toml", 'columns = ["id", "nothing"]', 'columns = ["id"]')
            _wait(lambda: project.ir.read_text(encoding="utf-8") != first)
        finally:
            process.kill()


def _wait(happened: object) -> None:
    assert callable(happened)
    deadline = time.monotonic() + 20
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.1)
