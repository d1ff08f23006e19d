"""A contract folder as the linter sees it: its SQL files, and the triggers that it will have."""

from __future__ import annotations

__all__ = ["Contracted", "load_contract"]

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pedschema.catalogue.load import load_catalogue
from pedschema.errors import ContractError
from pedschema.findings import Place
from pedschema.lint.allow import MARK, Allow, parse_allow
from pedschema.lint.files import load_text
from pedschema.lint.note import Note, NoteKind
from pedschema.lint.source import Origin, Run, Source
from pedschema.lint.subjects import Hit
from pedschema.model.owned import Kind
from pedschema.sql.declare import render_owned
from pedschema.sql.trigger_function import function_identity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from pedschema.errors import Mistake
    from pedschema.model.catalogue import Catalogue

_WHERE = re.compile(r"(?P<file>.*?):(?P<line>\d+)(?::(?P<column>\d+))?", re.DOTALL)
_KINDS = {
    "event-case": NoteKind.EVENT_NAME,
    "event-name": NoteKind.EVENT_NAME,
    "topic-duplicate": NoteKind.PATTERN_OVERLAP,
    "topic-overlap": NoteKind.PATTERN_OVERLAP,
}
"""Mistakes of the loader that are the matter of a rule of their own."""

_COMMENT = re.compile(r"#[ \t]*pedschema:.*")
_NOT_CODE = re.compile(r"[ \t]*(?:#.*)?\n?")


@dataclass(frozen=True, slots=True)
class Contracted:
    """What a contract folder holds.

    Attributes:
        catalogue: None when the folder has mistakes, which are notes then.
        sources: the SQL files of policies and rules, and what is generated.
        allows: comments in its TOML files.
    """

    catalogue: Catalogue | None
    sources: tuple[Source, ...]
    notes: tuple[Note, ...]
    allows: tuple[Allow, ...]


def load_contract(folder: Path, versions: Mapping[str, int]) -> Contracted:
    """Return what the contract folder holds.

    Args:
        folder: the one with contract.toml in it.
        versions: of the trigger functions that migrations made, by name without version.
    """
    catalogue: Catalogue | None = None
    sources: list[Source] = []
    notes: list[Note] = []
    try:
        catalogue = load_catalogue(folder)
        sources += _generated(folder, catalogue, versions)
    except ContractError as error:
        notes += [_note(mistake) for mistake in error.mistakes]
    for path in sorted(folder.glob("*/*.sql")):
        text = load_text(path)
        if isinstance(text, Note):
            notes.append(text)
        else:
            sources.append(Source(text, Origin.CONTRACT, str(path)))
    allows: list[Allow] = []
    for path in sorted(folder.glob("**/*.toml")):
        for found in _find_allows(path):
            if isinstance(found, Allow):
                allows.append(found)
            else:
                notes.append(found)
    return Contracted(catalogue, tuple(sources), tuple(notes), tuple(allows))


def _generated(folder: Path, catalogue: Catalogue, versions: Mapping[str, int]) -> Iterator[Source]:
    """Yield trigger functions and triggers, each at the place of its declaration."""
    schema = catalogue.contract.schema
    places = dict(_declarations(catalogue))
    known = {
        identity: versions[str(identity.name)]
        for identity in (function_identity(schema, each) for each in catalogue.publications)
        if str(identity.name) in versions
    }
    written = {(rule.name, rule.arguments) for rule in catalogue.rules}
    for owned in render_owned(catalogue, known):
        identity = owned.identity
        if identity.kind is Kind.POLICY or (identity.name, identity.of) in written:
            continue
        place = _place(places.get(identity.name.name, f"{folder / 'contract.toml'}:1"))
        run = (Run(0, place.line, max(1, place.column)),)
        for sql in owned.sql:
            yield Source(sql, Origin.CONTRACT, place.file, run, fixed=True)


def _declarations(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Yield the name of each trigger function and trigger, and where its publication is declared."""
    for publication in catalogue.publications:
        yield publication.name, publication.where
        for operation in publication.on:
            yield f"{catalogue.contract.schema}_{publication.name}_{operation.lower()}", publication.where


def _note(mistake: Mistake) -> Note:
    what = f"{mistake.what} [{mistake.id}]"
    kind = _KINDS.get(mistake.id, NoteKind.CONTRACT_MISTAKE)
    return Note(kind, Hit(_place(mistake.where), what, mistake.fix))


def _place(where: str) -> Place:
    found = _WHERE.fullmatch(where)
    if not found:
        return Place(where)
    line, column = int(found["line"]), int(found["column"] or 1)
    return Place(found["file"], line, column, line, column + 1)


def _find_allows(path: Path) -> Iterator[Allow | Note]:
    text = load_text(path)
    if isinstance(text, Note):
        yield text
        return
    if MARK not in text:
        return
    lines = text.split("\n")
    for number, line in enumerate(lines, start=1):
        comment = _COMMENT.search(line)
        if comment:
            place = Place(str(path), number, comment.start() + 1, number, len(line) + 1)
            alone = not line[: comment.start()].strip()
            span = _below(lines, number) if alone else (number, number)
            found = parse_allow(comment[0], place, span)
            if found:
                yield found


def _below(lines: list[str], number: int) -> tuple[int, int]:
    """Return the lines of what follows a comment: one line, or a table up to the next."""
    first = next((at for at in range(number, len(lines)) if not _NOT_CODE.fullmatch(lines[at])), number - 1)
    if not lines[first].lstrip().startswith("["):
        return first + 1, first + 1
    rest = range(first + 1, len(lines))
    last = next((at for at in rest if lines[at].lstrip().startswith("[")), len(lines))
    return first + 1, last
