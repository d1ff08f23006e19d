"""Contract folders: what the linter sees of them, beside what migrations made."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pedschema.lint.read import load_project
from pedschema.lint.source import Origin

GOOD = Path(__file__).parent.parent / "catalogue" / "good"


@pytest.fixture
def contract(tmp_path: Path) -> Path:
    return Path(shutil.copytree(GOOD, tmp_path / "policies"))


def _migration(folder: Path, text: str) -> Path:
    path = folder / "a.sql"
    path.write_text(text, encoding="utf-8")
    return path


def test_contract_is_read_with_what_it_generates(contract: Path) -> None:
    project = load_project([contract])
    files = {each.statement.source.file.removeprefix(f"{contract}/") for each in project.policies}

    assert project.notes == ()
    assert project.catalogue is not None
    assert files == {
        "chat/read_chat.sql",
        "chat/read_live.sql",
        "chat/write_live.sql",
        "lobby/read_lobby.sql",
    }
    assert len(project.triggers) == sum(len(each.on) for each in project.catalogue.publications)
    assert project.statements == ()


def test_generated_trigger_stands_where_its_publication_is_declared(contract: Path) -> None:
    project = load_project([contract])
    declared = {each.where for each in project.catalogue.publications} if project.catalogue else set()
    places = [each.hit("", "").place for each in project.triggers]

    assert {f"{place.file}:{place.line}" for place in places} == declared


def test_same_object_in_a_migration_and_the_contract_is_one(contract: Path, tmp_path: Path) -> None:
    text = (contract / "chat" / "read_chat.sql").read_text(encoding="utf-8")
    migration = _migration(tmp_path, text + ";\n" + text.replace("chat_read", "other"))

    project = load_project([contract, migration])
    alone = load_project([contract])

    assert len({policy.name for policy in project.policies}) == len(project.policies)
    assert {each.statement.source.origin for each in alone.policies} == {Origin.CONTRACT}
    same = [each for each in project.policies if each.name in {policy.name for policy in alone.policies}]
    assert {each.statement.source.origin for each in same} == {Origin.CONTRACT}


def test_contract_counts_last_wherever_it_is_named(contract: Path, tmp_path: Path) -> None:
    text = (contract / "chat" / "read_chat.sql").read_text(encoding="utf-8")
    migration = _migration(tmp_path, text)

    first = load_project([contract, migration])
    last = load_project([migration, contract])

    assert {str(each.hit("", "").place) for each in first.policies} == {
        str(each.hit("", "").place) for each in last.policies
    }


def test_trigger_function_keeps_the_version_that_migrations_gave_it(contract: Path, tmp_path: Path) -> None:
    name = next(
        str(each.name) for each in load_project([contract]).functions if each.name.name.endswith("_v1")
    )
    newer = name.replace("_v1", "_v7")
    body = "returns trigger language plpgsql as $$begin return null; end$$"
    migration = _migration(tmp_path, f"create function {newer}() {body}; drop function {newer}_no;")

    names = {str(each.name) for each in load_project([migration, contract]).functions}

    assert newer in names
    assert name not in names


def test_mistakes_of_the_contract_are_told_and_its_sql_is_judged(contract: Path) -> None:
    (contract / "chat" / "channels.toml").write_text("[topic\n", encoding="utf-8")

    project = load_project([contract])

    assert project.catalogue is None
    assert {note.kind for note in project.notes} == {"contract-mistake"}
    assert any(note.hit.place.file.endswith("channels.toml") for note in project.notes)
    assert any(note.hit.place.line == 1 for note in project.notes)
    assert len(project.policies) == 4


def test_comment_in_toml_speaks_for_the_table_below(contract: Path) -> None:
    path = contract / "chat" / "channels.toml"
    lines = path.read_text(encoding="utf-8").split("\n")
    header = next(number for number, line in enumerate(lines) if line.startswith("[["))
    lines.insert(header, "# pedschema: allow full-row — the row is small")
    path.write_text("\n".join(lines), encoding="utf-8")

    allow = load_project([contract]).allows[0]

    assert allow.names == ("full-row",)
    assert allow.lines[0] == header + 2
    assert allow.lines[1] > allow.lines[0]


def test_comment_beside_a_key_in_toml_speaks_for_its_line(contract: Path) -> None:
    path = contract / "contract.toml"
    text = path.read_text(encoding="utf-8").split("\n")
    number = next(at for at, line in enumerate(text) if line.startswith("schema"))
    text[number] += "  # pedschema: allow full-row: the row is small"
    path.write_text("\n".join(text), encoding="utf-8")

    assert load_project([contract]).allows[0].lines == (number + 1, number + 1)
