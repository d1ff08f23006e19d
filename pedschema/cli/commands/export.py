"""`pedschema export`: the migrations as files that other tools apply."""

from __future__ import annotations

__all__ = ["group"]

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pedschema.cli.console import FINDINGS, data, say, show_mistakes
from pedschema.cli.files import compare_files, write_files
from pedschema.cli.parameters import Config
from pedschema.deploy.export import load_exports, plan_exports, select_exports
from pedschema.errors import Mistake, UsageError
from pedschema.ops.script import read_scripts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pedschema.deploy.export import Export

_REPAIR = "pedschema export supabase"

group = typer.Typer(
    help="Write the migrations as files that other tools apply.", add_completion=False, rich_markup_mode=None
)


@group.callback()
def _group() -> None:
    """Write the migrations as files that other tools apply."""


@group.command()
def supabase(
    out: Annotated[Path, typer.Option("--out", help="Folder of the files.")] = Path("supabase/migrations"),
    config: Config = Path("alembic.ini"),
    first: Annotated[
        str, typer.Option("--from", help="Write what comes after this revision; others are left alone.")
    ] = "base",
    last: Annotated[str, typer.Option("--to", help="The last revision to write.")] = "head",
    *,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit 1 when a file is missing or differs.")
    ] = False,
) -> None:
    """Write a file a revision for `supabase db push`, those that are missing; no database is needed."""
    configuration, scripts = read_scripts(config)
    planned = plan_exports(out, configuration, scripts)
    wanted = select_exports(planned, first, last)
    if check:
        unknown = load_exports(out, configuration.schema).keys() - {export.revision for export in planned}
        _check(
            wanted,
            [path for name, path in load_exports(out, configuration.schema).items() if name in unknown],
        )
        return
    _refuse_changed(wanted)
    new = [export for export in wanted if export.found is None]
    write_files({export.path: export.text for export in new})
    for export in new:
        data.print(str(export.path), markup=False)
    say(f"{len(new)} files are written, {len(wanted) - len(new)} stand as they are")


def _check(wanted: Sequence[Export], orphans: Sequence[Path]) -> None:
    stale = {export.path: export.text for export in wanted if export.found != export.text}
    mistakes = compare_files(stale, _REPAIR)
    mistakes += tuple(
        Mistake(str(path), "no migration has the revision of this file", "delete it", "export-orphan")
        for path in orphans
    )
    show_mistakes(mistakes, data)
    if mistakes:
        raise typer.Exit(FINDINGS)


def _refuse_changed(wanted: Sequence[Export]) -> None:
    """Refuse to write over a file: what is applied somewhere must not change."""
    what = "the file is not what its revision says, and may be applied already"
    fix = "restore it; or delete it and export again if no database has it"
    changed = [export for export in wanted if export.found not in {None, export.text}]
    if changed:
        raise UsageError(*(Mistake(str(export.path), what, fix, "export-changed") for export in changed))
