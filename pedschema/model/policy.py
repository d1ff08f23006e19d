"""Row-level security policies on `realtime.messages`."""

from __future__ import annotations

__all__ = ["Policy", "PolicyIndex", "TopicReference"]

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pedschema.model.topic import TopicPattern


@dataclass(frozen=True, slots=True, order=True)
class TopicReference:
    """One `<schema>.topic_<type>('<pattern>', '<part>')` call of a policy, as written."""

    pattern: str
    part: str
    type: str


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy on `realtime.messages`, its expressions as its file writes them.

    Attributes:
        command: `SELECT` (join, receive, see presence) or `INSERT` (broadcast, track).
        using: text between the parentheses of USING, or empty.
        check: text between the parentheses of WITH CHECK, or empty.
        extensions: values of `messages.extension` that the policy names (`broadcast`, `presence`).
        topics: the topic patterns it names.
        literals: every string literal in its expressions.
        where: `file:line` of the statement.
    """

    name: str
    command: str
    permissive: bool
    roles: tuple[str, ...]
    using: str
    check: str
    extensions: tuple[str, ...] = ()
    topics: tuple[TopicReference, ...] = ()
    literals: tuple[str, ...] = ()
    feature: str = ""
    where: str = field(default="", compare=False)

    def concerns(self, pattern: TopicPattern) -> bool:
        """Return whether it names topics of the pattern: by a call, or by the text where no part varies."""
        if pattern.names:
            return pattern.untyped in {reference.pattern for reference in self.topics}
        return pattern.untyped in self.literals


class PolicyIndex:
    """Policies by the topics that they concern, found without asking each of them."""

    def __init__(self, policies: Iterable[Policy]) -> None:
        self._named: dict[str, list[Policy]] = {}
        for policy in policies:
            for name in {reference.pattern for reference in policy.topics} | set(policy.literals):
                self._named.setdefault(name, []).append(policy)

    def list_concerned(self, pattern: TopicPattern) -> list[Policy]:
        """Return the policies that concern the pattern, in the order that they came in."""
        return [policy for policy in self._named.get(pattern.untyped, ()) if policy.concerns(pattern)]
