"""The body of a function is not the one that was reviewed.

Policies and payloads do what nobody has read: the migrations keep a digest of every body, and this one was
replaced by hand since. The next revision of the function would overwrite it in silence.

Instead: put the reviewed body back, or bring the change into the contract and release it.

    pedschema drift URL --fix && alembic upgrade head
"""

from __future__ import annotations

__all__ = ["check"]


from typing import TYPE_CHECKING

from pedschema.drift.diff import find_body, render_diff
from pedschema.drift.differences import Aspect
from pedschema.drift.hit import difference_hit
from pedschema.findings import Severity
from pedschema.lint.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.drift.hit import Hit
    from pedschema.drift.subject import Drift


@rule(
    "DRF002",
    Severity.ERROR,
    good=(
        """
        create or replace function public.tidy() returns trigger language plpgsql
        as 'begin return new; end';
        """,
        "create function public.is_member(room uuid) returns boolean language sql as 'select true';",
    ),
    bad=(
        """
        create or replace function rooms.is_member(room uuid) returns boolean
        language sql stable security definer set search_path = pg_catalog, pg_temp as 'select true';
        """,
        """
        do $do$ begin
            execute replace(
                pg_get_functiondef('rooms.room_chat__messages_v1'::regproc), 'WarnSending', 'Warnsending'
            );
        end $do$;
        """,
    ),
    live=True,
)
def check(drift: Drift) -> Iterator[Hit]:
    """Yield functions whose body differs."""
    for difference in drift.differing(Aspect.BODY):
        expected, actual = difference.expected, difference.actual
        if actual is not None:
            diff = render_diff(find_body(expected.sql[0]), find_body(actual.sql[0]))
            yield difference_hit(drift, difference, "its body was replaced", diff=diff)
