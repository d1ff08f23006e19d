"""Files and folders to the project that rules are asked about."""

from __future__ import annotations

__all__ = ["is_contract", "load_project"]

import os
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pedschema.errors import Mistake, UsageError
from pedschema.findings import Place
from pedschema.lint.allow import MARK, Allow
from pedschema.lint.build import Builder
from pedschema.lint.collector import paused_collector
from pedschema.lint.files import load_text, unreadable
from pedschema.lint.note import Note, NoteKind
from pedschema.lint.order import sort_revisions
from pedschema.lint.project import TARGET_VERSION, Project
from pedschema.lint.revision import Revision, parse_revision
from pedschema.lint.sections import blank_down
from pedschema.lint.source import Origin, Source
from pedschema.lint.subjects import Hit
from pedschema.syntax.unchecked import unchecked_trees

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pedschema.model.catalogue import Catalogue

_VERSION = re.compile(r"(?P<name>.+)_v(?P<version>\d+)")
_CONTRACT = "contract.toml"
_OTHERS = frozenset({"node_modules", "__pycache__"})
_DOWN = ".down.sql"
"""What migration tools call the way back."""


@paused_collector()
@unchecked_trees()
def load_project(
    paths: Iterable[Path], *, database: Iterable[Source] = (), target: int = TARGET_VERSION
) -> Project:
    """Return what the files make together; what cannot be read is a note, and hides nothing else.

    What stands in a database comes first and contracts last: they say what shall be, whatever was made
    until now.

    Args:
        paths: contract folders, SQL files, revisions, and folders of these.
        database: the objects of a database.
        target: major version of PostgreSQL that the SQL is for.

    Raises:
        UsageError: a path does not exist, or is no file that is read.
    """
    reading = _Reading()
    reading.add(database)
    contracts = []
    for path in paths:
        if is_contract(path):
            contracts.append(path)
        else:
            reading.load(path)
    catalogue = reading.load_contracts(contracts) if contracts else None
    project = reading.builder.build()
    return replace(
        project,
        catalogue=catalogue,
        allows=(*project.allows, *reading.allows),
        notes=(*project.notes, *reading.notes),
        target=target,
    )


def is_contract(path: Path) -> bool:
    """Return whether a path is a contract folder."""
    return os.path.isfile(path / _CONTRACT)  # noqa: PTH113 - which is no error where nobody may look


@dataclass(slots=True)
class _Reading:
    """Collects what is read; a file that two paths lead to is read once."""

    builder: Builder = field(default_factory=Builder)
    notes: list[Note] = field(default_factory=list)
    allows: list[Allow] = field(default_factory=list)
    seen: set[Path] = field(default_factory=set)

    def add(self, sources: Iterable[Source]) -> None:
        """Take in texts that are read already."""
        for source in sources:
            self.builder.add(source)

    def load(self, path: Path) -> None:
        """Read a file, or a folder in the order of names."""
        try:
            path.stat()
        except PermissionError as error:
            self.notes.append(unreadable(path, error))
            return
        except OSError:
            pass  # It does not exist, or is no path: told below.
        if path.is_dir():
            files, notes = _files(path)
            self.notes += notes
            self._load_revisions([each for each in files if each.suffix == ".py"])
            for each in files:
                if each.suffix == ".sql":
                    self._load_sql(each, Origin.MIGRATION)
        elif path.suffix == ".py" and path.is_file():
            self._load_revisions([path])
        elif path.suffix == ".sql" and path.is_file():
            self._load_sql(path, Origin.MIGRATION)
        else:
            there = path.exists()
            what = f'"{path}" is no SQL file and no revision' if there else f'"{path}" does not exist'
            fix = "give a contract folder, a folder of migrations, an .sql or a .py file"
            raise UsageError(Mistake(str(path), what, fix, "path-kind" if there else "path-missing"))

    def load_contracts(self, folders: Iterable[Path]) -> Catalogue | None:
        """Read contracts; their trigger functions keep the versions that migrations gave them."""
        from pedschema.lint.contract import load_contract  # noqa: PLC0415  costs more than most runs

        versions: dict[str, int] = {}
        for function in self.builder.state.functions:
            found = _VERSION.fullmatch(str(function.name))
            if found:
                versions[found["name"]] = max(int(found["version"]), versions.get(found["name"], 1))
        catalogue = None
        for folder in folders:
            contracted = load_contract(folder, versions)
            catalogue = catalogue or contracted.catalogue
            self.add(contracted.sources)
            self.notes += contracted.notes
            self.allows += contracted.allows
        return catalogue

    def _load_sql(self, path: Path, origin: Origin) -> None:
        text = self._text(path)
        if text is not None:
            self.add([Source(blank_down(text), origin, str(path))])

    def _load_revisions(self, paths: Sequence[Path]) -> None:
        revisions: list[Revision] = []
        for path in paths:
            text = self._text(path)
            if text is None:
                continue
            try:
                revision = parse_revision(text, str(path))
            except SyntaxError as error:
                line = error.lineno or 1
                what, fix = f"the file is no Python: {error.msg}", "correct the Python"
                place = Place(str(path), line, error.offset or 1, line, (error.offset or 1) + 1)
                self.notes.append(Note(NoteKind.SYNTAX, Hit(place, what, fix)))
                continue
            except (RecursionError, MemoryError, ValueError):
                hit = Hit(Place(str(path), 1, 1, 1, 2), "the file is nested too deeply", "take it apart")
                self.notes.append(Note(NoteKind.SYNTAX, hit))
                continue
            revisions.append(revision)
            if MARK in text:
                self._take_comments(text, revision)
        for revision in sort_revisions(revisions):
            self.add(revision.sources)
            self.notes += revision.notes

    def _take_comments(self, text: str, revision: Revision) -> None:
        from pedschema.lint.remarks import find_remarks  # noqa: PLC0415  few files have any

        for found in find_remarks(text, revision):
            if isinstance(found, Allow):
                self.allows.append(found)
            else:
                self.notes.append(found)

    def _text(self, path: Path) -> str | None:
        real = Path(os.path.realpath(path))
        if real in self.seen:
            return None
        self.seen.add(real)
        text = load_text(path)
        if isinstance(text, Note):
            self.notes.append(text)
            return None
        return text


def _files(folder: Path) -> tuple[list[Path], list[Note]]:
    """Return the SQL files and revisions in a folder, by name, and what cannot be looked into.

    Of an Alembic folder it is the revisions alone.
    """
    if os.path.isfile(folder / "env.py") and os.path.isdir(folder / "versions"):  # noqa: PTH112, PTH113
        folder = folder / "versions"
    found: list[Path] = []
    errors: list[OSError] = []
    for where, folders, names in os.walk(folder, onerror=errors.append):
        folders[:] = [name for name in folders if not _is_other(name)]
        paths = [Path(where, name) for name in names if not _is_other(name)]
        found += [path for path in paths if _is_linted(path)]
    notes = [unreadable(Path(error.filename), error) for error in errors]
    return sorted(found, key=lambda path: path.relative_to(folder).parts), notes


def _is_other(name: str) -> bool:
    return name.startswith(".") or name in _OTHERS


def _is_linted(path: Path) -> bool:
    if path.suffix not in {".sql", ".py"} or path.name == "__init__.py" or path.name.endswith(_DOWN):
        return False
    # A link that leads nowhere is told when it is read.
    return os.path.isfile(path) or (path.is_symlink() and not os.path.isdir(path))  # noqa: PTH112, PTH113
