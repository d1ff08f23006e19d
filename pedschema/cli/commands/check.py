"""`pedschema check`: the contract by itself, and against the migrations."""

from __future__ import annotations

__all__ = ["run"]

from pathlib import Path

import typer

from pedschema.catalogue.load import load_catalogue
from pedschema.cli.console import FINDINGS, data, say, show_mistakes
from pedschema.cli.parameters import Config, ContractFolder
from pedschema.ops.check import check_contract
from pedschema.ops.upgrade import read_folded


def run(contract: ContractFolder = Path("policies"), config: Config = Path("alembic.ini")) -> None:
    """Check that the contract holds together and that the migrations build it; no database is needed."""
    catalogue = load_catalogue(contract)
    found = check_contract(catalogue, read_folded(config))
    show_mistakes(found, data)
    if found:
        raise typer.Exit(FINDINGS)
    say(
        f"{len(catalogue.topics)} topics, {len(catalogue.publications)} publications,"
        f" {len(catalogue.policies)} policies, {len(catalogue.rules)} rules: the migrations build them"
    )
