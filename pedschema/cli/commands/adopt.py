"""`pedschema adopt`: a contract for what was made by hand."""

from __future__ import annotations

__all__ = ["run"]

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pedschema.adopt.run import run_adopt
from pedschema.cli.console import data, say
from pedschema.cli.development import connect
from pedschema.cli.parameters import Json
from pedschema.cli.scaffold.project import check_free, check_name, render_frame, write_new

if TYPE_CHECKING:
    from pedschema.adopt.run import Adoption


def run(  # noqa: PLR0913 - a command has the options that it has
    url: Annotated[str, typer.Argument(envvar="PEDSCHEMA_DATABASE_URL", help="URL of the database to read.")],
    name: Annotated[str, typer.Option("--name", help="Name of the app.")] = "app",
    schema: Annotated[
        str | None,
        typer.Option("--schema", help="Schema for everything owned; called as the app by default."),
    ] = None,
    out: Annotated[Path, typer.Option("--out", help="Where the project stands.")] = Path(),
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be written, and write nothing.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Write the contract and first revisions that hand-made triggers and policies come to; only reads."""
    owned = schema or name
    check_name(owned)
    frame = render_frame(name, owned)
    check_free([out / path for path in ("alembic.ini", "migrations", "policies")], "--out")
    with tempfile.TemporaryDirectory(prefix="pedschema-") as staging, connect(url) as connection:
        folder = Path(staging)
        write_new({folder / path: text for path, text in frame.items()})
        (folder / "migrations" / "versions").mkdir()
        adoption = run_adopt(connection, url, folder, owned)
        texts = {
            path.relative_to(folder): path.read_text(encoding="utf-8")
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.suffix != ".pyc"
        }
    if not dry_run:
        write_new({out / path: text for path, text in texts.items()})
    if as_json:
        data.file.write(json.dumps(_describe(adoption, [str(path) for path in texts]), indent=2) + "\n")
    else:
        data.file.write("".join(f"{out / path}\n" for path in texts))
    _summarise(adoption, dry_run=dry_run)


def _describe(adoption: Adoption, files: list[str]) -> dict[str, Any]:
    sketch, hand_made = adoption.sketch, adoption.hand_made
    return {
        "topics": [
            {
                "pattern": str(topic.pattern),
                "tables": [str(each.table) for each in topic.publications],
                "policies": [each.name for each in topic.policies],
            }
            for topic in sketch.topics
        ],
        "retired": {
            "triggers": [{"name": each, "table": table} for each, table in hand_made.triggers],
            "triggers_at_the_end": [{"name": each, "table": table} for each, table in hand_made.later],
            "policies": list(hand_made.policies),
            "policies_at_the_end": list(hand_made.later_policies),
        },
        "policies_that_stay": _find_staying(adoption),
        "not_told": [{"where": gap.where, "what": gap.what, "why": gap.why} for gap in sketch.gaps],
        "subscribed_tables": [str(table) for table in sketch.changes],
        "revisions": [path.name for path in adoption.revisions],
        "files": files,
    }


def _find_staying(adoption: Adoption) -> list[str]:
    """Return the hand-made policies that the contract's stand beside."""
    retired = (*adoption.hand_made.policies, *adoption.hand_made.later_policies)
    sources = dict.fromkeys(each.source for each in adoption.sketch.policies)
    return [name for name in sources if name not in retired]


def _summarise(adoption: Adoption, *, dry_run: bool) -> None:
    sketch, hand_made = adoption.sketch, adoption.hand_made
    for gap in sketch.gaps:
        say(str(gap))
    for name in _find_staying(adoption):
        say(f'the policy "{name}" stays: it may admit to more than the topics of the contract')
    for table in sketch.changes:
        say(f"clients may subscribe to {table} (supabase_realtime), and no topic tells of it")
    for trigger, of in hand_made.later:
        say(f'clients of the trigger "{trigger}" on {of} have to move before the revision adopt_end')
    for name in hand_made.later_policies:
        say(f'the policy "{name}" admits to more topics; nobody may need them at adopt_end_policies')
    if hand_made.later or hand_made.later_policies:
        say("until then, deploy no further than `alembic upgrade adopt_policies`")
    count = len(hand_made.triggers) + len(hand_made.later)
    policies = len(hand_made.policies) + len(hand_made.later_policies)
    say(
        f"{'nothing is written: ' if dry_run else ''}{len(sketch.topics)} topics,"
        f" {len(sketch.publications)} publications,"
        f" {len(sketch.policies)} policies; {count} triggers and {policies} policies give way,"
        f" {len(sketch.gaps)} things could not be told"
    )
