"""Generated files in a folder: what has to be written, what is left over, what somebody has edited."""

from __future__ import annotations

__all__ = ["UNFINISHED", "Plan", "load_plan"]

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pedschema.emit.stamp import Origin, read_origin, stamp
from pedschema.errors import Mistake, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

UNFINISHED = ".pedschema-unfinished"
"""How the name of a file ends that is being written; one that is left comes of a run that was cut off."""

_SKIPPED = {"node_modules", ".git", "__pycache__"}
_LONGEST = 8_000_000


@dataclass(frozen=True, slots=True)
class Plan:
    """What would make a folder hold the generated files and no others.

    Attributes:
        wanted: every generated file, stamped.
        stale: out of `wanted`, those that are not there or have another text.
        orphans: generated files that nothing generates any more, and what runs left that were cut off.
        edited: files among `stale` and `orphans` that somebody has edited, or that are somebody else's.
    """

    wanted: Mapping[Path, str]
    stale: tuple[Path, ...]
    orphans: tuple[Path, ...]
    edited: tuple[Path, ...]

    @property
    def is_clean(self) -> bool:
        """Whether nothing has to be done."""
        return not (self.stale or self.orphans)


def load_plan(wanted: Mapping[Path, str], folders: tuple[Path, ...]) -> Plan:
    """Return what would make the folders hold `wanted` and no other generated files.

    Args:
        wanted: paths to texts with a mark; all within `folders`.
        folders: where generated files of earlier runs may be left.

    Raises:
        UsageError: a folder or a file cannot be read.
    """
    stamped = {path: stamp(text) for path, text in wanted.items()}
    stale: list[Path] = []
    edited: list[Path] = []
    for path, text in stamped.items():
        found = _read(path)
        # Most files are as they should be, byte for byte: nothing has to be made of them.
        if found == text.encode() or (told := _decode(found)) == text:
            continue
        stale.append(path)
        if told is not None and read_origin(told) is not Origin.GENERATED:
            edited.append(path)
    orphans = []
    for path in _list_others(folders, stamped):
        is_unfinished = path.name.endswith(UNFINISHED)
        origin = Origin.GENERATED if is_unfinished else read_origin(_decode(_read(path)) or "")
        if origin is not Origin.FOREIGN:
            orphans.append(path)
            edited += [path] if origin is Origin.EDITED else []
    return Plan(stamped, tuple(stale), tuple(orphans), tuple(edited))


def _list_others(folders: tuple[Path, ...], known: Mapping[Path, str]) -> list[Path]:
    """Return the files in the folders that are not known, sorted."""
    names = set(map(str, known))
    found = {Path(name) for folder in folders for name in _walk(folder) if name not in names}
    return sorted(path for path in found - known.keys() if path.is_file())


def _walk(folder: Path) -> Iterator[str]:
    """Yield the paths of what lies in a folder and is none itself."""
    if not _SKIPPED.isdisjoint(folder.parts):
        return
    for root, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name not in _SKIPPED]
        yield from (f"{root}{os.sep}{name}" for name in files if name not in _SKIPPED)


def _read(path: Path) -> bytes | None:
    """Return what a file holds, nothing when it is none of ours for sure; None when there is no file."""
    try:
        with path.open("rb") as file:
            found = file.read(_LONGEST + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        what = f"the file cannot be read: {reason}"
        raise UsageError(Mistake(str(path), what, "make it readable", "file-unreadable")) from None
    return found if len(found) <= _LONGEST else b""


def _decode(found: bytes | None) -> str | None:
    """Return the text of a file, empty when it is no text."""
    try:
        return None if found is None else found.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return ""
