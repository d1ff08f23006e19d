"""An owned object carries a comment.

No operation of the migrations writes one: it comes from somebody's hand. It may be a note, which is lost once
the object is made anew, and it may do something: pg_graphql and PostgREST take names, descriptions and
directives out of comments on schemas, tables and functions.

Instead: write the note into the contract, whose files keep it, and take the comment away.

    comment on function rooms.is_member(uuid) is null;
"""

from __future__ import annotations

__all__ = ["check"]


from typing import TYPE_CHECKING

from pedschema.drift.diff import render_diff
from pedschema.drift.hit import owned_hit
from pedschema.findings import Severity
from pedschema.introspect.comments import comment_key
from pedschema.lint.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.drift.hit import Hit
    from pedschema.drift.subject import Drift


@rule(
    "DRF057",
    Severity.INFO,
    good=(
        "comment on table public.rooms is 'a room'; comment on trigger tidy on public.rooms is 'trims';",
        """
        comment on function rooms.is_member(uuid) is 'who may read';
        comment on function rooms.is_member(uuid) is null;
        """,
        "comment on table realtime.messages is 'the platform may say so';",
    ),
    bad=(
        "comment on policy rooms_chat_read on realtime.messages is 'temporary, see Tom';",
        "comment on trigger rooms_room_chat__messages_insert on public.messages is 'slow';",
        "comment on function rooms.is_member(uuid) is 'who may read';",
        "comment on function rooms.room_chat__messages_v1() is 'tells';",
        "comment on schema rooms is 'live';",
        "comment on table rooms.surface_switch is 'off means silent';",
        "comment on column rooms.surface_switch.until is 'in UTC';",
    ),
    live=True,
)
def check(drift: Drift) -> Iterator[Hit]:
    """Yield comments on what the migrations own."""
    strange = {comment_key(owned) for owned in drift.strange}
    owned = {comment_key(each): each for each in drift.deployed.owned} if not drift.unknown else {}
    for comment in drift.deployed.comments:
        if comment.key in owned and comment.key not in strange:
            bearer = "a column of it" if comment.target.startswith("column ") else "it"
            what = f"{bearer} carries a comment that no operation of the migrations writes"
            fix = f"comment on {comment.target} is null"
            yield owned_hit(drift, owned[comment.key], what, fix=fix, diff=render_diff("", comment.text))
