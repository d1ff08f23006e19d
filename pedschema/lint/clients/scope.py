"""Variables, and where they are kept."""

from __future__ import annotations

__all__ = ["SELF", "Scope", "find_owner"]

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pedschema.lint.clients.tree import Member, Name, Tree
from pedschema.lint.clients.values import Fields, one_of

if TYPE_CHECKING:
    from pedschema.lint.clients.tree import Span
    from pedschema.lint.clients.values import Value

SELF = frozenset({"this", "self"})
"""What methods call the object that they belong to."""


@dataclass(slots=True)
class Scope:
    """The variables of a function, class or file; each with one value per place that sets it."""

    parent: Scope | None = None
    is_class: bool = False
    cells: dict[str, dict[Span | None, Value]] = field(default_factory=dict)

    def set(self, name: str, site: Span | None, value: Value) -> None:
        """Give the variable of this scope the value that is set at `site`."""
        self.cells.setdefault(name, {})[site] = value

    def find(self, name: str) -> Scope | None:
        """Return the closest scope that has the variable."""
        scope: Scope | None = self
        while scope is not None and name not in scope.cells:
            scope = scope.parent
        return scope

    def find_class(self) -> Scope | None:
        """Return the scope of the class that this one is part of."""
        scope: Scope | None = self
        while scope is not None and not scope.is_class:
            scope = scope.parent
        return scope

    def get(self, name: str) -> Value:
        """Return the one value that the variable of this scope has; nothing does not count."""
        return one_of(self.cells.get(name, {}).values())

    def as_fields(self) -> Fields:
        """Return the variables of a class as a record."""
        return Fields({name: self.get(name) for name in self.cells}, open=True)


def find_owner(target: Tree, scope: Scope) -> tuple[Scope | None, str]:
    """Return where a name or a path of names is kept, and under which name; other trees are kept nowhere."""
    path: list[str] = []
    while isinstance(target, Member):
        path.insert(0, target.name)
        target = target.base
    if not isinstance(target, Name):
        return None, ""
    if target.name in SELF and path:
        return scope.find_class() or scope, ".".join(path)
    return scope.find(target.name) or scope, ".".join([target.name, *path])
