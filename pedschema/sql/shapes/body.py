"""What a shape hands to the trigger function that holds it."""

from __future__ import annotations

__all__ = ["Body", "Source", "by_operation", "leave_if"]

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pedschema.sql.lines import Lines, indented
from pedschema.sql.quoting import literal

if TYPE_CHECKING:
    from collections.abc import Callable

    from pedschema.model.publication import Operation, Publication
    from pedschema.model.table import SchemaLock


@dataclass(frozen=True, slots=True)
class Source:
    """What a body is rendered from: the publication, the types of tables, the owned schema."""

    publication: Publication
    lock: SchemaLock
    schema: str


@dataclass(frozen=True, slots=True)
class Body:
    """A PL/pgSQL body: its declarations and the statements between `begin` and `exception`."""

    declarations: Lines
    statements: Lines


def leave_if(condition: Lines) -> Lines:
    """Return the statement that ends the function if the condition holds."""
    *most, last = condition
    if most:
        first, *others = most
        return [f"if {first}", *others, f"{last} then", "  return null;", "end if;"]
    return [f"if {last} then", "  return null;", "end if;"]


def by_operation(publication: Publication, render: Callable[[Operation], Lines]) -> Lines:
    """Return the statements of each operation of the publication, behind the test for it."""
    operations = publication.on
    if len(operations) == 1:
        return render(operations[0])
    lines: Lines = []
    for place, operation in enumerate(operations):
        if place == len(operations) - 1:
            lines.append("else")
        else:
            lines.append(f"{'elsif' if place else 'if'} tg_op = {literal(operation)} then")
        lines += indented(render(operation))
    return [*lines, "end if;"]
