"""Counterexamples in words."""

from __future__ import annotations

__all__ = ["tell"]

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pedschema.lint.prove.question import Candidate


def tell(candidate: Candidate) -> str:
    """Return the topic, the caller and the rows of a candidate."""
    who = ", ".join(f"{name} {value}" for name, value in candidate.claims.items())
    rows = "; ".join(
        f"{table} ({', '.join(f'{name} = {_spell(value)}' for name, value in columns.items())})"
        for table, columns in candidate.rows
    )
    does = "makes a policy raise" if candidate.raises else "is admitted"
    return f'"{candidate.topic}": {who} {does}{f", with {rows}" if rows else ", without any row"}'


def _spell(value: str | bool | None) -> str:  # noqa: FBT001 - a column of any type
    return "NULL" if value is None else str(value).lower() if isinstance(value, bool) else value
