"""Realtime has another version than the contract is written for.

What the server does with policies, topics and payloads changes with its version; what was checked was
checked for another one. Its number is not in the database: the table of messages and, where it may be read,
the list of its migrations tell.

Instead: read what has changed, set `realtime` in contract.toml, and refresh the lock.

    pedschema lock URL
"""

from __future__ import annotations

__all__ = ["check"]


from typing import TYPE_CHECKING

from pedschema.drift.diff import render_diff
from pedschema.drift.hit import Hit
from pedschema.drift.realtime import COLUMNS
from pedschema.findings import Place, Severity
from pedschema.lint.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.drift.subject import Drift

_FIX = "read what has changed, set `realtime` in contract.toml, and run `pedschema lock URL`"


@rule(
    "DRF029",
    Severity.WARNING,
    good=("create index on realtime.messages (event);",),
    bad=(
        "alter table realtime.messages add column extra text;",
        "alter table realtime.messages drop column binary_payload;",
    ),
    live=True,
)
def check(drift: Drift) -> Iterator[Hit]:
    """Yield what tells another version: columns of the messages, the last of the server's migrations."""
    place, owners = Place(object="schema realtime"), (drift.deployed.server.owner,)
    version = drift.catalogue.contract.realtime
    known = COLUMNS.get(version)
    actual = drift.deployed.server.columns
    if known is not None and set(known) != set(actual):
        what = f'"realtime.messages" has other columns than those of Realtime {version}'
        diff = render_diff("\n".join(sorted(known)), "\n".join(sorted(actual)))
        yield Hit(place, what, _FIX, diff, owners)
    before, after = drift.catalogue.lock.realtime, drift.deployed.lock.realtime
    if before and after and before != after:
        yield Hit(place, f'its last migration is "{after}", it was "{before}"', _FIX, owners=owners)
