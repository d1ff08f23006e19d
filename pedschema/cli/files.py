"""Generated files: written whole or not at all, compared with a diff."""

from __future__ import annotations

__all__ = ["compare_files", "write_files"]

import difflib
import os
import secrets
from typing import TYPE_CHECKING

from pedschema.emit.files import UNFINISHED
from pedschema.errors import Mistake, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_MODE = 0o644


def write_files(wanted: Mapping[Path, str]) -> None:
    """Write every file that differs, each by a rename, so that no reader meets half a file.

    Every text is on the disk before the first file changes, so that a folder that cannot be written, or a
    full disk, changes none.

    Raises:
        UsageError: a file cannot be written.
    """
    written: dict[Path, str] = {}
    path: Path | None = None
    try:
        for path in dict.fromkeys(path.parent for path in wanted):
            path.mkdir(parents=True, exist_ok=True)
        for path, text in wanted.items():
            if _read(path) != text:
                written[path] = _write(path, text.encode())
        for path in list(written):
            os.replace(written[path], path)  # noqa: PTH105
            del written[path]
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        what = f"the file cannot be written: {reason}"
        mistake = Mistake(str(path), what, "make the folder writable", "file-unwritable")
        raise UsageError(mistake) from None
    finally:
        for name in written.values():
            os.unlink(name)  # noqa: PTH108


def compare_files(wanted: Mapping[Path, str], repair: str) -> tuple[Mistake, ...]:
    """Return a mistake, with its diff, for each file that is not as it should be."""
    return tuple(
        Mistake(
            where=str(path),
            what="the file is out of date\n" + _diff(path, _read(path), text),
            fix=f"run `{repair}` and commit the result",
            id="generated-file-stale",
        )
        for path, text in wanted.items()
        if _read(path) != text
    )


def _diff(path: Path, now: str, wanted: str) -> str:
    lines = difflib.unified_diff(
        now.splitlines(), wanted.splitlines(), f"{path} (now)", f"{path} (wanted)", lineterm="", n=1
    )
    return "\n".join(f"    {line}" for line in lines)


def _read(path: Path) -> str:
    """Return the text of a file; bytes that are no text are kept, and equal none."""
    if not path.exists():
        return ""
    return path.read_bytes().decode("utf-8", "surrogateescape").replace("\r\n", "\n")


def _write(path: Path, data: bytes) -> str:
    """Write the data beside the file, and return under which name."""
    name = f"{path.parent}{os.sep}.{secrets.token_hex(8)}{UNFINISHED}"
    handle = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        # Whatever the mask is: what is generated is for everybody who has the repository.
        os.chmod(name, _MODE)  # noqa: PTH101
    except BaseException:
        os.unlink(name)  # noqa: PTH108
        raise
    return name
