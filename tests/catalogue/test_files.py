from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from pedschema.catalogue.load import load_catalogue
from pedschema.errors import ContractError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    FindMistakes = Callable[[], list[str]]

CHAT = "chat/channels.toml"


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("contract.toml", ["contract.toml file-missing"]),
        ("schema.lock", ["schema.lock lock-missing"]),
        ("unpublished.toml", ["unpublished.toml:1 table-uncatalogued"] * 2),
    ],
)
def test_missing_file_hides_nothing_and_invents_nothing(
    folder: Path, find_mistakes: FindMistakes, file: str, expected: list[str]
) -> None:
    (folder / file).unlink()

    assert find_mistakes() == expected


def test_missing_lock_is_written_by_a_command(folder: Path) -> None:
    (folder / "schema.lock").unlink()

    with pytest.raises(ContractError) as caught:
        load_catalogue(folder)

    assert "`pedschema lock`" in caught.value.mistakes[0].fix


def test_missing_lock_hides_no_mistake_that_needs_no_table(folder: Path, find_mistakes: FindMistakes) -> None:
    (folder / "schema.lock").unlink()
    path = folder / CHAT
    path.write_text(
        path.read_text(encoding="utf-8").replace("row.hidden_at is", "hidden_at i"), encoding="utf-8"
    )

    assert find_mistakes() == [f"{CHAT}:15 sql-syntax", "schema.lock lock-missing"]


def test_empty_folder_lacks_two_files(tmp_path: Path) -> None:
    with pytest.raises(ContractError) as caught:
        load_catalogue(tmp_path)

    assert [mistake.id for mistake in caught.value.mistakes] == ["file-missing", "lock-missing"]


@pytest.mark.parametrize("name", ["nowhere", "file"])
def test_folder_that_is_none_is_found(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(ContractError) as caught:
        load_catalogue(tmp_path / name)

    assert [mistake.id for mistake in caught.value.mistakes] == ["folder-missing"]


@pytest.mark.parametrize(
    "file",
    ["contract.toml", "unpublished.toml", "schema.lock", CHAT, "chat/read_chat.sql", "rules/member.sql"],
)
def test_text_that_is_not_utf8_is_found_at_its_line(
    folder: Path, find_mistakes: FindMistakes, file: str
) -> None:
    path = folder / file
    lines = path.read_bytes().split(b"\n")
    path.write_bytes(b"\n".join([lines[0], b"# \xff", *lines[1:]]))

    assert f"{file}:2 file-not-utf8" in find_mistakes()


@pytest.mark.parametrize(
    "file",
    ["contract.toml", "unpublished.toml", "schema.lock", CHAT, "chat/read_chat.sql", "rules/member.sql"],
)
def test_file_that_cannot_be_read_is_found(folder: Path, find_mistakes: FindMistakes, file: str) -> None:
    (folder / file).unlink()
    (folder / file).mkdir()

    assert f"{file} file-unreadable" in find_mistakes()


def test_broken_contract_file_does_not_hide_the_rest(folder: Path, find_mistakes: FindMistakes) -> None:
    (folder / "contract.toml").write_text('schema = "chat"\n', encoding="utf-8")
    with (folder / "rules" / "see_room.sql").open("a", encoding="utf-8") as file:
        file.write("select 1")

    assert find_mistakes() == [
        *["contract.toml:1 key-missing"] * 4,
        "rules/see_room.sql:9 statement-several",
    ]


def test_unreadable_channels_do_not_make_policies_wrong(folder: Path, find_mistakes: FindMistakes) -> None:
    (folder / CHAT).write_text("[topic", encoding="utf-8")

    assert find_mistakes() == [f"{CHAT}:1 toml-syntax"]


def test_zero_byte_in_sql_is_found(folder: Path, find_mistakes: FindMistakes) -> None:
    with (folder / "rules" / "member.sql").open("a", encoding="utf-8") as file:
        file.write(";\nselect \0 1")

    assert find_mistakes() == ["rules/member.sql:13:8 sql-syntax"]


def test_folder_without_topics_declares_nothing(folder: Path, find_mistakes: FindMistakes) -> None:
    for name in ("chat", "lobby", "rules"):
        shutil.rmtree(folder / name)

    assert find_mistakes() == ["unpublished.toml:1 table-uncatalogued"] * 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{", "schema.lock:1 lock-syntax"),
        ("{}", "schema.lock:1 lock-shape"),
        ('{"version": 1, "enums": {}, "tables": {}}', "schema.lock:1 lock-version"),
        ('{"version": 2, "enums": {}, "tables": {"a": {"columns": {}, "primary_key": []}}}',
         "schema.lock:1 lock-shape"),
        ("[" * 100_000, "schema.lock:1 lock-syntax"),
    ],
    ids=["no JSON", "no lock", "another version", "no schema", "too deep"],
)  # fmt: skip
def test_lock_that_is_none_is_found(
    folder: Path, find_mistakes: FindMistakes, text: str, expected: str
) -> None:
    (folder / "schema.lock").write_text(text, encoding="utf-8")

    assert expected in find_mistakes()


def test_deeply_nested_toml_is_a_mistake(folder: Path, find_mistakes: FindMistakes) -> None:
    (folder / "unpublished.toml").write_text(f"tables = {'[' * 5000}{']' * 5000}", encoding="utf-8")

    assert "unpublished.toml:1 toml-syntax" in find_mistakes()


def test_windows_line_ends_are_fine(folder: Path, find_mistakes: FindMistakes) -> None:
    for path in folder.rglob("*.*"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    assert find_mistakes() == []


def test_all_mistakes_come_at_once(folder: Path, find_mistakes: FindMistakes) -> None:
    for file, old, new in [
        ("contract.toml", "clients =", "client ="),
        ("unpublished.toml", "an internal trail that no screen reads", "?"),
        (CHAT, '"content", "room_id"]', '"contend", "room_id"]'),
        ("lobby/read_lobby.sql", "to authenticated", ""),
        ("rules/member.sql", "stable", ""),
    ]:
        text = (folder / file).read_text(encoding="utf-8")
        (folder / file).write_text(text.replace(old, new), encoding="utf-8")

    assert {line.split()[0] for line in find_mistakes()} == {
        f"{CHAT}:14",
        f"{CHAT}:17",
        "contract.toml:13",
        "contract.toml:8",
        "lobby/read_lobby.sql:1",
        "rules/member.sql:2",
        "unpublished.toml:2",
    }
