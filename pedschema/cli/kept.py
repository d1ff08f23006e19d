"""The folder of a project in which servers are kept, out of git's sight."""

from __future__ import annotations

__all__ = ["KEPT", "hide_kept"]

from pathlib import Path

from pedschema.cli.files import write_files

KEPT = Path(".pedschema")


def hide_kept(folder: Path) -> None:
    """Tell git to leave KEPT alone, if `folder` stands in it: whoever adds all files means the sources.

    Raises:
        UsageError: KEPT cannot be written.
    """
    if KEPT in folder.parents:
        write_files({KEPT / ".gitignore": "*\n"})
