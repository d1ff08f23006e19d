from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from pedschema.probe.act import run_rows
from pedschema.testing import run_template

if TYPE_CHECKING:
    from pedschema.model.catalogue import Catalogue
    from pedschema.model.persona import Cast

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="session")
def realtime_template(realtime_server: Any, realtime_contract: Catalogue, realtime_cast: Cast) -> str:
    """PED's migrations at their head, and the people of its matrix."""
    name = run_template(realtime_server, "ped_template", ROOT / "alembic.ini")
    url = f"postgresql://postgres@{realtime_server.host}:{realtime_server.port}/{name}"
    with psycopg.connect(url) as connection:
        run_rows(connection, realtime_cast, realtime_contract.contract.role)
    return name
