"""Revisions as numbered SQL files, for whoever applies them without Alembic."""

from __future__ import annotations

__all__ = ["Export", "load_exports", "plan_exports", "select_exports"]

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from pedschema.deploy.supabase import fit_statement, is_refused
from pedschema.errors import ContractError, Mistake, UsageError
from pedschema.model.names import QualifiedName
from pedschema.ops.handover import guard_bookkeeping
from pedschema.sql.quoting import dollar, literal, qualified
from pedschema.syntax.source import split_statements

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from pedschema.ops.configuration import Configuration
    from pedschema.ops.script import RevisionScript

_FILE = re.compile(r"(?P<version>\d{14})_.*\.sql")
_NUMBERED = re.compile(r"(?P<version>\d+)_.*\.sql")
_HEAD = re.compile(r'-- Revision "(?P<revision>[^"]+)" of "(?P<schema>[^"]+)"')
_TIME = "%Y%m%d%H%M%S"
_HASH = re.compile(r"[0-9a-f]{8,}")
_LONGEST_SLUG = 60
_VERSIONS = "alembic_version"


@dataclass(frozen=True, slots=True)
class Export:
    """The file of one revision.

    Attributes:
        text: what it shall hold.
        found: what it holds, None when it does not exist.
    """

    revision: str
    path: Path
    text: str
    found: str | None


def load_exports(folder: Path, schema: str) -> Mapping[str, Path]:
    """Return the file of every revision of `schema` that is exported already, by revision."""
    exports: dict[str, Path] = {}
    for path in sorted(folder.glob("*.sql")) if folder.is_dir() else ():
        if _FILE.fullmatch(path.name):
            with path.open(encoding="utf-8", errors="replace") as file:
                head = _HEAD.match(file.readline())
            if head and head["schema"] == schema:
                exports[head["revision"]] = path
    return exports


def plan_exports(
    folder: Path, configuration: Configuration, scripts: Sequence[RevisionScript]
) -> tuple[Export, ...]:
    """Return the file of every revision, in the order of the revisions, which is that of the names.

    A revision that is exported already keeps its file's name. A new one is called after the moment when it
    was made, or the second after its predecessor's file, whichever is later, and the first that is free.

    Raises:
        ContractError: a revision has a statement that cannot be exported.
        UsageError: the files in the folder are in another order than the revisions.
    """
    known = load_exports(folder, configuration.schema)
    taken = _load_versions(folder)
    exports: list[Export] = []
    last = ""
    for script in scripts:
        path = known.get(script.revision)
        if path is None:
            version = _find_version(script.made, last, taken)
            taken.add(version)
            path = folder / f"{version}_{_slug(configuration.schema, script)}.sql"
        elif path.name[:14] <= last:
            what = f'the file of the revision "{script.revision}" stands before that of a revision before it'
            raise UsageError(Mistake(str(path), what, "rename it to a later time", "export-order"))
        last = path.name[:14]
        # Line ends are part of a function's body.
        found = path.read_bytes().decode(errors="replace") if path.exists() else None
        exports.append(Export(script.revision, path, _render(configuration, script), found))
    return tuple(exports)


def select_exports(exports: Sequence[Export], first: str, last: str) -> tuple[Export, ...]:
    """Return the files of the revisions after `first` up to `last`, as Alembic's `first:last` counts them.

    Raises:
        UsageError: there is no such revision, or `last` stands before `first`.
    """
    names = [export.revision for export in exports]
    start = 0 if first == "base" else _find(names, first) + 1
    end = len(names) if last in {"head", "heads"} else _find(names, last) + 1
    if end < start:
        what, fix = (
            f'the revision "{last}" stands before "{first}"',
            "give them in the order of the migrations",
        )
        raise UsageError(Mistake("command line", what, fix, "range-reversed"))
    return tuple(exports[start:end])


