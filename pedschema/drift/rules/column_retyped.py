"""A column of the app has another type.

Payloads carry another kind of value than the types that clients were built from, and a comparison in a
policy may raise an error.

Instead: undo it in the app's migrations, or refresh the lock and adapt the contract.

    pedschema lock URL
"""

from __future__ import annotations

__all__ = ["check"]


from typing import TYPE_CHECKING

from pedschema.drift.hit import table_hit
from pedschema.drift.tables import REFRESH
from pedschema.findings import Severity
from pedschema.lint.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.drift.hit import Hit
    from pedschema.drift.subject import Drift

_PARTS = {"type": "type", "generated": "generated", "identity": "identity"}


@rule(
    "DRF046",
    Severity.ERROR,
    good=(
        """
        alter table public.rooms alter column remark type varchar(20);
        alter table public.rooms alter column remark type text;
        """,
        "alter table public.rooms alter column remark set storage external;",
    ),
    bad=(
        "alter table public.rooms alter column remark type varchar(20);",
        "alter table public.members alter column joined type timestamptz;",
    ),
    live=True,
)
def check(drift: Drift) -> Iterator[Hit]:
    """Yield columns whose type or way of being generated differs; nobody enforces an array's dimensions."""
    for change in drift.tables.changed:
        for old, new in change.kept:
            told = [
                f"{word} {getattr(new, part) or 'nothing'}, not {getattr(old, part) or 'nothing'}"
                for part, word in _PARTS.items()
                if getattr(new, part) != getattr(old, part)
            ]
            if told:
                what = f'column "{new.name}" has {", ".join(told)}'
                yield table_hit(drift, change.expected.name, what, REFRESH, column=new.name)
