from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pedschema.catalogue.load import load_catalogue
from pedschema.errors import ContractError

if TYPE_CHECKING:
    from collections.abc import Callable

    from pedschema.errors import Mistake

GOOD = Path(__file__).parent / "good"


def list_mistakes(folder: Path) -> tuple[Mistake, ...]:
    try:
        load_catalogue(folder)
    except ContractError as error:
        return error.mistakes
    return ()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A contract without mistakes, to be spoilt."""
    return Path(shutil.copytree(GOOD, tmp_path / "policies"))


@pytest.fixture
def find_mistakes(folder: Path) -> Callable[[], list[str]]:
    """What is wrong with the folder, as `file:line id`, each message checked for its three parts."""

    def find() -> list[str]:
        mistakes = list_mistakes(folder)
        assert all(mistake.what and mistake.fix for mistake in mistakes)
        return [f"{mistake.where.removeprefix(f'{folder}/')} {mistake.id}" for mistake in mistakes]

    return find


@pytest.fixture
def edit(folder: Path) -> Callable[[str, str, str], None]:
    """Replace the one occurrence of a text in a file; an empty text appends, and creates the file."""

    def replace(file: str, old: str, new: str) -> None:
        path = folder / file
        path.parent.mkdir(exist_ok=True)
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        assert not old or text.count(old) == 1
        path.write_text(text.replace(old, new) if old else text + new, encoding="utf-8")

    return replace


@pytest.fixture
def mistakes_after(
    edit: Callable[[str, str, str], None], find_mistakes: Callable[[], list[str]]
) -> Callable[[str, str, str], list[str]]:
    """What is wrong after one edit."""

    def find(file: str, old: str, new: str) -> list[str]:
        edit(file, old, new)
        return find_mistakes()

    return find
