from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from pedschema.catalogue.load import load_catalogue
from pedschema.probe.act import run_rows
from pedschema.testing import run_template

if TYPE_CHECKING:
    from collections.abc import Iterator

    from psycopg import Connection

    from pedschema.model.catalogue import Catalogue
    from pedschema.model.persona import Cast

ROOT = Path(__file__).parents[2]
CONTRACT = Path(__file__).parent / "contract"


@pytest.fixture(scope="session")
def realtime_template(realtime_server: Any) -> str:
    """The platform with the tables that examples are about, whatever migrations the project has."""
    name = run_template(realtime_server, "lint_template")
    with psycopg.connect(_url(realtime_server, name)) as connection:
        connection.execute((CONTRACT / "tables.sql").read_bytes())
    return name


@pytest.fixture(scope="session")
def ped_template(realtime_server: Any, realtime_contract: Catalogue, realtime_cast: Cast) -> str:
    """The project's own migrations at their head, and the people of its matrix."""
    name = run_template(realtime_server, "lint_ped_template", ROOT / "alembic.ini")
    with psycopg.connect(_url(realtime_server, name)) as connection:
        run_rows(connection, realtime_cast, realtime_contract.contract.role)
    return name


@pytest.fixture
def ped(realtime_server: Any, ped_template: str) -> Iterator[Connection[Any]]:
    """The project's own database; nobody changes it."""
    with psycopg.connect(_url(realtime_server, ped_template), autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="session")
def rooms() -> Catalogue:
    """A contract of rooms, for rules that need one."""
    return load_catalogue(CONTRACT)


def _url(server: Any, database: str) -> str:
    return f"postgresql://postgres@{server.host}:{server.port}/{database}"
