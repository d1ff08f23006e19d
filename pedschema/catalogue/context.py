"""What every part of the contract is checked against."""

from __future__ import annotations

__all__ = ["TOPIC_FUNCTIONS", "Context"]

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pedschema.catalogue.mistakes import Mistakes, suggest
from pedschema.model.names import MAX_NAME_BYTES, QualifiedName
from pedschema.model.topic import PART_TYPES

if TYPE_CHECKING:
    from pedschema.catalogue.shapes.contract import DefaultsShape
    from pedschema.model.catalogue import Contract
    from pedschema.model.table import SchemaLock, Table

TOPIC_FUNCTIONS: dict[str, str] = {f"topic_{type_}": type_ for type_ in PART_TYPES}
"""Functions of the owned schema that read a part of the topic, to the type of that part."""


@dataclass(slots=True)
class Context:
    """The contract's frame, and where mistakes go.

    Attributes:
        lock: None when it could not be loaded; nothing is said about tables then.
        functions: names of the functions that the owned schema will hold; None when some rule could
            not be loaded.
    """

    contract: Contract
    defaults: DefaultsShape
    lock: SchemaLock | None
    functions: frozenset[str] | None = None
    mistakes: Mistakes = field(default_factory=Mistakes)

    def find_table(self, written: str, where: str) -> Table | None:
        """Return the table that the contract names, or note why there is none."""
        try:
            name = QualifiedName.parse(written)
        except ValueError:
            what = f'"{written}" is no name of a table'
            self.mistakes.add(where, what, fix='write "schema.table"', id="table-name")
            return None
        if self.lock is None:
            return None
        table = self.lock.table(name)
        if table is None:
            known = [str(table.name) for table in self.lock.tables]
            fix = suggest(written, known, "correct the name, or run `pedschema lock` if the table is new")
            self.mistakes.add(where, f'the table "{written}" does not exist', fix=fix, id="table-unknown")
        return table

    def check_length(self, name: str, where: str, fix: str) -> None:
        """Note a name that PostgreSQL would cut."""
        size = len(name.encode())
        if size > MAX_NAME_BYTES:
            what = f'the name "{name}" has {size} bytes, PostgreSQL keeps {MAX_NAME_BYTES}'
            self.mistakes.add(where, what, fix=fix, id="name-too-long")
