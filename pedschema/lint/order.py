"""The order in which revisions run."""

from __future__ import annotations

__all__ = ["sort_revisions"]

from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pedschema.lint.revision import Revision


def sort_revisions(revisions: Sequence[Revision]) -> tuple[Revision, ...]:
    """Return the revisions, each behind those it comes after; where nothing tells, in the given order."""
    place = {each.id: number for number, each in enumerate(revisions) if each.id}
    sorter: TopologicalSorter[int] = TopologicalSorter()
    for number, each in enumerate(revisions):
        sorter.add(number, *(place[id_] for id_ in each.after if place.get(id_, number) != number))
    try:
        sorter.prepare()
    except CycleError:
        return tuple(revisions)
    ordered: list[Revision] = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready())
        ordered += [revisions[number] for number in ready]
        sorter.done(*ready)
    return tuple(ordered)
