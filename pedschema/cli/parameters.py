"""Options that several commands share."""

from __future__ import annotations

__all__ = ["Config", "ContractFolder", "DatabaseUrl", "Json"]

from pathlib import Path
from typing import Annotated

import typer

ContractFolder = Annotated[
    Path, typer.Option("--contract", envvar="PEDSCHEMA_CONTRACT", help="Folder of the contract.")
]
Config = Annotated[
    Path, typer.Option("--config", "-c", envvar="ALEMBIC_CONFIG", help="Alembic's configuration.")
]
DatabaseUrl = Annotated[
    str | None,
    typer.Option(
        "--database",
        envvar="PEDSCHEMA_DATABASE_URL",
        show_default=False,
        help="URL of the database to ask; without one, a local platform is built for the run.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
