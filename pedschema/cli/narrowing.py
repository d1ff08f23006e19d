"""How two access matrices differ, and which differences a contract bears."""

from __future__ import annotations

__all__ = ["CellChange", "compare_cells"]

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pedschema.errors import Mistake
from pedschema.probe.topics import TopicKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.model.catalogue import Catalogue
    from pedschema.model.topic import Topic
    from pedschema.probe.matrix import Cell, Matrix
    from pedschema.probe.topics import Probed


@dataclass(frozen=True, slots=True, order=True)
class CellChange:
    """One persona whose access to a topic differs.

    Attributes:
        label: of the topic, the first of those that change alike.
        had: the marks of the cell before, and `has` after.
        harm: what of it the contract does not bear; empty where access only narrows to what it declares.
        others: on how many more topics the same changes.
    """

    label: str
    persona: str
    had: str
    has: str
    harm: str = ""
    others: int = 0

    def __str__(self) -> str:
        """Return the change in one line, without the topic."""
        more = f", here and on {self.others} more topics" if self.others else ""
        return f'the access of "{self.persona}": {self.had} -> {self.has}{more}'

    @property
    def mistake(self) -> Mistake:
        """The change as a reason to refuse what makes it."""
        fix = "make this change by hand, or leave its rule out with --ignore"
        return Mistake(self.label, f"the edits change {self}; {self.harm}", fix, "fix-changes-access")


def compare_cells(before: Matrix, after: Matrix, catalogue: Catalogue) -> tuple[CellChange, ...]:
    """Return the cells that differ, sorted, each with the harm that is in it.

    It is harmless to lose what the contract does not declare for the persona's role, and to be refused where
    a check failed. Each declared topic is told by itself; near misses and foreign topics that change alike
    are told once. A topic of one matrix alone counts as refused in the other.
    """
    roles = {persona.name: str(persona.claims.get("role")) for persona in before.personas}
    old, new = _cells(before), _cells(after)
    found: defaultdict[tuple[str, str, str, str, str], list[str]] = defaultdict(list)
    for probed, persona in old.keys() | new.keys():
        had, has = old.get((probed, persona)), new.get((probed, persona))
        declared = _list_declared(catalogue.topic_of(probed.topic), roles[persona])
        marks = had.marks if had else "-", has.marks if has else "-"
        harm = ", ".join(_find_harm(had, has, declared))
        if harm or marks[0] != marks[1]:
            alone = probed.label if probed.kind is TopicKind.DECLARED else ""
            found[alone, persona, *marks, harm].append(probed.label)
    return tuple(
        sorted(CellChange(min(labels), *key[1:], others=len(labels) - 1) for key, labels in found.items())
    )


def _cells(matrix: Matrix) -> dict[tuple[Probed, str], Cell]:
    return {(cell.probed, cell.persona): cell for cell in matrix.cells}


def _find_harm(had: Cell | None, has: Cell | None, declared: frozenset[str]) -> Iterator[str]:
    old, new = _list_rights(had), _list_rights(has)
    for right in sorted(new - old):
        yield f"they could not {right} before"
    for right in sorted((old - new) & declared):
        yield f"the contract lets them {right}"
    if had and has:
        checks = ("read", had.read, has.read), ("write", had.write, has.write)
        yield from (f"the {kind} check fails now" for kind, was, is_ in checks if is_.error and not was.error)


def _list_rights(cell: Cell | None) -> frozenset[str]:
    if cell is None:
        return frozenset()
    rights = {
        "join": cell.read.broadcast or cell.read.presence,
        "receive": cell.read.broadcast,
        "broadcast": cell.write.broadcast,
        "see presence": cell.read.presence,
        "track": cell.write.presence,
    }
    return frozenset(right for right, allowed in rights.items() if allowed)


def _list_declared(topic: Topic | None, role: str) -> frozenset[str]:
    """Return what the contract lets the role's personas do at a topic, where its policies admit them."""
    if topic is None:
        return frozenset()
    reads, writes = role in topic.read, role in topic.write
    rights = {
        "join": reads,
        "receive": reads,
        "broadcast": writes,
        "see presence": reads and topic.presence,
        "track": (reads or writes) and topic.presence,
    }
    return frozenset(right for right, declared in rights.items() if declared)
