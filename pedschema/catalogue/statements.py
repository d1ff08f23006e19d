"""SQL files that hold one statement each."""

from __future__ import annotations

__all__ = ["Located", "load_statement"]

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pedschema.catalogue.toml import load_text
from pedschema.errors import ContractError, Mistake
from pedschema.model.names import MAX_NAME_BYTES
from pedschema.syntax.source import SqlError, Statement, find_position, split_statements
from pedschema.syntax.words import find_cut_names

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Located:
    """The statement of a file, and where things stand in it."""

    path: Path
    text: str
    statement: Statement

    def where(self) -> str:
        """Return `file:line` of the statement."""
        return f"{self.path}:{self.statement.line}"

    def locate(self, index: int) -> str:
        """Return `file:line:column` of a character of the file."""
        line, column = find_position(self.text, index)
        return f"{self.path}:{line}:{column}"


def load_statement(path: Path, kind: str) -> Located:
    """Return the one statement of the file.

    Raises:
        ContractError: the file cannot be read, is no SQL, holds another number of statements, or names
            that PostgreSQL would cut.
    """
    text = load_text(path)
    fix = f"keep exactly one {kind} in the file"
    try:
        statements = split_statements(text)
    except SqlError as error:
        line, column = find_position(text, error.index)
        what = f"the SQL does not parse: {error.message}"
        raise ContractError(
            Mistake(f"{path}:{line}:{column}", what, "correct the SQL", "sql-syntax")
        ) from None
    if not statements:
        raise ContractError(Mistake(f"{path}:1", "the file holds no statement", fix, "statement-missing"))
    if len(statements) > 1:
        where = f"{path}:{statements[1].line}"
        what = f"the file holds {len(statements)} statements"
        raise ContractError(Mistake(where, what, fix, "statement-several"))
    located = Located(path, text, statements[0])
    cut = [_describe_cut(name, located.locate(index)) for name, index in find_cut_names(text)]
    if cut:
        raise ContractError(*cut)
    return located


def _describe_cut(name: str, where: str) -> Mistake:
    what = f'the name "{name}" has {len(name.encode())} bytes, PostgreSQL keeps {MAX_NAME_BYTES}'
    return Mistake(where, what, "give a shorter name", "name-too-long")
