"""Generated files in a folder: what has to be written, what is left over, what somebody has edited."""

from __future__ import annotations

__all__ = ["UNFINISHED", "Plan", "load_plan"]

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pedschema.emit.stamp import Origin, read_origin, stamp
from pedschema.errors import Mistake, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

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
        if found == text:
            continue
        stale.append(path)
        if found is not None and read_origin(found) is not Origin.GENERATED:
            edited.append(path)
    orphans = []
    for path in sorted({path for folder in folders for path in _walk(folder)} - stamped.keys()):
        origin = Origin.GENERATED if path.name.endswith(UNFINISHED) else read_origin(_read(path) or "")
        if origin is not Origin.FOREIGN:
            orphans.append(path)
            edited += [path] if origin is Origin.EDITED else []
    return Plan(stamped, tuple(stale), tuple(orphans), tuple(edited))


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if _SKIPPED.isdisjoint(path.parts) and path.is_file():
            yield path


def _read(path: Path) -> str | None:
    """Return the text of a file, empty when it is none of ours for sure; None when there is no file."""
    try:
        if path.stat().st_size > _LONGEST:
            return ""
        return path.read_bytes().decode("utf-8").replace("\r\n", "\n")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        return ""
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        what = f"the file cannot be read: {reason}"
        raise UsageError(Mistake(str(path), what, "make it readable", "file-unreadable")) from None
