"""SQL text to statements, as many as can be read."""

from __future__ import annotations

__all__ = ["note_depth", "parse_source", "split_source"]

import re
from typing import TYPE_CHECKING, Any

from pglast import parse_sql, scan, split
from pglast.parser import ParseError

from pedschema.lint.depth import MAX_DEPTH, SHALLOW, is_deep
from pedschema.lint.note import Note, NoteKind
from pedschema.lint.subjects import Hit, StatementSubject
from pedschema.syntax.chain import find_long_chain
from pedschema.syntax.source import SqlError

if TYPE_CHECKING:
    from pedschema.lint.source import Source

_COMMENT = re.compile(r"--|/\*")
_FIX = "correct the SQL, or keep what only a newer PostgreSQL reads out of the linted files"


def parse_source(source: Source) -> tuple[StatementSubject, ...]:
    """Return the statements of a text.

    Raises:
        SqlError: PostgreSQL's grammar refuses the text.
    """
    found = []
    for number, raw in enumerate(_parse(source.text)):
        # The last statement says no length where no semicolon ends it.
        stop = raw.stmt_location + raw.stmt_len if raw.stmt_len else None
        end = raw.stmt_location + _length(source.text[raw.stmt_location : stop])
        found.append(StatementSubject(source, raw.stmt, raw.stmt_location, end, number))
    return tuple(found)


def split_source(source: Source) -> tuple[tuple[StatementSubject, ...], tuple[Note, ...]]:
    """Return the statements of a text that can be read, and a note for each that cannot."""
    try:
        statements = parse_source(source)
    except SqlError as error:
        return _parse_one_by_one(source, error)
    read: list[StatementSubject] = []
    notes: list[Note] = []
    for each in statements:
        if each.end - each.index > SHALLOW and is_deep(each.node):
            notes.append(note_depth(each))
        else:
            read.append(each)
    return tuple(read), tuple(notes)


def note_depth(statement: StatementSubject) -> Note:
    """Return the note that a statement is nested too deeply."""
    return _note(statement.source, statement.index, f"it is nested deeper than {MAX_DEPTH} levels")


def _parse_one_by_one(
    source: Source, error: SqlError
) -> tuple[tuple[StatementSubject, ...], tuple[Note, ...]]:
    """Return what can be read: one statement that does not parse must not hide the others."""
    try:
        slices = split(source.text, with_parser=False, only_slices=True)
    except (ParseError, UnicodeEncodeError):
        slices = ()
    if len(slices) < 2:
        return (), (_note(source, error.index, error.message),)
    statements: list[StatementSubject] = []
    notes: list[Note] = []
    for place in slices:
        read, noted = split_source(source.part(place.start, place.stop or len(source.text)))
        statements += read
        notes += noted
    return tuple(statements), tuple(notes) or (_note(source, error.index, error.message),)


def _parse(text: str) -> tuple[Any, ...]:
    if "\0" in text:
        raise SqlError("a zero byte cannot stand in SQL", text.index("\0"))
    place = find_long_chain(text)
    if place is not None:
        raise SqlError("it is nested too deeply", place)
    try:
        return tuple(parse_sql(text))
    except ParseError as error:
        message, index = error.args
        raise SqlError(message, len(text.rstrip()) if index is None else index) from None
    except UnicodeEncodeError as error:
        raise SqlError("a character is half of a surrogate pair", error.start) from None
    except RecursionError:
        raise SqlError("it is nested too deeply") from None


def _length(statement: str) -> int:
    """Return the length of the statement up to its last word, comments at its end left out."""
    if not _COMMENT.search(statement):
        return len(statement.rstrip())
    return int([token for token in scan(statement) if "COMMENT" not in token.name][-1].end) + 1


def _note(source: Source, index: int, what: str) -> Note:
    hit = Hit(source.place(index, index + 1, ""), f"the SQL cannot be read: {what}", _FIX)
    return Note(NoteKind.SYNTAX, hit)
