"""`pedschema init`: the two folders of a new project."""

from __future__ import annotations

__all__ = ["run"]

import json
import re
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pedschema.catalogue.contract import load_contract
from pedschema.catalogue.lock import render_lock
from pedschema.cli import scaffold
from pedschema.cli.console import say
from pedschema.cli.files import write_files
from pedschema.errors import Mistake, UsageError
from pedschema.model.table import SchemaLock
from pedschema.ops.upgrade import read_live_lock
from pedschema.probe.authorization import SERVER_VERSION

if TYPE_CHECKING:
    from collections.abc import Mapping

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_FILES = {
    "alembic.ini": "alembic.ini",
    "migrations/env.py": "env.py.txt",
    "migrations/script.py.mako": "script.py.mako",
    "policies/contract.toml": "contract.toml",
}
_TAKEN = {"auth", "extensions", "graphql", "information_schema", "public", "realtime", "storage", "vault"}
_UNDECIDED = "nobody has decided yet whether a topic tells of it"


def run(
    name: Annotated[str, typer.Argument(help="Name of the app; its owned schema is called so as well.")],
    folder: Annotated[Path, typer.Option("--folder", help="Where the project stands.")] = Path(),
    database: Annotated[
        str | None,
        typer.Option(
            "--database",
            envvar="PEDSCHEMA_DATABASE_URL",
            show_default=False,
            help="URL of the app's database: its tables go into schema.lock and unpublished.toml.",
        ),
    ] = None,
) -> None:
    """Start a contract: alembic.ini, migrations/ and policies/, with every table still unpublished."""
    if not _NAME.fullmatch(name) or name in _TAKEN or name.startswith("pg_"):
        what = f'"{name}" cannot be the name of an owned schema'
        fix = "use lower-case letters, digits and underscores, 40 at most, and no schema that is in use"
        raise UsageError(Mistake("command line", what, fix, "name-unusable"))
    texts = {folder / path: _text(template, name) for path, template in _FILES.items()}
    _check_free([*texts, folder / "policies" / "schema.lock", folder / "policies" / "unpublished.toml"])
    write_files(texts)
    (folder / "migrations" / "versions").mkdir(exist_ok=True)
    try:
        lock = _read_lock(folder, database)
    except BaseException:
        for path in texts:
            path.unlink()
        raise
    write_files(_render_tables(folder / "policies", lock))
    say(f"{len(lock.tables)} tables are listed in policies/unpublished.toml")
    say("declare a topic in policies/<feature>/channels.toml, then run `alembic revision --autogenerate`")


def _text(template: str, name: str) -> str:
    text = resources.files(scaffold).joinpath(template).read_text(encoding="utf-8")
    return text.replace("@name@", name).replace("@realtime@", SERVER_VERSION)


def _check_free(paths: list[Path]) -> None:
    taken = [path for path in paths if path.exists()]
    if taken:
        what, fix = "the file exists already", "move it away, or choose another --folder"
        raise UsageError(*(Mistake(str(path), what, fix, "file-exists") for path in taken))


def _read_lock(folder: Path, database: str | None) -> SchemaLock:
    if database is None:
        return SchemaLock()
    contract, _ = load_contract(folder / "policies")
    return read_live_lock(folder / "alembic.ini", database, contract.app_schemas)


def _render_tables(policies: Path, lock: SchemaLock) -> Mapping[Path, str]:
    lines = [f"{json.dumps(str(table.name))} = {json.dumps(_UNDECIDED)}" for table in lock.tables]
    return {
        policies / "schema.lock": render_lock(lock),
        policies / "unpublished.toml": "\n".join(["[tables]", *lines, ""]),
    }
