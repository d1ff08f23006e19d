from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pedschema.errors import ContractError
from pedschema.fleet.targets import load_fleet

if TYPE_CHECKING:
    from pathlib import Path


def load(path: Path, text: str) -> str:
    """Return the ids and texts of the mistakes."""
    file = path / "targets.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ContractError) as caught:
        load_fleet(file)
    return str(caught.value)


def test_paths_start_from_the_folder_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREVIEW", "postgresql://u:secret@h/d")
    file = tmp_path / "targets.toml"
    file.write_text(
        '[target.a]\nurl = "postgresql://u@h/d"\n[target.b]\nenv = "PREVIEW"\ncontract = "other"\n',
        encoding="utf-8",
    )
    first, second = load_fleet(file).targets
    assert (first.name, first.config, first.contract) == (
        "a",
        tmp_path / "alembic.ini",
        tmp_path / "policies",
    )
    assert (second.url, second.contract) == ("postgresql://u:secret@h/d", tmp_path / "other")
    assert "secret" not in repr(second)


def test_a_variable_that_is_not_set_is_the_targets_own_trouble(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PREVIEW", raising=False)
    file = tmp_path / "targets.toml"
    file.write_text('[target.b]\nenv = "PREVIEW"\n', encoding="utf-8")
    (target,) = load_fleet(file).targets
    assert target.url is None
    assert target.missing == 'the variable "PREVIEW" is not set'


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://u:geheim@h/d",
        "postgresql://u@h/d?password=geheim",
        "postgresql://u@h/d?sslmode=require&sslpassword=geheim",
    ],
)
def test_a_password_in_the_file_is_refused_and_not_repeated(tmp_path: Path, url: str) -> None:
    message = load(tmp_path, f'[target.a]\n\nurl = "{url}"\n')
    assert "fleet-password" in message
    assert "targets.toml:3" in message
    assert "geheim" not in message


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("", "key-missing"),
        ("[target.a]\n", "fleet-url"),
        ('[target.a]\nurl = "postgresql://h/d"\nenv = "X"\n', "fleet-url"),
        ('[target.a]\nurl = "mysql://h/d"\n', "fleet-url"),
        ('[target.a]\nurl = "postgresql://[h/d"\n', "fleet-url"),
        ('concurrency = 0\n[target.a]\nurl = "postgresql://h/d"\n', "value-not-positive"),
        ('[target.a]\nurl = "postgresql://h/d"\nport = 1\n', "key-unknown"),
    ],
)
def test_what_is_no_fleet_is_told_with_its_place(tmp_path: Path, text: str, id_: str) -> None:
    message = load(tmp_path, text)
    assert "targets.toml:" in message
    assert f"[{id_}]" in message
