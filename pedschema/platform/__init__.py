"""A local PostgreSQL that behaves as the hosted platform does."""

from __future__ import annotations

__all__ = [
    "SERVER_OPTIONS",
    "SUPERUSER",
    "PgBinaries",
    "PlatformServer",
    "create_database",
    "executable_for_caller",
    "find_pg",
    "list_pg",
    "read_running",
    "run_emulation",
    "run_partitions",
    "run_stop",
]

from pedschema.platform.emulation import create_database, run_emulation, run_partitions
from pedschema.platform.find import PgBinaries, executable_for_caller, find_pg, list_pg
from pedschema.platform.server import SERVER_OPTIONS, SUPERUSER, PlatformServer, read_running, run_stop
