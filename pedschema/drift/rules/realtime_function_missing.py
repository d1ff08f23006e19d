"""A function of Realtime that policies and triggers call is gone, or takes other arguments.

Every message is lost with a warning in the log, or every policy that asks for the topic is an error, which
closes the topic: what the migrations made calls the functions of the version that the contract names.

Instead: let the server set up its schema again, or move the contract to its version.
"""

from __future__ import annotations

__all__ = ["check"]


from typing import TYPE_CHECKING

from pedschema.drift.hit import Hit
from pedschema.drift.realtime import FUNCTIONS
from pedschema.findings import Place, Severity
from pedschema.lint.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.drift.subject import Drift


@rule(
    "DRF028",
    Severity.ERROR,
    good=("create function realtime.send(text) returns void language sql as 'select';",),
    bad=(
        "drop function realtime.topic() cascade;",
        "drop function realtime.send(jsonb, text, text, boolean);",
    ),
    live=True,
)
def check(drift: Drift) -> Iterator[Hit]:
    """Yield the functions that are not there as they are called."""
    for signature in FUNCTIONS:
        if signature not in drift.deployed.server.functions:
            place = Place(object=f"function realtime.{signature}")
            fix = "restart Realtime, so that it sets up its schema, or adapt the contract to its version"
            yield Hit(place, "it is not there", fix, owners=(drift.deployed.server.owner,))
