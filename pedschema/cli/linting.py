"""What the linter's command reads and prints."""

from __future__ import annotations

__all__ = ["choose_paths", "describe_result", "find_renderer", "load_known", "read_subjects"]

import os
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pedschema import __version__
from pedschema.catalogue.load import load_catalogue
from pedschema.catalogue.personas import load_cast
from pedschema.cli.console import say
from pedschema.docgen.rules import render_rule
from pedschema.errors import Mistake, UsageError
from pedschema.lint.baseline import parse_baseline
from pedschema.lint.files import load_text
from pedschema.lint.read import is_contract, load_project
from pedschema.report.find import find_format, list_formats
from pedschema.report.result import Result, RuleText

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from rich.text import Text

    from pedschema.findings import Finding
    from pedschema.lint.baseline import Key
    from pedschema.lint.live_access import Gained
    from pedschema.lint.project import Project
    from pedschema.lint.rule import Rule
    from pedschema.probe.matrix import Matrix


_CONTRACT = Path("policies")
_MIGRATIONS = (Path("migrations"), Path("supabase/migrations"))
_READ = ("*.sql", "*.py")
_URL = re.compile(r"[a-z][a-z0-9+]+:/|.*\bpassword *=")


def choose_paths(paths: Sequence[Path] | None) -> Sequence[Path]:
    """Return the paths to lint: those given, or the usual ones that are here.

    Raises:
        UsageError: there are none, or one that is given is a folder in which nothing is linted.
    """
    for path in paths or ():
        if _URL.match(str(path)):
            # A URL may hold a password: it is not repeated.
            what, fix = "a URL stands where files or folders do", "name the database with --database URL"
            raise UsageError(Mistake("command line", what, fix, "path-is-url"))
        looked = os.path.isdir(path) and os.access(path, os.R_OK | os.X_OK)  # noqa: PTH112 - it may not be looked at
        if looked and not is_contract(path) and not any(any(path.rglob(form)) for form in _READ):
            what = "the folder holds no contract, no SQL and no revision"
            fix = "name client sources with --clients, once for each, or leave the folder out"
            raise UsageError(Mistake(str(path), what, fix, "path-empty"))
    if paths:
        return paths
    migrations = next((path for path in _MIGRATIONS if path.is_dir()), None)
    found = [path for path in (_CONTRACT, migrations) if path is not None and path.is_dir()]
    if not found:
        what = f"there is nothing to lint: no {' and no '.join(map(str, (_CONTRACT, *_MIGRATIONS)))} here"
        raise UsageError(Mistake("command line", what, "name files or folders", "paths-missing"))
    return found


def load_known(path: Path | None, *, needed: bool) -> Counter[Key]:
    """Return the findings of a baseline; none without a file.

    Args:
        path: of the baseline.
        needed: whether the file has to be there.

    Raises:
        UsageError: the file is not there, or is no baseline.
    """
    if path is None:
        if not needed:
            what = "--write-baseline needs a file"
            raise UsageError(Mistake("command line", what, "add --baseline FILE", "baseline-missing"))
        return Counter()
    if not needed:
        return Counter()
    text = load_text(path)
    if not isinstance(text, str):
        raise UsageError(
            Mistake(str(path), text.hit.what, "write it with --write-baseline", "baseline-missing")
        )
    return parse_baseline(text, str(path))


def read_subjects(
    paths: Sequence[Path], clients: Sequence[Path], database: str | None, personas: Path | None
) -> Project:
    """Return everything that rules are asked about.

    Args:
        paths: contract folders, SQL, revisions.
        clients: client sources.
        database: URL of a database to read as well.
        personas: folder of the contract whose personas are asked for; their rows are in the database.

    Raises:
        UsageError: a path does not exist, or personas are to be asked for without a database.
        DatabaseError: the database cannot be read.
    """
    if database is None:
        if personas is not None:
            what, fix = "--personas needs a database that has their rows", "add --database URL"
            raise UsageError(Mistake("command line", what, fix, "personas-without-database"))
        project = load_project(paths)
    else:
        project = _read_database(paths, database, personas)
    if clients:
        from pedschema.lint.clients.read import read_clients  # noqa: PLC0415  loads parsers of languages

        sources = read_clients(clients, say)
        project = replace(
            project,
            clients=sources.channels,
            allows=(*project.allows, *sources.allows),
            notes=(*project.notes, *sources.notes),
        )
    return project


def _read_database(paths: Sequence[Path], database: str, personas: Path | None) -> Project:
    from pedschema.cli.development import connect  # noqa: PLC0415  costs more than a run without one
    from pedschema.lint.live import read_live, read_live_sources, with_access  # noqa: PLC0415  as above

    with connect(database) as connection:
        live, sources = read_live(connection), read_live_sources(connection)
        if personas is not None:
            from pedschema.lint.live_timing import read_timings  # noqa: PLC0415  as above
            from pedschema.probe.matrix import read_matrix  # noqa: PLC0415  as above

            matrix = read_matrix(connection, load_catalogue(personas), load_cast(personas))
            gained = _find_gained(personas / "access.lock", matrix)
            live = with_access(live, matrix, read_timings(connection, matrix), gained)
    return replace(load_project(paths, database=sources), live=live)


def _find_gained(path: Path, matrix: Matrix) -> tuple[Gained, ...]:
    """Return the rights that the reviewed lock does not have; none without one."""
    from pedschema.lint.live_access import Gained  # noqa: PLC0415  as above
    from pedschema.probe.lock import compare_access, render_access_lock  # noqa: PLC0415  as above

    reviewed = load_text(path) if path.exists() else None
    if not isinstance(reviewed, str):
        return ()
    changes = compare_access(reviewed, render_access_lock(matrix))
    return tuple(Gained(change.topic, change.text) for change in changes if change.widens)


def find_renderer(form: str) -> Callable[[Result], str | Text]:
    """Return what renders a report in the format of that name.

    Raises:
        UsageError: there is none.
    """
    known = list_formats()
    if form not in known:
        fix = f"use one of {', '.join(known)}"
        raise UsageError(Mistake("command line", f'no format is called "{form}"', fix, "format-unknown"))
    return find_format(form)


def describe_result(findings: Sequence[Finding], rules: Iterable[Rule]) -> Result:
    """Return what a report is about: findings, the lines on which they stand, the rules with their pages."""
    described = tuple(
        RuleText(rule.id, rule.name, rule.severity, rule.title, rule.consequence, render_rule(rule))
        for rule in rules
    )
    files = {finding.place.file for finding in findings if finding.place.file}
    lines = {file: text.split("\n") for file in files if isinstance(text := load_text(Path(file)), str)}
    return Result(tuple(findings), described, lines, __version__)
