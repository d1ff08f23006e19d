from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

CONTRACT = Path(__file__).parents[1] / "catalogue" / "good"


class Project:
    """A folder with a contract, and the command line on it."""

    def __init__(self, folder: Path, run: Callable[..., Any]) -> None:
        self.folder = folder
        self._run = run
        shutil.copytree(CONTRACT, folder / "policies")
        self.write_clients()

    @property
    def ir(self) -> Path:
        return self.folder / "clients" / "ir.json"

    def write_clients(self, *names: str) -> None:
        """Name the emitters in contract.toml."""
        path = self.folder / "policies" / "contract.toml"
        lines = [
            line
            for line in path.read_text(encoding="utf-8").split("\n")
            if not line.startswith("clients = [")
        ]
        listed = ", ".join(f'"{name}"' for name in names)
        place = next(number for number, line in enumerate(lines) if line.startswith("app_schemas"))
        lines.insert(place, f"clients = [{listed}]")
        path.write_text("\n".join(lines), encoding="utf-8")

    def edit(self, file: str, old: str, new: str) -> None:
        path = self.folder / "policies" / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def git(self, *arguments: str) -> None:
        named = ("-c", "user.name=a", "-c", "user.email=a@example.org")
        subprocess.run(["git", *named, *arguments], cwd=self.folder, check=True, capture_output=True)

    def commit(self, tag: str) -> None:
        if not (self.folder / ".git").exists():
            self.git("init", "--quiet")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", tag)
        self.git("tag", tag)

    def call(self, command: str, *options: str) -> Any:
        folders = ("--contract", str(self.folder / "policies"), "--out", str(self.folder / "clients"))
        return self._run(command, *folders, *options)


@pytest.fixture
def project(tmp_path: Path, run: Callable[..., Any]) -> Project:
    return Project(tmp_path, run)
