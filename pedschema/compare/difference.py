"""One difference between two schema locks, and the worst that its readers make of it."""

from __future__ import annotations

__all__ = ["UNMOVED", "UNREAD", "Difference", "Judge", "judge"]

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pedschema.compare.readers import Reader
from pedschema.compare.wire import Effect, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

Judge = Callable[[Reader], Verdict | None]
"""What a difference does to one reader; None where it does nothing."""

UNREAD = Verdict(Effect.SAFE, "the contract does not read it")
UNMOVED = Verdict(Effect.SAFE, "what reads it answers as before")


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference with a verdict for payloads and one for policies, and the readers that it concerns."""

    id: str
    object: str
    what: str
    payload: Verdict
    policies: Verdict
    readers: tuple[Reader, ...] = ()


def judge(name: tuple[str, str, str], readers: Sequence[Reader], judge_reader: Judge) -> Difference:
    """Return the difference with the worst that `judge_reader` says of any reader; None says nothing.

    Args:
        name: id, object and text of the difference.
        readers: those that read what differs.
        judge_reader: what the difference does to one of them.
    """
    sides = [[reader for reader in readers if reader.use.is_access is access] for access in (False, True)]
    payload, policies = (_worst(side, judge_reader) for side in sides)
    return Difference(*name, payload, policies, tuple(readers))


def _worst(readers: Sequence[Reader], judge_reader: Judge) -> Verdict:
    """Return the worst verdict, with the reader that it comes from; the first of equals."""
    if not readers:
        return UNREAD
    worst = UNMOVED
    for reader in readers:
        verdict = judge_reader(reader)
        if verdict and (worst is UNMOVED or verdict.effect.rank > worst.effect.rank):
            worst = Verdict(verdict.effect, f"{reader.what}: {verdict.reason}")
    return worst