def _find(names: Sequence[str], wanted: str) -> int:
    found = [name for name in names if name == wanted] or [name for name in names if name.startswith(wanted)]
    if len(found) != 1:
        what = f'there is no revision "{wanted}"' if not found else f'several revisions begin with "{wanted}"'
        fix = "use a revision that `alembic history` shows"
        raise UsageError(Mistake("command line", what, fix, "revision-unknown"))
    return names.index(found[0])


def _load_versions(folder: Path) -> set[str]:
    names = (_NUMBERED.fullmatch(path.name) for path in folder.glob("*.sql")) if folder.is_dir() else ()
    return {match["version"] for match in names if match}


def _find_version(made: datetime, last: str, taken: set[str]) -> str:
    time = made
    if last:
        time = max(time, datetime.strptime(last, _TIME).replace(tzinfo=made.tzinfo) + timedelta(seconds=1))
    while time.strftime(_TIME) in taken:
        time += timedelta(seconds=1)
    return time.strftime(_TIME)


def _slug(schema: str, script: RevisionScript) -> str:
    name = script.title if _HASH.fullmatch(script.revision) else script.revision
    words = re.sub(r"[^a-z0-9]+", "_", f"{schema} {name}".lower())
    return words[:_LONGEST_SLUG].strip("_")


def _render(configuration: Configuration, script: RevisionScript) -> str:
    schema = configuration.schema
    after = ", ".join(f'"{head}"' for head in script.heads) or "no other"
    head = [
        f'-- Revision "{script.revision}" of "{schema}", after {after}: {script.title}',
        "-- Written by `pedschema export supabase`; Alembic and `pedschema drift` know it as applied.",
    ]
    statements = [
        "SET search_path = ''",
        f"SET lock_timeout = {literal(configuration.lock_timeout)}",
        f"SET statement_timeout = {literal(configuration.statement_timeout)}",
        _check_start(configuration, script),
        *_statements(script),
        guard_bookkeeping(schema, _VERSIONS),
        "RESET statement_timeout",
        "RESET lock_timeout",
        "RESET search_path",
    ]
    return "\n".join([*head, "", *(f"{statement};\n" for statement in statements)])


def _statements(script: RevisionScript) -> Iterator[str]:
    for text in script.statements:
        for statement in split_statements(text):
            if is_refused(statement.text):
                what = f"the statement `{statement.text.splitlines()[0]}` cannot stand in a file of the CLI"
                fix = "take it out of the revision, and run it by hand"
                raise ContractError(Mistake(script.path, what, fix, "export-statement"))
            yield fit_statement(statement.text)


def _check_start(configuration: Configuration, script: RevisionScript) -> str:
    """Return a statement that stops a file that is not the next one, or runs as somebody else."""
    versions = qualified(QualifiedName(configuration.schema, _VERSIONS))
    heads = f"ARRAY[{', '.join(map(literal, script.heads))}]::text[]"
    start = ", ".join(script.heads) or "base"
    return "DO " + dollar(f"""
DECLARE
  applied text[] := '{{}}';
BEGIN
  IF current_user <> {literal(configuration.role)} THEN
    RAISE EXCEPTION USING
      MESSAGE = pg_catalog.format('the role is %s, not %s', current_user, {literal(configuration.role)}),
      HINT = 'connect as the role that shall own the objects';
  END IF;
  IF pg_catalog.to_regclass({literal(versions)}) IS NOT NULL THEN
    SELECT coalesce(pg_catalog.array_agg(v.version_num::text ORDER BY v.version_num COLLATE "C"), '{{}}')
    INTO applied
    FROM {versions} AS v;
  END IF;
  IF applied <> {heads} THEN
    RAISE EXCEPTION USING
      MESSAGE = pg_catalog.format(
        'the file starts from %s, the database is at %s', {literal(start)},
        coalesce(nullif(pg_catalog.array_to_string(applied, ', '), ''), 'base')
      ),
      HINT = 'apply the files in order; one that is applied already is marked by supabase migration repair';
  END IF;
END
""")
