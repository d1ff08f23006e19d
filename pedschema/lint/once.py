"""Analyses that all rules of a run share: made for the first who asks, kept for the others."""

from __future__ import annotations

__all__ = ["once"]

from functools import wraps
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from pedschema.lint.project import Project

Found = TypeVar("Found")


def once(find: Callable[[Project], Found]) -> Callable[[Project], Found]:
    """Return `find` that gives its last answer again as long as it is asked about the same project.

    Projects are told apart by identity: comparing thousands of trees costs more than the analysis.
    """
    last: list[tuple[Project, Found]] = []

    @wraps(find)
    def remember(project: Project) -> Found:
        if not last or last[0][0] is not project:
            last[:] = [(project, find(project))]
        return last[0][1]

    return remember
