"""What the policies on `realtime.messages` make PostgreSQL read and call, and with whose privileges.

A policy is evaluated with the privileges of the role that asks. A table with row-level security brings
its own policies along; a function in SECURITY DEFINER goes on with the privileges of its owner. Views are
followed no further than themselves.
"""

from __future__ import annotations

__all__ = ["Circle", "Gap", "Reach", "read_reach"]

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from pedschema.lint.live_body import find_functions, find_tables, read_body
from pedschema.lint.live_query import CLIENT_ROLES
from pedschema.syntax.scope import find_uses
from pedschema.syntax.source import SqlError, parse_statements

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.live import Live
    from pedschema.lint.live_facts import LiveFunction, LivePolicy, LiveRole, LiveTable


@dataclass(frozen=True, slots=True)
class Gap:
    """A privilege that a role needs and lacks when it asks for a policy.

    Attributes:
        role: who lacks it, the asking role or the owner of a function.
        what: the privilege and the object, such as `EXECUTE on function app.member`.
        through: the function on the way there, or empty.
    """

    policy: LivePolicy
    role: str
    what: str
    through: str = ""


@dataclass(frozen=True, slots=True)
class Circle:
    """A policy that comes back to a table whose policies are being worked out.

    Attributes:
        path: the tables and functions from the policy on, the last one being the one that was there before.
    """

    policy: LivePolicy
    role: str
    path: tuple[str, ...]


@dataclass(slots=True)
class Reach:
    """Everything that one walk found.

    Attributes:
        functions: functions of the app that are reached, by oid.
        policies: policies that are reached, those on messages first.
    """

    gaps: dict[Gap, None] = field(default_factory=dict)
    circles: list[Circle] = field(default_factory=list)
    functions: dict[int, LiveFunction] = field(default_factory=dict)
    policies: dict[tuple[int, str], LivePolicy] = field(default_factory=dict)


_Path: TypeAlias = tuple[tuple[str, int, str], ...]
"""Role, oid and name of what is being worked out, from the messages on."""


@lru_cache(maxsize=1)
def read_reach(live: Live) -> Reach:
    """Return what all policies on `realtime.messages` reach."""
    reach = Reach(policies={(live.messages, policy.name): policy for policy in live.message_policies})
    for policy in live.message_policies:
        if policy.command in {"SELECT", "INSERT", "ALL"}:
            for role in _roles(live, policy):
                _Walk(live, reach, policy).run(role)
    return reach


def _roles(live: Live, policy: LivePolicy) -> Iterator[LiveRole]:
    """Yield the roles that the policy is for; `public` stands for the clients' two."""
    for name in dict.fromkeys(policy.roles):
        for each in CLIENT_ROLES[:2] if name == "public" else (name,):
            if each in live.roles:
                yield live.roles[each]


class _Walk:
    """From one policy on, as one role."""

    def __init__(self, live: Live, reach: Reach, policy: LivePolicy) -> None:
        self.live = live
        self.reach = reach
        self.policy = policy
        self.seen: set[tuple[str, int]] = set()

    def run(self, role: LiveRole) -> None:
        messages = self.live.tables[self.live.messages]
        if messages.schema not in role.schemas:
            self.miss(role, f'USAGE on schema "{messages.schema}"', "")
        if not messages.readable(role.name):
            self.miss(role, f'SELECT on "{messages.name}"', "")
        if not role.bypasses:
            self.visit_policy(role, self.policy, ((role.name, messages.oid, str(messages.name)),))

    def visit_policy(self, role: LiveRole, policy: LivePolicy, path: _Path) -> None:
        self.reach.policies.setdefault((policy.table, policy.name), policy)
        for oid, columns in policy.tables.items():
            if oid in self.live.tables and (oid != policy.table or _reads_itself(self.live, policy)):
                self.visit_table(role, self.live.tables[oid], columns, path)
        for oid in policy.functions:
            if oid in self.live.functions:
                self.visit_function(role, self.live.functions[oid], path)

    def visit_table(
        self,
        role: LiveRole,
        table: LiveTable,
        columns: frozenset[str],
        path: _Path,
        through: str = "",
    ) -> None:
        readable = table.readable(role.name)
        missing = sorted(columns - readable)
        if not readable:
            self.miss(role, f'SELECT on "{table.name}"', through)
        elif missing:
            names = ", ".join(f'"{name}"' for name in missing)
            self.miss(role, f'SELECT on {names} of "{table.name}"', through)
        bound = table.secured and not role.bypasses and (table.forced or table.owner not in role.holds)
        if not bound:
            return
        step = (role.name, table.oid, str(table.name))
        if any(step[:2] == other[:2] for other in path):
            way = tuple(name for _, _, name in (*path[1:], step))
            self.reach.circles.append(Circle(self.policy, role.name, way))
            return
        if step[:2] in self.seen:
            return
        self.seen.add(step[:2])
        for policy in self.live.policies.get(table.oid, ()):
            if policy.applies(role, "SELECT"):
                self.visit_policy(role, policy, (*path, step))

    def visit_function(self, role: LiveRole, function: LiveFunction, path: _Path) -> None:
        if role.name not in function.executable:
            self.miss(role, f'EXECUTE on "{function.name}({function.arguments})"', "")
        principal = self.live.roles.get(function.owner) if function.definer else role
        if principal is None or (principal.name, function.oid) in self.seen or not function.definition:
            return
        self.seen.add((principal.name, function.oid))
        self.reach.functions[function.oid] = function
        step = (principal.name, function.oid, f"{function.name}()")
        for table, columns in find_tables(self.live, function):
            self.check_schema(principal, table.schema, function)
            self.visit_table(principal, table, columns, (*path, step), str(function.name))
        for called in self.find_callable(principal, function):
            if called is not function:
                self.check_schema(principal, called.schema, function)
                self.visit_function(principal, called, (*path, step))

    def find_callable(self, role: LiveRole, function: LiveFunction) -> tuple[LiveFunction, ...]:
        """Return what the body calls: of functions of one name those open to the role, if any is."""
        called = tuple(find_functions(self.live, function))
        open_names = {each.name for each in called if role.name in each.executable}
        return tuple(each for each in called if each.name not in open_names or role.name in each.executable)

    def check_schema(self, role: LiveRole, schema: str, within: LiveFunction) -> None:
        """Note a missing USAGE: a body that is text looks its names up as who runs it, each time."""
        body = read_body(within)
        if body and body.body and schema not in role.schemas:
            self.miss(role, f'USAGE on schema "{schema}"', str(within.name))

    def miss(self, role: LiveRole, what: str, through: str) -> None:
        self.reach.gaps.setdefault(Gap(self.policy, role.name, what, through))


def _reads_itself(live: Live, policy: LivePolicy) -> bool:
    """Return whether a policy asks its own table for rows: PostgreSQL notes the columns of both alike."""
    own = live.tables[policy.table]
    for text in filter(None, (policy.using, policy.check)):
        try:
            _, relations = find_uses(parse_statements(f"SELECT {text}"))
        except SqlError:
            continue
        if any((schema, name) == (own.schema, own.table) for schema, name, _ in relations):
            return True
    return False
