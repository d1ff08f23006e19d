"""Files as text: read whole, or a note that says why not."""

from __future__ import annotations

__all__ = ["MAX_BYTES", "load_text", "unreadable"]

from typing import TYPE_CHECKING

from pedschema.findings import Place
from pedschema.lint.note import Note, NoteKind
from pedschema.lint.subjects import Hit

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES = 20_000_000
"""Size of a file that is a dump of data, and no work of hands."""


def load_text(path: Path) -> str | Note:
    """Return the text of a file, each line ended by a line feed, or a note that it cannot be read."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            what = f"the file has {size // 1_000_000} MB, more than {MAX_BYTES // 1_000_000} are not read"
            return _note(path, what, "take data out of it, or leave it out")
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _note(path, f"the file is not UTF-8: byte {error.start + 1} is wrong", "save it as UTF-8")
    except OSError as error:
        return unreadable(path, error)
    if "\0" in text:
        return _note(path, "the file is binary: it holds a zero byte", "leave it out")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def unreadable(path: Path, error: OSError) -> Note:
    """Return a note that a file or folder cannot be read, and why."""
    fix = "give permission to read it" if isinstance(error, PermissionError) else "repair or remove it"
    return _note(path, f"it cannot be read: {error.strerror}", fix)


def _note(path: Path, what: str, fix: str) -> Note:
    return Note(NoteKind.UNREADABLE_FILE, Hit(Place(str(path), 1, 1, 1, 2), what, fix))
