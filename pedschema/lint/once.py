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
    """Return `find` that gives its answer again when it is asked about the same project again.

    The project itself keeps the answer: what is found in thousands of trees goes as soon as they go.
    """

    @wraps(find)
    def remember(project: Project) -> Found:
        if find not in project.answers:
            project.answers[find] = find(project)
        answer: Found = project.answers[find]
        return answer

    return remember
