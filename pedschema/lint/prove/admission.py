"""When the policies of a contract admit somebody, and when they raise."""

from __future__ import annotations

__all__ = ["Admission", "build_admission"]

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import z3

from pedschema.lint.prove.evaluate import Evaluator
from pedschema.lint.prove.scope import Scope
from pedschema.lint.prove.values import TRUE, is_true
from pedschema.lint.prove.world import World

if TYPE_CHECKING:
    from pedschema.lint.prove.languages import Domain
    from pedschema.lint.prove.question import Right
    from pedschema.model.catalogue import Catalogue
    from pedschema.model.policy import Policy
    from pedschema.model.topic import TopicPattern

_EVERYBODY = "public"
_CLIENTS = frozenset({"anon", "authenticated"})
_NO_CLIENTS = frozenset({_EVERYBODY, "postgres", "service_role", "supabase_admin"})


@dataclass(frozen=True, slots=True, eq=False)
class Admission:
    """The policies of one right in one world.

    Attributes:
        admits: when the server's check says yes.
        raises: when a policy raises, so that the check says no to everybody.
        policies: names of those that were read.
    """

    world: World
    admits: Any
    raises: Any
    policies: tuple[str, ...]


def build_admission(
    catalogue: Catalogue, right: Right, domain: Domain, pattern: TopicPattern | None
) -> Admission:
    """Return what the contract's policies say to a right on a topic of a pattern, or on any topic."""
    policies = [each for each in catalogue.policies if each.command in {right.command, "ALL"}]
    named = frozenset(role for policy in policies for role in policy.roles)
    world = World(catalogue.lock, right, domain, (named | _CLIENTS) - _NO_CLIENTS, pattern)
    evaluator = Evaluator(world, catalogue.rules, catalogue.contract.schema)
    permits, restricts, raises = [], [], []
    for policy in policies:
        applies = TRUE if _EVERYBODY in policy.roles else z3.Or(*map(world.is_role, policy.roles))
        value = evaluator.policy(
            _expression(policy, right), Scope(where=policy.where or policy.name, probe=True)
        )
        if policy.permissive:
            permits.append(z3.And(applies, is_true(value)))
        else:
            restricts.append(z3.Implies(applies, is_true(value)))
        raises.append(z3.And(applies, z3.Or(value.raises, value.planned)))
    return Admission(
        world=world,
        admits=z3.And(z3.Or(*permits), *restricts),
        raises=z3.simplify(z3.Or(*raises)),
        policies=tuple(policy.name for policy in policies),
    )


def _expression(policy: Policy, right: Right) -> str:
    return (policy.using if right.act == "read" else policy.check or policy.using) or "true"
