"""Functions of the owned schema that policies and publications call."""

from __future__ import annotations

__all__ = ["Function"]

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pedschema.model.names import QualifiedName


@dataclass(frozen=True, slots=True)
class Function:
    """A rule: a predicate written as one CREATE FUNCTION statement.

    Attributes:
        arguments: identity arguments as `pg_get_function_identity_arguments` prints the types, such as
            `uuid` or `uuid, text`; no argument names.
        sql: the statement, verbatim, without its semicolon.
        calls: names of functions in the owned schema that its body calls.
        where: `file:line` of the statement.
    """

    name: QualifiedName
    arguments: str
    sql: str
    calls: tuple[str, ...] = ()
    where: str = field(default="", compare=False)
