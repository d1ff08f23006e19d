"""Reading the sources of clients from files and folders."""

from __future__ import annotations

__all__ = ["ClientSources", "read_clients"]

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from pedschema.errors import Mistake, UsageError
from pedschema.lint.allow import MARK, Allow
from pedschema.lint.clients import dart, kotlin, python, swift, typescript
from pedschema.lint.clients.collect import collect_channels
from pedschema.lint.clients.components import SUFFIXES, keep_scripts
from pedschema.lint.clients.evaluate import Program
from pedschema.lint.clients.language import load_parser
from pedschema.lint.clients.remarks import find_remarks
from pedschema.lint.clients.translate import Translator
from pedschema.lint.clients.values import UNKNOWN, one_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pedschema.lint.client import ClientChannel
    from pedschema.lint.clients.language import Language
    from pedschema.lint.clients.scope import Scope
    from pedschema.lint.clients.tree import Tree
    from pedschema.lint.clients.values import Opened, Value
    from pedschema.lint.note import Note

    _Trees: TypeAlias = list[tuple[str, Tree, bool]]

MAX_BYTES = 2_000_000
"""Larger files are generated or bundled."""

SKIPPED_FOLDERS = frozenset(
    [
        "node_modules",
        "bower_components",
        "dist",
        "build",
        "out",
        "target",
        "coverage",
        "vendor",
        "Pods",
        "DerivedData",
        "__pycache__",
        "venv",
    ]
)
"""Folders of packages and of what tools make; so are all whose name begins with a dot."""

_LANGUAGES = {
    suffix: language
    for module in (typescript, dart, python, swift, kotlin)
    for language in module.LANGUAGES
    for suffix in language.suffixes
}
_READ = frozenset(_LANGUAGES) | SUFFIXES
_GENERATED = (".gen.", ".min.", ".d.ts", ".g.dart", ".freezed.dart")
_CARRIES = (b"channel", b"realtime", b"topic", b".stream(", MARK.encode())
_OPENS = (b"supabase", b"realtime", b"postgres_changes")


@dataclass(frozen=True, slots=True)
class ClientSources:
    """What the sources of clients hold.

    Attributes:
        channels: that they open, sorted by place.
        allows: comments that say where a rule does not hold.
        notes: on comments that are no good.
    """

    channels: tuple[ClientChannel, ...] = ()
    allows: tuple[Allow, ...] = ()
    notes: tuple[Note, ...] = ()


def read_clients(paths: Iterable[Path], note: Callable[[str], None] = lambda _text: None) -> ClientSources:
    """Return what client sources hold.

    Args:
        paths: files, and folders that are searched for the languages that are read.
        note: is told in one line about each file that cannot be read, or only in part.

    Raises:
        UsageError: a path is not there, or the optional extra `clients` is not installed.
    """
    families: dict[str, tuple[Language, _Trees]] = {}
    remarks: list[Allow | Note] = []
    for path in _find_files(paths):
        source, suffix = _load(path, note), path.suffix
        if suffix in SUFFIXES:
            text, suffix = keep_scripts(source.decode())
            source = text.encode()
        language = _LANGUAGES[suffix]
        if any(word in source.lower() for word in _CARRIES):
            root = load_parser(language.module, language.factory).parse(source).root_node
            remarks += find_remarks(source, root, str(path))
            tree = Translator(source, language.rules, language.rest).tree(root)
            families.setdefault(language.family, (language, []))[1].append(
                (str(path), tree, any(word in source.lower() for word in _OPENS))
            )
    opened = [each for language, trees in families.values() for each in _follow(language, trees, note)]
    allows = tuple(each for each in remarks if isinstance(each, Allow))
    notes = tuple(each for each in remarks if not isinstance(each, Allow))
    return ClientSources(collect_channels(opened), allows, notes)


def _find_files(paths: Iterable[Path]) -> Iterator[Path]:
    seen: set[Path] = set()
    for path in paths:
        if not path.exists():
            raise UsageError(
                Mistake(
                    str(path), "no such file or folder", "name a client's sources", "clients-path-missing"
                )
            )
        for file in _walk(path) if path.is_dir() else (path,):
            if file.suffix in _READ and not any(mark in file.name for mark in _GENERATED):
                if file not in seen:
                    yield file
                seen.add(file)


def _walk(folder: Path) -> Iterator[Path]:
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(each for each in folders if each not in SKIPPED_FOLDERS and each[0] != ".")
        yield from (Path(here, file) for file in sorted(files))


def _load(path: Path, note: Callable[[str], None]) -> bytes:
    """Return the bytes of a text in UTF-8, or none."""
    try:
        if path.stat().st_size > MAX_BYTES:
            note(f"{path}: larger than {MAX_BYTES // 1_000_000} MB, not read")
            return b""
        source = path.read_bytes()
        source.decode()
    except OSError as error:
        note(f"{path}: {error.strerror}, not read")
    except UnicodeDecodeError:
        note(f"{path}: no UTF-8 text, not read")
    else:
        if b"\0" not in source:
            return source
        note(f"{path}: binary, not read")
    return b""


def _follow(language: Language, trees: _Trees, note: Callable[[str], None]) -> Iterable[Opened]:
    """Follow the sources twice: what the first turn leaves behind is known everywhere in the second."""
    program = Program(language.library)
    scopes = [scope for each in trees if (scope := _follow_one(program, each, lambda _text: None))]
    program.shared = _share(scopes)
    program.channels.restart()
    for each in trees:
        _follow_one(program, each, note)
    return program.channels


def _follow_one(
    program: Program, source: tuple[str, Tree, bool], note: Callable[[str], None]
) -> Scope | None:
    file, tree, opens = source
    try:
        return program.follow(file, tree, opens=opens)
    except RecursionError:
        note(f"{file}: nested too deeply, read in part")
        return None


def _share(scopes: list[Scope]) -> dict[str, Value]:
    """Return the names of all files; a name with several meanings has none."""
    shared: dict[str, list[Value]] = {}
    for scope in scopes:
        for name in scope.cells:
            shared.setdefault(name, []).append(scope.get(name))
    return {name: one_of(values) if None not in values else UNKNOWN for name, values in shared.items()}
