"""A policy on realtime.messages comes from no migration.

Permissive policies are joined by OR: this one opens topics that the reviewed ones keep closed, and one that
raises an error closes all topics for its role.

Instead: declare it in the contract, or drop it. A revision can do that with `op.retire_policy`.

    drop policy helper on realtime.messages;
"""

from __future__ import annotations

__all__ = ["check"]


from typing import TYPE_CHECKING

from pedschema.drift.diff import render_diff
from pedschema.drift.hit import owned_hit
from pedschema.findings import Severity
from pedschema.lint.rule import rule
from pedschema.model.owned import Kind
from pedschema.sql.quoting import identifier

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.drift.hit import Hit
    from pedschema.drift.subject import Drift


@rule(
    "DRF014",
    Severity.ERROR,
    good=("create policy helper on public.messages for select to authenticated using (true);",),
    bad=(
        "create policy helper on realtime.messages for select to authenticated using (true);",
        "create policy rooms_chat_send on realtime.messages for insert to authenticated with check (true);",
    ),
    live=True,
)
def check(drift: Drift) -> Iterator[Hit]:
    """Yield policies on the messages that the migrations do not know."""
    for owned in drift.strange:
        if owned.identity.kind is Kind.POLICY:
            name = owned.identity.name.name
            ours = name.startswith(f"{drift.schema}_")
            fix = "" if ours else f"drop policy {identifier(name)} on realtime.messages, or declare it"
            yield owned_hit(
                drift, owned, "no migration made it", fix=fix, diff=render_diff("", owned.canonical)
            )
