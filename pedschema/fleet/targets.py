"""`targets.toml`: the databases of a fleet."""

from __future__ import annotations

__all__ = ["Fleet", "FleetShape", "Target", "load_fleet"]

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated
from urllib.parse import parse_qs, urlsplit

from pydantic import Field

from pedschema.catalogue.toml import Shape, load_toml
from pedschema.errors import ContractError, Mistake

if TYPE_CHECKING:
    from pathlib import Path

    from pedschema.catalogue.toml import Document

_SCHEMES = {"postgres", "postgresql"}


class TargetShape(Shape):
    """One database; either `url` or `env` names it."""

    url: str | None = Field(default=None, description="URL without a password; libpq finds that as always")
    env: str | None = Field(default=None, description="variable of the environment that holds the URL")
    config: str = Field(default="alembic.ini", description="Alembic's configuration, from this file's folder")
    contract: str = Field(default="policies", description="folder of the contract, from this file's folder")


class FleetShape(Shape):
    """The databases on which one command runs."""

    concurrency: Annotated[int, Field(gt=0, le=64)] = Field(
        default=4, description="databases worked on at one time"
    )
    timeout_seconds: Annotated[int, Field(gt=0)] = Field(
        default=900, description="after which a database counts as failed"
    )
    target: dict[Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")], TargetShape] = Field(
        min_length=1, description="by name"
    )


@dataclass(frozen=True, slots=True)
class Target:
    """A database with the contract that holds for it.

    Attributes:
        url: as libpq takes it; None when its variable is not set. Never shown, it may hold a password.
        missing: what to say when there is no URL.
    """

    name: str
    url: str | None
    config: Path
    contract: Path
    missing: str = ""

    def __repr__(self) -> str:
        """Return the name alone."""
        return f"Target({self.name!r})"


@dataclass(frozen=True, slots=True)
class Fleet:
    """All databases, in the order of the file, and how many are worked on at one time."""

    targets: tuple[Target, ...]
    concurrency: int
    timeout_seconds: int


def load_fleet(path: Path) -> Fleet:
    """Return the fleet that the file describes; paths in it start from its folder.

    Raises:
        ContractError: the file cannot be read or has another shape, a target has no URL or two, or a URL
            holds a password. A variable that is not set is no mistake of the file: that target fails alone.
    """
    loaded = load_toml(path, FleetShape)
    mistakes: list[Mistake] = []
    targets = []
    for name, shape in loaded.model.target.items():
        mistake = _find_mistake(name, shape, loaded.document)
        if mistake:
            mistakes.append(mistake)
        url = os.environ.get(shape.env) if shape.env else shape.url
        missing = "" if url else f'the variable "{shape.env}" is not set'
        folder = path.parent
        targets.append(Target(name, url or None, folder / shape.config, folder / shape.contract, missing))
    if mistakes:
        raise ContractError(*mistakes)
    return Fleet(tuple(targets), loaded.model.concurrency, loaded.model.timeout_seconds)


def _find_mistake(name: str, shape: TargetShape, document: Document) -> Mistake | None:
    where = document.where("target", name, "url" if shape.url else "env")
    if bool(shape.url) == bool(shape.env):
        what = f'the target "{name}" has {"both a URL and a variable" if shape.url else "no database"}'
        return Mistake(where, what, 'give either "url" or "env"', "fleet-url")
    if shape.url is None:
        return None
    try:
        parts = urlsplit(shape.url)
        secret = parts.password or any("password" in name.lower() for name in parse_qs(parts.query))
    except ValueError:
        parts, secret = None, None
    if parts is None or parts.scheme not in _SCHEMES:
        what = f'the URL of the target "{name}" is not one of PostgreSQL'
        return Mistake(where, what, "write it as postgresql://user@host:5432/database", "fleet-url")
    if secret:
        what = f'the URL of the target "{name}" holds a password'
        fix = 'put the whole URL in a variable and name that with "env", or keep the password in .pgpass'
        return Mistake(where, what, fix, "fleet-password")
    return None
