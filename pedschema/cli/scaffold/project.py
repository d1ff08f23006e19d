"""The frame of a new project: its files, its name, and that nothing is overwritten."""

from __future__ import annotations

__all__ = ["check_free", "check_name", "read_template", "render_frame", "write_new"]

import re
from importlib import resources
from typing import TYPE_CHECKING

from pedschema.cli import scaffold
from pedschema.cli.files import write_files
from pedschema.errors import Mistake, UsageError
from pedschema.probe.authorization import SERVER_VERSION
from pedschema.syntax.write import is_bare

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_TAKEN = {"auth", "extensions", "graphql", "information_schema", "public", "realtime", "storage", "vault"}
_FRAME = {
    "alembic.ini": "alembic.ini",
    "migrations/env.py": "env.py.txt",
    "migrations/script.py.mako": "script.py.mako",
    "policies/contract.toml": "contract.toml",
}


def check_name(name: str) -> None:
    """Refuse a name that cannot be the owned schema's.

    Raises:
        UsageError: it is no plain name, a word of SQL, or somebody else's schema.
    """
    plain = _NAME.fullmatch(name) and not name.startswith("pg_")
    if not plain or name in _TAKEN or not is_bare(name):
        what = f'"{name}" cannot be the name of an owned schema'
        fix = (
            "use lower-case letters, digits and underscores, 40 at most, no word of SQL and no schema in use"
        )
        raise UsageError(Mistake("command line", what, fix, "name-unusable"))


def check_free(paths: Iterable[Path], option: str) -> None:
    """Refuse to go on where a file exists; `option` names the folder on the command line.

    Raises:
        UsageError: one of the files is there.
    """
    taken = [path for path in paths if path.exists()]
    if taken:
        what, fix = "the file exists already", f"move it away, or choose another {option}"
        raise UsageError(*(Mistake(str(path), what, fix, "file-exists") for path in taken))


def read_template(file: str, name: str, schema: str = "") -> str:
    """Return a file of the scaffold for the app of that name; the schema is called so too by default."""
    text = resources.files(scaffold).joinpath(file).read_text(encoding="utf-8")
    return (
        text.replace("@name@", name).replace("@schema@", schema or name).replace("@realtime@", SERVER_VERSION)
    )


def render_frame(name: str, schema: str = "") -> Mapping[str, str]:
    """Return the text of every file that a project has before it declares anything, by its path."""
    return {path: read_template(file, name, schema) for path, file in _FRAME.items()}


def write_new(texts: Mapping[Path, str]) -> None:
    """Write files that do not exist yet: all of them, or none and no folder for them."""
    folders = {parent for path in texts for parent in path.parents if not parent.exists()}
    try:
        write_files(texts)
    except BaseException:
        for path in texts:
            path.unlink(missing_ok=True)
        for folder in sorted(folders, key=lambda each: -len(each.parts)):
            if folder.exists():
                folder.rmdir()
        raise
