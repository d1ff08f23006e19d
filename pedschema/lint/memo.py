"""Analyses that several rules share: made once for a project, not once a rule."""

from __future__ import annotations

__all__ = ["once"]

from functools import wraps
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from pedschema.lint.project import Project

T = TypeVar("T")


def once(analyse: Callable[[Project], T]) -> Callable[[Project], T]:
    """Return `analyse`, which keeps its answer for the project that it was asked about last."""
    last: list[tuple[Project, T]] = []

    @wraps(analyse)
    def answer(project: Project) -> T:
        if not last or last[0][0] is not project:
            last[:] = [(project, analyse(project))]
        return last[0][1]

    return answer
