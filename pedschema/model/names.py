"""Names of database objects."""

from __future__ import annotations

__all__ = ["MAX_NAME_BYTES", "QualifiedName"]

from dataclasses import dataclass

MAX_NAME_BYTES = 63
"""PostgreSQL cuts longer names silently (NAMEDATALEN - 1)."""


@dataclass(frozen=True, slots=True, order=True)
class QualifiedName:
    """The name of an object and the schema it lives in, both as the catalog spells them."""

    schema: str
    name: str

    @classmethod
    def parse(cls, text: str) -> QualifiedName:
        """Return the name written as `schema.name`; only the second of the two may hold dots itself.

        Raises:
            ValueError: `text` is not two non-empty names with a dot between them.
        """
        schema, dot, name = text.partition(".")
        if not (schema and dot and name):
            raise ValueError(text)
        return cls(schema, name)

    def __str__(self) -> str:
        """Return `schema.name`, unquoted: for messages and for keys of files, never for SQL."""
        return f"{self.schema}.{self.name}"
