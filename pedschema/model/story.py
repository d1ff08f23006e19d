"""Stories: what people of the app do, step by step."""

from __future__ import annotations

__all__ = ["Step", "Story"]

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """One action of the app.

    Attributes:
        actor: name of a persona, or `service` for the app's backend (role `service_role`).
        statements: SQL statements; each runs in a transaction of its own, as the app's REST calls do.
    """

    title: str
    actor: str
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """A sequence of steps, and the topics that every persona tries to join before the first one."""

    title: str
    topics: tuple[str, ...]
    steps: tuple[Step, ...]
