"""A publication goes on after the day on which it was to end.

Every write pays for two messages, and clients that were told the day may have stopped to listen: nobody knows
any more whether the old event is needed.

Instead: remove the publication, or move the day and tell the clients' authors.
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.example import make_contract
from pedschema.lint.live_hit import declared_hit
from pedschema.lint.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit

_NEXT = 'event = "posts.v2"\nname = "posts_v2"'


@rule(
    "CAT028",
    Severity.WARNING,
    good=(make_contract("text"), make_contract("text", "sunset = 2999-12-31", _NEXT)),
    bad=(make_contract("text", "sunset = 2001-01-31", _NEXT),),
    file="contract.toml",
)
def check(project: Project) -> Iterator[Hit]:
    """Yield publications whose sunset is over."""
    today = project.today.isoformat()
    for publication in project.catalogue.publications if project.catalogue else ():
        if publication.sunset and publication.sunset < today:
            what = f'the event "{publication.event}" was to end on {publication.sunset}, and is still sent'
            fix = "remove the publication, or move the day"
            yield declared_hit(publication.where, f"topic {publication.topic}", what, fix)
