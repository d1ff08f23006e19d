"""A policy on realtime.messages is not in the contract.

Permissive policies are joined by OR: one that nobody reviews opens topics that all others keep closed. One
that raises closes all topics for its role, whatever the others say.

Instead: move it into the contract as a policy of a topic, or drop it.
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.live_hit import policy_hit
from pedschema.lint.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit


@rule(
    "POL015",
    Severity.WARNING,
    good=(
        "create policy rooms_chat_read on realtime.messages for select to authenticated using (false);",
        "create policy mine on public.messages for select to authenticated using (false);",
    ),
    bad=(
        "create policy mine on realtime.messages for select to authenticated using (false);",
        "create policy rooms_chat_red on realtime.messages for select to authenticated using (false);",
    ),
    live=True,
)
def check(project: Project) -> Iterator[Hit]:
    """Yield the policies of the database that the contract does not declare."""
    if project.catalogue is None or project.live is None:
        return
    declared = {policy.name for policy in project.catalogue.policies}
    for policy in project.live.message_policies:
        if policy.name not in declared:
            what = f"the contract declares no policy of that name, for {policy.command}"
            yield policy_hit(policy, what, "declare it in the contract, or drop it")
