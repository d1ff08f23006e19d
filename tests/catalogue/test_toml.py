from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pedschema.catalogue.toml import Shape, load_toml
from pedschema.errors import ContractError

if TYPE_CHECKING:
    from pathlib import Path


class Door(Shape):
    width: int


class House(Shape):
    doors: list[Door]
    owner: str = "nobody"


def write(folder: Path, text: str) -> Path:
    path = folder / "house.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_file_in_its_shape_is_loaded_with_its_lines(tmp_path: Path) -> None:
    path = write(tmp_path, 'owner = "Ida"\n[[doors]]\nwidth = 90\n')

    loaded = load_toml(path, House)

    assert loaded.model == House(doors=[Door(width=90)], owner="Ida")
    assert loaded.document.where("doors", 0, "width") == f"{path}:3"
    assert loaded.document.where("doors", 0, "height") == f"{path}:2"


def test_every_mistake_of_the_file_is_found(tmp_path: Path) -> None:
    path = write(tmp_path, 'owner = 1\n[[doors]]\nwidth = "90"\n[[doors]]\nwith = 1\n')

    with pytest.raises(ContractError) as caught:
        load_toml(path, House)

    found = [(mistake.where, mistake.id, mistake.fix) for mistake in caught.value.mistakes]
    assert found == [
        (f"{path}:1", "value-type", 'correct "owner"'),
        (f"{path}:3", "value-type", 'correct "doors.0.width"'),
        (f"{path}:4", "key-missing", 'add "width"'),
        (f"{path}:5", "key-unknown", 'did you mean "width"?'),
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [("owner = \n", 1), ("a = 1\na = 2\n", 2), ("a = 1\n\n[b", 3), ('a = """\n\n', 1), ("a = 1 b\n", 1)],
)
def test_syntax_error_has_its_line(tmp_path: Path, text: str, line: int) -> None:
    path = write(tmp_path, text)

    with pytest.raises(ContractError) as caught:
        load_toml(path, House)

    assert [(mistake.where, mistake.id) for mistake in caught.value.mistakes] == [
        (f"{path}:{line}", "toml-syntax")
    ]
