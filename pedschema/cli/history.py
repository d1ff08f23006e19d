"""Files as an earlier commit has them."""

from __future__ import annotations

__all__ = ["list_tags", "read_committed"]

import subprocess
from pathlib import Path

from pedschema.errors import Mistake, UsageError

_PREFIX = "git:"
_SECONDS = 30


def read_committed(against: str, path: Path) -> tuple[str, str]:
    """Return the text of a file as `git:REV` has it, or of another file, and where that is.

    Args:
        against: `git:` and anything that names a commit, or the path of a file to take instead.
        path: the file in question, as it is called now.

    Raises:
        UsageError: there is no git, no such commit, or no such file in it.
    """
    if not against.startswith(_PREFIX):
        return _read_file(Path(against)), against
    revision = against.removeprefix(_PREFIX)
    if not revision or revision.startswith("-"):
        raise _mistake(against, f'"{revision}" names no commit')
    commit = _git(path, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if commit is None:
        raise _mistake(against, f'git knows no commit "{revision}"')
    text = _git(path, "show", f"{commit.strip()}:./{path.name}")
    if text is None:
        raise _mistake(against, f'the commit "{revision}" has no file "{path}"')
    return text, f"{revision}:{path}"


def list_tags(path: Path) -> tuple[str, ...]:
    """Return the tags of the repository that the file is in, newest first; none without git."""
    listed = _git(path, "for-each-ref", "--sort=-creatordate", "--format=%(refname:short)", "refs/tags")
    return tuple((listed or "").split())


def _git(path: Path, *arguments: str) -> str | None:
    """Return what git prints in the file's folder, or None when it fails."""
    folder = path.absolute().parent
    while not folder.is_dir():
        folder = folder.parent
    command = ["git", "-C", str(folder), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603
        return done.stdout.decode("utf-8") if done.returncode == 0 else None
    except FileNotFoundError:
        raise UsageError(
            Mistake("git", "the program is not there", "install git, or name a file", "git-missing")
        ) from None
    except (UnicodeDecodeError, subprocess.TimeoutExpired):
        return None


def _read_file(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "it is no UTF-8 text"
        raise _mistake(str(path), f"the file cannot be read: {reason.lower()}") from None


def _mistake(where: str, what: str) -> UsageError:
    fix = "name a commit as git:main, or a file"
    return UsageError(Mistake(where, what, fix, "against-unknown"))
