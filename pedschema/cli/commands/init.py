"""`pedschema init`: the two folders of a new project."""

from __future__ import annotations

__all__ = ["run"]

import json
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pedschema.catalogue.contract import load_contract
from pedschema.catalogue.lock import render_lock
from pedschema.cli.console import say
from pedschema.cli.scaffold.example import render_commented, render_example
from pedschema.cli.scaffold.project import check_free, check_name, render_frame, write_new
from pedschema.ops.upgrade import read_live_lock

if TYPE_CHECKING:
    from collections.abc import Mapping

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
            help="URL of the app's database: its tables are listed, the example is a comment on one of them.",
        ),
    ] = None,
) -> None:
    """Start a contract: alembic.ini, migrations/ and policies/, with one worked example of a topic."""
    check_name(name)
    frame = render_frame(name)
    texts = dict(frame) | dict(
        render_example(name, datetime.now(UTC)) if database is None else _read_tables(name, database, frame)
    )
    paths = {folder / path: text for path, text in texts.items()}
    check_free(paths, "--folder")
    write_new(paths)
    (folder / "migrations" / "versions").mkdir(exist_ok=True)
    if database is None:
        say(
            "policies/chat holds an example on tables of its own: `alembic upgrade head` builds it,"
            " `pedschema demo` plays it"
        )
        return
    count = texts["policies/unpublished.toml"].count(_UNDECIDED)
    say(f"{count} tables are listed in policies/unpublished.toml")
    say("declare a topic in policies/<feature>/channels.toml, then run `alembic revision --autogenerate`")


def _read_tables(name: str, database: str, frame: Mapping[str, str]) -> Mapping[str, str]:
    """Return the files that say which tables the app has."""
    with tempfile.TemporaryDirectory(prefix="pedschema-") as staging:
        write_new({Path(staging) / path: text for path, text in frame.items()})
        contract, _ = load_contract(Path(staging) / "policies")
        lock = read_live_lock(Path(staging) / "alembic.ini", database, contract.app_schemas)
    lines = [f"{json.dumps(str(table.name))} = {json.dumps(_UNDECIDED)}" for table in lock.tables]
    texts = {
        "policies/schema.lock": render_lock(lock),
        "policies/unpublished.toml": "\n".join(["[tables]", *lines, ""]),
    }
    commented = render_commented(lock, name)
    return texts | ({"policies/example/channels.toml": commented} if commented else {})
