"""Run PostgreSQL for whoever calls, root included."""

from __future__ import annotations

__all__ = ["NOBODY", "read_prefix", "render_wrapper"]

import functools
import os
import shlex
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from pedschema.errors import Mistake, PlatformError

if TYPE_CHECKING:
    from pathlib import Path

NOBODY = 65534
NAMESPACE = ("unshare", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}", "--")
DROPPED = ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--")


@functools.cache
def read_prefix() -> tuple[str, ...]:
    """Return the words that stand before a PostgreSQL program so that it does not run as root.

    Empty for every other user. In the namespace of `unshare` the server believes to be another user while its
    files stay root's; `setpriv` makes it that user, so that it must own its data folder.

    Raises:
        PlatformError: the caller is root, and neither way works on this machine.
    """
    if sys.platform == "win32" or os.geteuid() != 0:
        return ()
    for prefix in (NAMESPACE, DROPPED):
        if _read_works(prefix):
            return prefix
    raise PlatformError(
        Mistake(
            where="local server",
            what="PostgreSQL does not run as root, and neither `unshare` nor `setpriv` works on this machine",
            fix="run as an ordinary user, or allow user namespaces",
            id="platform-root-refused",
        )
    )


def render_wrapper(prefix: tuple[str, ...], program: Path) -> str:
    """Return a shell script that runs `program` behind `prefix` with the arguments it is given."""
    return f'#!/bin/sh\ncd / || exit 1\nexec {shlex.join(prefix)} {shlex.quote(str(program))} "$@"\n'


def _read_works(prefix: tuple[str, ...]) -> bool:
    if shutil.which(prefix[0]) is None:
        return False
    done = subprocess.run([*prefix, "true"], capture_output=True, check=False, timeout=10)  # noqa: S603
    return done.returncode == 0
