"""What statements leave behind: the last state of each policy, function and trigger."""

from __future__ import annotations

__all__ = ["State"]

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, cast

from pglast import ast

from pedschema.lint.creates import (
    argument_types,
    table_name,
    to_altered_function,
    to_altered_policy,
    to_function,
    to_policy,
    to_trigger,
)
from pedschema.model.names import QualifiedName
from pedschema.syntax.tree import is_node, read_name

if TYPE_CHECKING:
    from pedschema.lint.subjects import FunctionSubject, PolicySubject, StatementSubject, TriggerSubject


def _by_owner() -> dict[QualifiedName, dict[Any, Any]]:
    return defaultdict(dict)


@dataclass(frozen=True, slots=True)
class State:
    """Objects by table and name, functions by name and argument types."""

    _policies: dict[QualifiedName, dict[str, PolicySubject]] = field(default_factory=_by_owner)
    _triggers: dict[QualifiedName, dict[str, TriggerSubject]] = field(default_factory=_by_owner)
    _functions: dict[QualifiedName, dict[tuple[str, ...], FunctionSubject]] = field(default_factory=_by_owner)

    @property
    def policies(self) -> tuple[PolicySubject, ...]:
        """Every policy."""
        return tuple(policy for each in self._policies.values() for policy in each.values())

    @property
    def triggers(self) -> tuple[TriggerSubject, ...]:
        """Every trigger."""
        return tuple(trigger for each in self._triggers.values() for trigger in each.values())

    @property
    def functions(self) -> tuple[FunctionSubject, ...]:
        """Every function."""
        return tuple(function for each in self._functions.values() for function in each.values())

    def apply(self, statement: StatementSubject) -> None:
        """Do what the statement does."""
        node = statement.node
        if is_node(node, ast.CreatePolicyStmt):
            self._policies[table_name(node.table)][node.policy_name] = to_policy(statement, node)
        elif is_node(node, ast.AlterPolicyStmt):
            policies = self._policies[table_name(node.table)]
            if node.policy_name in policies:
                policies[node.policy_name] = to_altered_policy(policies[node.policy_name], statement, node)
        elif is_node(node, ast.CreateFunctionStmt):
            types, function = to_function(statement, node)
            self._functions[function.name][types] = function
        elif is_node(node, ast.AlterFunctionStmt):
            self._alter_function(node)
        elif is_node(node, ast.CreateTrigStmt):
            self._triggers[table_name(node.relation)][node.trigname] = to_trigger(statement, node)
        elif is_node(node, ast.RenameStmt):
            self._rename(node)
        elif is_node(node, ast.DropStmt):
            self._drop(node)

    def remove(self, statement: StatementSubject) -> None:
        """Remove what the statement makes."""
        node = statement.node
        if is_node(node, ast.CreatePolicyStmt):
            self._policies[table_name(node.table)].pop(node.policy_name, None)
        elif is_node(node, ast.CreateTrigStmt):
            self._triggers[table_name(node.relation)].pop(node.trigname, None)
        elif is_node(node, ast.CreateFunctionStmt):
            types, function = to_function(statement, node)
            self._functions[function.name].pop(types, None)
        elif is_node(node, ast.DropStmt):
            self._drop(node)

    def _alter_function(self, node: Any) -> None:
        functions = self._functions[QualifiedName(*read_name(node.func.objname))]
        for types in _meant(node.func, functions):
            functions[types] = to_altered_function(functions[types], node)

    def _rename(self, node: Any) -> None:
        kind = node.renameType.name.removeprefix("OBJECT_").lower()
        if kind == "function":
            name = QualifiedName(*read_name(node.object.objname))
            functions = self._functions[name]
            for types in _meant(node.object, functions):
                renamed = replace(functions.pop(types), name=QualifiedName(name.schema, node.newname))
                self._functions[renamed.name][types] = renamed
        elif kind in {"policy", "trigger"}:
            named = self._of(kind)[table_name(node.relation)]
            if node.subname in named:
                named[node.newname] = replace(named.pop(node.subname), name=node.newname)

    def _drop(self, node: Any) -> None:
        kind = node.removeType.name.removeprefix("OBJECT_").lower()
        for item in node.objects:
            if kind in {"policy", "trigger"}:
                *table, name = [part.sval for part in item]
                self._of(kind)[_qualified(table)].pop(name, None)
            elif kind in {"function", "routine"}:
                functions = self._functions[QualifiedName(*read_name(item.objname))]
                for types in _meant(item, functions):
                    del functions[types]
            elif kind == "table":
                self._policies.pop(_qualified([part.sval for part in item]), None)
                self._triggers.pop(_qualified([part.sval for part in item]), None)
            elif kind == "schema":
                self._drop_schema(item.sval)

    def _drop_schema(self, schema: str) -> None:
        for owners in (self._policies, self._triggers, self._functions):
            for name in [name for name in owners if name.schema == schema]:
                del owners[name]

    def _of(self, kind: str) -> dict[QualifiedName, dict[str, Any]]:
        return cast(
            "dict[QualifiedName, dict[str, Any]]", self._policies if kind == "policy" else self._triggers
        )


def _qualified(parts: list[str]) -> QualifiedName:
    return QualifiedName(parts[-2] if len(parts) > 1 else "", parts[-1])


def _meant(written: Any, functions: dict[tuple[str, ...], FunctionSubject]) -> list[tuple[str, ...]]:
    """Return which of the functions of a name an ALTER or DROP means."""
    if written.args_unspecified:
        return list(functions)
    types = argument_types(written.objargs or ())
    return [types] if types in functions else []
