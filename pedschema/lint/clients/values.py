"""What expressions of a client come to, as far as its sources tell."""

from __future__ import annotations

__all__ = [
    "UNKNOWN",
    "Closure",
    "Fields",
    "Opened",
    "Unknown",
    "Use",
    "Value",
    "join_text",
    "one_of",
    "read_text",
]

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pedschema.lint.client import ClientBinding
    from pedschema.lint.clients.scope import Scope
    from pedschema.lint.clients.tree import Function, Span

HOLE = "{}"


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that the sources do not tell."""


UNKNOWN = Unknown()


@dataclass(slots=True, eq=False)
class Closure:
    """A function and the variables around it."""

    function: Function
    scope: Scope
    file: str


@dataclass(slots=True, eq=False)
class Fields:
    """A record; `open` when it may have entries that are not known."""

    entries: dict[str, Value]
    open: bool = False

    def get(self, name: str) -> Value:
        """Return the entry, None when there is none, unknown when there may be one."""
        return self.entries.get(name, UNKNOWN if self.open else None)


@dataclass(slots=True, eq=False)
class Opened:
    """A channel while the program is followed.

    Attributes:
        span: of the call that opens it.
        named: where that call's first argument stands.
        stack: the calls of functions of the app that lead to it, outermost first.
        uses: what is done with it, each once and in order.
        seen: whether the last following opens it.
    """

    file: str
    span: Span
    named: Span
    stack: tuple[tuple[str, Span], ...]
    topic: str | None = None
    private: bool | None = None
    replay: bool | None = None
    uses: dict[Use, None] = field(default_factory=dict)
    seen: bool = True


@dataclass(frozen=True, slots=True)
class Use:
    """A binding or sending, and which of the two."""

    binding: ClientBinding
    sends: bool = False


Value: TypeAlias = "str | bool | Unknown | Fields | tuple[Value, ...] | Closure | Opened | None"


def one_of(values: Iterable[Value]) -> Value:
    """Return the value that all of `values` are, None set aside; unknown when they differ."""
    given = [value for value in values if value is not None]
    if not given:
        return None
    first = given[0]
    return first if all(value is first or value == first for value in given) else UNKNOWN


def read_text(value: Value) -> str | None:
    """Return a text of which something is known, or None."""
    return value if isinstance(value, str) and value != HOLE else None


def join_text(values: Iterable[Value]) -> str:
    """Return the values one after the other, with one hole for each stretch that is not known."""
    text = "".join(value if isinstance(value, str) else HOLE for value in values)
    while HOLE + HOLE in text:
        text = text.replace(HOLE + HOLE, HOLE)
    return text
