"""Errors that stop a run: what happened, where, and what to do about it."""

from __future__ import annotations

__all__ = ["ContractError", "DatabaseError", "Mistake", "PedschemaError", "PlatformError", "UsageError"]

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """One thing that is wrong, in the three parts that every message has.

    Attributes:
        where: `file:line`, a file, or a database object; sorts mistakes.
        what: the fact, lower case, names in double quotes, no full stop.
        fix: one imperative line.
        id: a stable id such as `contract-key-unknown`.
    """

    where: str
    what: str
    fix: str
    id: str

    def __str__(self) -> str:
        """Return the message as it is printed, over two lines."""
        return f"{self.where}: {self.what} [{self.id}]\n    help: {self.fix}"


class PedschemaError(Exception):
    """The work could not be done; the command line exits with 2."""

    def __init__(self, *mistakes: Mistake) -> None:
        super().__init__(*mistakes)
        self.mistakes: tuple[Mistake, ...] = tuple(sorted(mistakes))

    def __str__(self) -> str:
        """Return every mistake, one after the other."""
        return "\n".join(str(mistake) for mistake in self.mistakes)


class ContractError(PedschemaError):
    """The contract folder does not describe a contract."""


class DatabaseError(PedschemaError):
    """The database cannot be reached, or refuses what is asked of it."""


class PlatformError(PedschemaError):
    """No local PostgreSQL could be found, started or stopped."""


class UsageError(PedschemaError):
    """The command was called with something it cannot use."""
