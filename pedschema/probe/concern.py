"""Reasons for a no, those first that somebody can act on."""

from __future__ import annotations

__all__ = ["sort_reasons"]

from typing import TYPE_CHECKING

from pedschema.probe.access import Cause

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pedschema.model.catalogue import Catalogue
    from pedschema.probe.access import Reason

_QUIET = {Cause.POLICY_REFUSED, Cause.POLICY_OF_OTHERS}


def sort_reasons(reasons: Iterable[Reason], topic: str, catalogue: Catalogue) -> tuple[list[Reason], int]:
    """Return the reasons that concern `topic`, and how many policies said no because they are about others.

    A policy that raises, or a missing privilege, concerns every topic.
    """
    declared = catalogue.topic_of(topic)
    pattern = declared.pattern.untyped if declared else ""
    known = {policy.name: {each.pattern for each in policy.topics} for policy in catalogue.policies}
    unique = list(dict.fromkeys(reasons))
    others = [
        reason
        for reason in unique
        if reason.cause in _QUIET and reason.policy in known and pattern not in known[reason.policy]
    ]
    return [reason for reason in unique if reason not in others], len({reason.policy for reason in others})
