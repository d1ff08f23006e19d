"""`pedschema rules`: the pages of all rules."""

from __future__ import annotations

__all__ = ["run"]

from pathlib import Path
from typing import Annotated

import typer

from pedschema.cli.console import FINDINGS, show_mistakes, talk
from pedschema.cli.files import compare_files, write_files
from pedschema.docgen.rules import load_all_rules, render_rule_pages
from pedschema.errors import Mistake

FOLDER = Path("docs") / "reference" / "rules"


def run(
    folder: Annotated[Path, typer.Argument(help="Folder of the pages.")] = FOLDER,
    *,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit 1 when a page is out of date.")
    ] = False,
) -> None:
    """Write a page for each rule of linter and drift, and their list."""
    wanted = {folder / name: text for name, text in render_rule_pages(load_all_rules()).items()}
    stray = sorted(set(folder.glob("*.md")) - wanted.keys())
    if not check:
        write_files(wanted)
        for path in stray:
            path.unlink()
        return
    stale = [
        *compare_files(wanted, "pedschema rules"),
        *(
            Mistake(str(path), "the page is of no rule", "run `pedschema rules`", "page-stray")
            for path in stray
        ),
    ]
    show_mistakes(stale, talk)
    if stale:
        raise typer.Exit(FINDINGS)
