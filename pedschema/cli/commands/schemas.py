"""`pedschema schemas`: JSON Schemas of the contract's files and of `ir.json`, for editors and generators."""

from __future__ import annotations

__all__ = ["run"]

import json
from pathlib import Path
from typing import Annotated

import typer

from pedschema.catalogue.schemas import render_schemas
from pedschema.cli.console import FINDINGS, show_mistakes, talk
from pedschema.cli.files import compare_files, write_files
from pedschema.cli.generating import IR_FILE
from pedschema.emit.ir import describe_schema

FOLDER = Path("docs") / "reference" / "schemas"


def run(
    folder: Annotated[Path, typer.Argument(help="Folder of the schemas.")] = FOLDER,
    *,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit 1 when a file is out of date.")
    ] = False,
) -> None:
    """Write the JSON Schemas of the contract's files, for editors, and of ir.json, for generators."""
    texts = render_schemas()
    texts[f"{Path(IR_FILE).stem}.schema.json"] = (
        json.dumps(describe_schema(), indent=1, ensure_ascii=False) + "\n"
    )
    wanted = {folder / name: text for name, text in texts.items()}
    if not check:
        write_files(wanted)
        return
    stale = compare_files(wanted, "pedschema schemas")
    show_mistakes(stale, talk)
    if stale:
        raise typer.Exit(FINDINGS)
