"""A domain, composite or range type of the app has changed, or its cast to JSON.

Columns of that type carry other values than the types that clients were built from, and no column shows it.

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
from pedschema.model.table import Composite, Domain, Range

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.drift.hit import Hit
    from pedschema.drift.subject import Drift


def _lines(each: Composite | Domain | Range) -> str:
    """Return what a type is made of, a line each; nobody enforces an array's dimensions."""
    match each:
        case Composite():
            lines = [f"{column.name} {column.type}" for column in each.fields]
        case Domain():
            lines = [each.type, *([] if each.nullable else ["not null"])]
        case Range():
            lines = [f"{'multirange' if each.multirange else 'range'} of {each.subtype}"]
    return "\n".join(lines)


@rule(
    "DRF050",
    Severity.WARNING,
    good=(
        "alter domain public.slug add constraint low check (value = lower(value));",
        "alter domain public.slug set default 'a';",
    ),
    bad=(
        "alter domain public.slug set not null;",
        "alter type public.spot add attribute z integer;",
        """
        create function public.tell(public.room_status) returns json language sql as 'select to_json(1)';
        create cast (public.room_status as json) with function public.tell(public.room_status);
        """,
    ),
    live=True,
)
def check(drift: Drift) -> Iterator[Hit]:
    """Yield types that differ; one that is gone or new shows in the columns of its type."""
    lock, live = drift.catalogue.lock, drift.deployed.lock
    for kind, before, after in (
        ("domain", lock.domains, live.domains),
        ("type", lock.composites, live.composites),
        ("range", lock.ranges, live.ranges),
    ):
        present = {each.name: each for each in after}
        for each in before:
            actual = present.get(each.name)
            diff = render_diff(_lines(each), _lines(actual)) if actual is not None else ""
            if diff:
                yield type_hit(drift, kind, each.name, "it is made otherwise than the lock has it", diff=diff)
    kept = {each.name for each in lock.enums} | {each.name for each in lock.ranges}
    kept |= {each.name for each in lock.base_types}
    for name in sorted(({*lock.json_casts} ^ {*live.json_casts}) & kept):
        has = "has a cast to json" if name in live.json_casts else "has no cast to json any more"
        yield type_hit(drift, "type", name, f"it {has}, which decides how payloads show it")
