"""Reading the sources of clients from files and folders."""

from __future__ import annotations

__all__ = ["read_clients"]

import os
from pathlib import Path
from typing import TYPE_CHECKING

from pedschema.errors import Mistake, UsageError
from pedschema.lint.clients import kotlin, python, swift, typescript
from pedschema.lint.clients.collect import collect_channels
from pedschema.lint.clients.evaluate import Program
from pedschema.lint.clients.language import load_parser
from pedschema.lint.clients.translate import Translator
from pedschema.lint.clients.values import UNKNOWN, one_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pedschema.lint.client import ClientChannel
    from pedschema.lint.clients.language import Language
    from pedschema.lint.clients.scope import Scope
    from pedschema.lint.clients.tree import Tree
    from pedschema.lint.clients.values import Opened, Value

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
    for module in (typescript, python, swift, kotlin)
    for language in module.LANGUAGES
    for suffix in language.suffixes
}
_GENERATED = (".gen.", ".min.", ".d.ts")
_CARRIES = (b"channel", b"realtime", b"topic")
_OPENS = (b"supabase", b"realtime", b"postgres_changes")


def read_clients(
    paths: Iterable[Path], note: Callable[[str], None] = lambda _text: None
) -> tuple[ClientChannel, ...]:
    """Return the channels that client sources open, sorted by place.

    Args:
        paths: files, and folders that are searched for TypeScript, JavaScript, Python, Swift and Kotlin.
        note: is told in one line about each file that cannot be read, or only in part.

    Raises:
        UsageError: a path is not there, or the optional extra `clients` is not installed.
    """
    sources: dict[str, list[tuple[str, Language, bytes]]] = {}
    for path in _find_files(paths):
        language = _LANGUAGES[path.suffix]
        source = _load(path, note)
        if source and any(word in source.lower() for word in _CARRIES):
            sources.setdefault(language.family, []).append((str(path), language, source))
    opened = [each for family in sources.values() for each in _follow(family, note)]
    return collect_channels(opened)


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
            if file.suffix in _LANGUAGES and not any(mark in file.name for mark in _GENERATED):
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


def _follow(sources: list[tuple[str, Language, bytes]], note: Callable[[str], None]) -> Iterable[Opened]:
    """Follow the sources twice: what the first turn leaves behind is known everywhere in the second."""
    program = Program(sources[0][1].library)
    trees = [(file, _translate(language, source), _may_open(source)) for file, language, source in sources]
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


def _translate(language: Language, source: bytes) -> Tree:
    root = load_parser(language.module, language.factory).parse(source).root_node
    return Translator(source, language.rules).tree(root)


def _may_open(source: bytes) -> bool:
    return any(word in source.lower() for word in _OPENS)


def _share(scopes: list[Scope]) -> dict[str, Value]:
    """Return the names of all files; a name with several meanings has none."""
    shared: dict[str, list[Value]] = {}
    for scope in scopes:
        for name in scope.cells:
            shared.setdefault(name, []).append(scope.get(name))
    return {name: one_of(values) if None not in values else UNKNOWN for name, values in shared.items()}
