"""Row-level security is off on realtime.messages.

No policy is asked any more: whoever has the public key joins every private topic, reads it and sends to it.

Instead: switch it on. On the hosted platform that takes its support, since the table is not yours.

    alter table realtime.messages enable row level security;
"""

from __future__ import annotations

__all__ = ["check"]


from typing import TYPE_CHECKING

from pedschema.drift.hit import Hit
from pedschema.findings import Place, Severity
from pedschema.lint.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.drift.subject import Drift


@rule(
    "DRF020",
    Severity.ERROR,
    good=("alter table realtime.messages force row level security;",),
    bad=("alter table realtime.messages disable row level security;",),
    live=True,
)
def check(drift: Drift) -> Iterator[Hit]:
    """Yield the table of messages when nothing guards it."""
    if not drift.deployed.server.secured:
        place, owners = Place(object="table realtime.messages"), (drift.deployed.server.owner,)
        fix = "alter table realtime.messages enable row level security, as its owner"
        yield Hit(
            place, "row-level security is off", fix, owners=owners, row=("table", "realtime.messages", "")
        )
