"""From channels that were followed to the channels that a client opens."""

from __future__ import annotations

__all__ = ["collect_channels"]

from typing import TYPE_CHECKING

from pedschema.findings import Place
from pedschema.lint.client import ClientChannel

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pedschema.lint.clients.values import Opened, Use


def collect_channels(opened: Iterable[Opened]) -> tuple[ClientChannel, ...]:
    """Return the channels, sorted by place.

    A call that opens a channel in a function of the app stands for the calls of that function: where these
    tell more than the function alone does, they are the channels.
    """
    calls: dict[object, list[Opened]] = {}
    for each in opened:
        calls.setdefault((each.file, each.span), []).append(each)
    found = [channel for group in calls.values() for channel in _of_one_call(group)]
    return tuple(sorted(set(found), key=lambda channel: (channel.place, channel.topic or "")))


def _of_one_call(group: list[Opened]) -> list[ClientChannel]:
    alone = [each for each in group if not each.stack]
    told = {(each.topic, each.private) for each in alone}
    called = [each for each in group if each.stack and (each.topic, each.private) not in told]
    for each in group:
        if each not in called and each not in alone:
            alone[0].uses.update(each.uses)
    return [_channel(each) for each in called or alone]


def _tell(uses: Iterable[Use]) -> list[Use]:
    """Return the uses, without those of which another use at the same place tells more."""
    told = {use.binding.place for use in uses if _is_told(use)}
    return [use for use in uses if _is_told(use) or use.binding.place not in told]


def _is_told(use: Use) -> bool:
    return None not in {use.binding.event, use.binding.schema, use.binding.table}


def _channel(opened: Opened) -> ClientChannel:
    uses = _tell(opened.uses)
    file, span = opened.stack[0] if opened.stack else (opened.file, opened.named)
    return ClientChannel(
        topic=opened.topic,
        private=opened.private,
        bindings=tuple(use.binding for use in uses if not use.sends),
        sends=tuple(use.binding for use in uses if use.sends),
        replay=opened.replay,
        place=Place(file, span.line, span.column, span.end_line, span.end_column),
    )
