"""As whom functions run, and with which settings, after all statements of the project."""

from __future__ import annotations

__all__ = ["Rights", "read_rights"]

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pglast import ast

from pedschema.lint.memo import once
from pedschema.lint.tables import in_public
from pedschema.model.names import QualifiedName
from pedschema.syntax.tree import find_literals, is_node, read_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import StatementSubject


@dataclass(frozen=True, slots=True)
class Rights:
    """How one function runs.

    Attributes:
        definer: whether it runs as its owner.
        settings: names of its SET clauses to their values; a value that is not written is empty.
        owner: the role that a statement makes its owner, or empty.
        owned_by: the statement that does.
    """

    definer: bool = False
    settings: tuple[tuple[str, str], ...] = ()
    owner: str = ""
    owned_by: StatementSubject | None = None

    def setting(self, name: str) -> str | None:
        """Return the value of a SET clause, or None without one."""
        return dict(self.settings).get(name)


@once
def read_rights(project: Project) -> Mapping[QualifiedName, Rights]:
    """Return the rights of every function by its full name."""
    found: dict[QualifiedName, Rights] = {}
    for statement in project.statements:
        node = statement.node
        if is_node(node, ast.CreateFunctionStmt):
            name = in_public(QualifiedName(*read_name(node.funcname)))
            kept = found.get(name, Rights())
            begun = Rights(owner=kept.owner, owned_by=kept.owned_by) if node.replace else Rights()
            found[name] = _apply(begun, node.options)
        elif is_node(node, ast.AlterFunctionStmt):
            name = in_public(QualifiedName(*read_name(node.func.objname)))
            if name in found:
                found[name] = _apply(found[name], node.actions)
        elif is_node(node, ast.AlterOwnerStmt) and node.objectType.name in {
            "OBJECT_FUNCTION",
            "OBJECT_ROUTINE",
        }:
            name = in_public(QualifiedName(*read_name(node.object.objname)))
            if name in found:
                owner = node.newowner.rolename or ""
                found[name] = replace(found[name], owner=owner, owned_by=statement)
    return found


def _apply(rights: Rights, options: Any) -> Rights:
    settings, definer = dict(rights.settings), rights.definer
    for option in options or ():
        if option.defname == "security":
            definer = bool(option.arg.boolval)
        elif option.defname == "set":
            name = option.arg.name
            if option.arg.kind.name == "VAR_RESET_ALL":
                settings.clear()
            elif option.arg.kind.name in {"VAR_RESET", "VAR_SET_DEFAULT"}:
                settings.pop(name, None)
            else:
                settings[name.lower()] = ",".join(find_literals(option.arg))
    return replace(rights, definer=definer, settings=tuple(settings.items()))
