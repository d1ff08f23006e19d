"""A trigger is switched off, or fires in other sessions than it should.

Nothing of that table is told while it is off, and no client notices. Loads and repairs switch triggers off
and forget to switch them on; a revision leaves the state as it finds it.

Instead: switch it on. To silence a surface on purpose, set its switch: that is seen and ends by itself.

    alter table public.messages enable trigger rooms_room_chat__messages_insert;
"""

from __future__ import annotations

__all__ = ["check"]


from typing import TYPE_CHECKING

from pedschema.drift.differences import Aspect
from pedschema.drift.hit import difference_hit
from pedschema.findings import Severity
from pedschema.lint.rule import rule
from pedschema.model.names import QualifiedName
from pedschema.sql.quoting import identifier, qualified

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.drift.hit import Hit
    from pedschema.drift.subject import Drift


_STATES = {
    "enable trigger": "it fires",
    "disable trigger": "it is switched off",
    "enable replica trigger": "it fires in sessions of replication only",
    "enable always trigger": "it fires in sessions of replication as well",
}


@rule(
    "DRF007",
    Severity.ERROR,
    good=(
        "alter table public.rooms disable trigger tidy;",
        """
        alter table public.messages disable trigger rooms_room_chat__messages_insert;
        alter table public.messages enable trigger rooms_room_chat__messages_insert;
        """,
    ),
    bad=(
        "alter table public.messages disable trigger rooms_room_chat__messages_insert;",
        "alter table public.rooms enable replica trigger rooms_room_chat__rooms_update;",
        "alter table public.messages enable always trigger rooms_room_chat__messages_insert;",
    ),
    live=True,
)
def check(drift: Drift) -> Iterator[Hit]:
    """Yield triggers that do not fire as they are created, on their table or on a partition of it."""
    for difference in drift.differing(Aspect.STATE):
        identity = difference.identity
        table = qualified(QualifiedName.parse(identity.of))
        fix = f"alter table {table} enable trigger {identifier(identity.name.name)}"
        what = "; ".join(_describe(line) for line in difference.after.split("\nstate: "))
        yield difference_hit(drift, difference, what, diff="", fix=fix)


def _describe(state: str) -> str:
    words, on, partition = state.removeprefix("state: ").partition(" on ")
    return _STATES[words] + (f" on the partition {partition}" if on else "")
