"""Triggers of others that reach Realtime, through whatever chain of functions."""

from __future__ import annotations

__all__ = ["Sender", "find_senders"]

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pedschema.introspect.deployed_facts import Deployed, ForeignTrigger
    from pedschema.lint.live import Live


@dataclass(frozen=True, slots=True)
class Sender:
    """A trigger of others whose function sends.

    Attributes:
        is_certain: the body says so; else SQL that it puts together names Realtime.
    """

    trigger: ForeignTrigger
    is_certain: bool


def find_senders(deployed: Deployed) -> tuple[Sender, ...]:
    """Return the triggers whose function puts messages into `realtime.messages`, by itself or through others.

    Bodies are read as the linter reads them. Without a function that could send nothing is parsed.
    """
    called = {trigger.function for trigger in deployed.triggers}
    if not any(function.oid in called for function in deployed.functions):
        return ()
    from pedschema.lint.live_body import find_reaching, may_send, sends  # noqa: PLC0415  parsers are slow to load

    live = _make_live(deployed)
    certain = {trigger.table for trigger, _ in find_reaching(live, sends)}
    found = certain | {trigger.table for trigger, _ in find_reaching(live, may_send)}
    return tuple(Sender(deployed.triggers[place], place in certain) for place in sorted(found))


def _make_live(deployed: Deployed) -> Live:
    """Return triggers and functions as the linter knows them; a trigger's table is its place in the list."""
    from pedschema.lint.live import Live  # noqa: PLC0415  as above
    from pedschema.lint.live_facts import LiveFunction, LiveTrigger  # noqa: PLC0415  as above

    functions = {
        each.oid: LiveFunction(
            oid=each.oid,
            schema=each.schema,
            function=each.name,
            arguments=each.arguments,
            owner=each.owner,
            definer=each.definer,
            settings=dict(entry.split("=", 1) for entry in each.settings),
            definition=each.definition,
            executable=frozenset(),
        )
        for each in deployed.functions
    }
    triggers = [
        LiveTrigger(
            name=each.name, table=place, function=each.function, enabled=True, definition=each.definition
        )
        for place, each in enumerate(deployed.triggers)
    ]
    return Live(
        version=deployed.server.major * 10000,
        messages=0,
        missing_days=(),
        time_zones=(),
        roles={},
        tables={},
        policies={},
        functions=functions,
        triggers=tuple(triggers),
    )
