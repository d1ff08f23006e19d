"""What can be done to every database of a fleet, as the command that does it to one."""

from __future__ import annotations

__all__ = ["Action", "compute_digest", "find_command", "find_environment"]

import configparser
import hashlib
import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pedschema.fleet.targets import Target

_URL_VARIABLES = ("PEDSCHEMA_DATABASE_URL", "PEDSCHEMA_LINT_DATABASE_URL")


class Action(StrEnum):
    """A command that takes a database."""

    UPGRADE = "upgrade"
    DRIFT = "drift"
    LINT = "lint"


def find_command(action: Action, target: Target, extra: Sequence[str]) -> tuple[str, ...]:
    """Return the command line; the URL is not on it, since every user of a machine may read those."""
    config, contract = str(target.config), str(target.contract)
    if action is Action.UPGRADE:
        return (sys.executable, "-m", "alembic", "-c", config, "upgrade", *(extra or ("head",)))
    command = (sys.executable, "-m", "pedschema.cli", str(action), "--format", "json")
    if action is Action.DRIFT:
        return (*command, "--config", config, "--contract", contract, *extra)
    return (*command, *extra, contract, *map(str, _find_migrations(target.config)))


def find_environment(target: Target) -> dict[str, str]:
    """Return the environment of the command: this process's, with the database's URL."""
    return dict(os.environ) | dict.fromkeys(_URL_VARIABLES, target.url or "")


def compute_digest(action: Action, target: Target, extra: Sequence[str]) -> str:
    """Return a digest of what the command works with: itself, the database, the contract, the migrations.

    No password is part of it: a journal may lie about.
    """
    digest = hashlib.sha256(repr((str(action), tuple(extra), _place(target.url or ""))).encode())
    for path in (target.config, *_walk(target.contract), *map_files(_find_migrations(target.config))):
        digest.update(f"\0{path.name}\0".encode("utf-8", "surrogateescape"))
        digest.update(path.read_bytes() if path.is_file() else b"")
    return digest.hexdigest()


def _place(url: str) -> tuple[str, ...]:
    """Return what says which database a URL names."""
    try:
        parts = urlsplit(url)
        query = [(name, value) for name, value in parse_qsl(parts.query) if "password" not in name.lower()]
        # A pooler tells projects apart by the login.
        named = (parts.username, parts.hostname, parts.port, parts.path, sorted(query))
        return tuple(str(each or "") for each in named)
    except ValueError:
        return ()


def map_files(folders: Sequence[Path]) -> Iterator[Path]:
    """Yield the files of every folder, sorted within each."""
    for folder in folders:
        yield from _walk(folder)


def _walk(folder: Path) -> Iterator[Path]:
    yield from sorted(
        path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts
    )


def _find_migrations(config: Path) -> tuple[Path, ...]:
    parser = configparser.ConfigParser({"here": str(config.absolute().parent)})
    try:
        parser.read(config, encoding="utf-8")
        return (Path(parser["alembic"]["script_location"]),)
    except (configparser.Error, KeyError, UnicodeDecodeError):
        return ()
