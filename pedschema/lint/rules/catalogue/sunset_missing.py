"""A second version of an event is sent, and the first one has no end.

Both are paid for with every write, for good: without a day nobody dares to remove the first, and no client
has a reason to move on. A day without a second version is no better: clients would lose the event and find no
other.

Instead: give the old publication a `sunset`, beside the new one whose event ends with `.v2`.

    event  = "posts"
    sunset = 2027-03-31
"""

from __future__ import annotations

__all__ = ["check"]

import re
from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.example import make_contract
from pedschema.lint.live_hit import declared_hit
from pedschema.lint.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit

_VERSION = re.compile(r"(?P<stem>.+?)(?:\.v(?P<number>[1-9]\d*))?")
_NEXT = 'event = "posts.v2"\nname = "posts_v2"'
_LAST = 'event = "posts.v3"\nname = "posts_v3"'


@rule(
    "CAT029",
    Severity.WARNING,
    good=(
        make_contract("text"),
        make_contract("text", "sunset = 2999-12-31", _NEXT),
        make_contract("text", "sunset = 2999-12-31", f"{_NEXT}\nsunset = 2999-12-31", _LAST),
    ),
    bad=(
        make_contract("text", "", _NEXT),
        make_contract("text", "sunset = 2999-12-31"),
        make_contract("text", "sunset = 2999-12-31", _NEXT, _LAST),
    ),
    file="contract.toml",
)
def check(project: Project) -> Iterator[Hit]:
    """Yield versions without a sunset that a later one follows, and the other way round."""
    for topic in project.catalogue.topics if project.catalogue else ():
        latest: dict[str, int] = {}
        versions = [(publication, *_parse(publication.event)) for publication in topic.publications]
        for _, stem, number in versions:
            latest[stem] = max(number, latest.get(stem, 0))
        for publication, stem, number in versions:
            follows = number < latest[stem]
            if follows == bool(publication.sunset):
                continue
            what = f'the event "{publication.event}" ends on {publication.sunset}, and no version follows it'
            fix = f'publish "{stem}.v{number + 1}" beside it, or remove sunset'
            if follows:
                what = f'"{stem}.v{latest[stem]}" follows the event "{publication.event}", which has no end'
                fix = "give the older one a sunset"
            yield declared_hit(publication.where, f"topic {publication.topic}", what, fix)


def _parse(event: str) -> tuple[str, int]:
    found = _VERSION.fullmatch(event)
    return (found["stem"], int(found["number"] or 1)) if found else (event, 1)
