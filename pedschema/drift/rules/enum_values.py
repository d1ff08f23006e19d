"""An enum of the app has other values, or has them in another order.

Clients meet a value that their types do not have, or wait for one that does not come; the order decides
comparisons in policies and functions.

Instead: undo it in the app's migrations, or refresh the lock and adapt the contract.

    pedschema lock URL
"""

from __future__ import annotations

__all__ = ["check"]


from typing import TYPE_CHECKING

from pedschema.drift.diff import render_diff
from pedschema.drift.hit import type_hit
from pedschema.findings import Severity
from pedschema.lint.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.drift.hit import Hit
    from pedschema.drift.subject import Drift


@rule(
    "DRF049",
    Severity.WARNING,
    good=("create type public.mood as enum ('fine');",),
    bad=(
        "alter type public.room_status add value 'hidden';",
        "alter type public.room_status rename value 'closed' to 'shut';",
        """
        alter type public.room_status rename value 'closed' to 'other';
        alter type public.room_status rename value 'archived' to 'closed';
        alter type public.room_status rename value 'other' to 'archived';
        """,
    ),
    live=True,
)
def check(drift: Drift) -> Iterator[Hit]:
    """Yield enums whose values differ, with those that are new, gone or in another place."""
    present = {enum.name: enum for enum in drift.deployed.lock.enums}
    for enum in drift.catalogue.lock.enums:
        actual = present.get(enum.name)
        if actual is not None and actual.labels != enum.labels:
            told = [f'value "{label}" is new' for label in actual.labels if label not in enum.labels]
            told += [f'value "{label}" is gone' for label in enum.labels if label not in actual.labels]
            what = ", ".join(told) or "its values stand in another order"
            diff = render_diff("\n".join(enum.labels), "\n".join(actual.labels))
            yield type_hit(drift, "enum", enum.name, what, diff=diff)
