"""Personas: people whose access the matrix plays."""

from __future__ import annotations

__all__ = ["Cast", "Persona"]

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody with a token: its claims are what Realtime hands to Postgres."""

    name: str
    summary: str
    claims: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody the matrix plays, and the rows they live among.

    Attributes:
        rows: SQL scripts that create the people and rows, in order, run as the contract's role.
        samples: per name of a topic part, labelled values: `{"room_id": {"open": "…", "hidden": "…"}}`.
    """

    personas: tuple[Persona, ...]
    rows: tuple[str, ...]
    samples: Mapping[str, Mapping[str, str]]
