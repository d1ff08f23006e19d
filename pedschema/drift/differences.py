"""Owned objects of a database against the replayed migrations, one difference for each aspect."""

from __future__ import annotations

__all__ = ["Aspect", "Difference", "compare_deployed"]

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from pedschema.introspect import without_state
from pedschema.model.owned import Kind
from pedschema.syntax.tree import same_statement

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from pedschema.model.owned import Identity, Owned

_FUNCTIONS = (Kind.RULE, Kind.TRIGGER_FUNCTION)
_READING = {Kind.SCHEMA: "USAGE", Kind.SWITCH: "SELECT"}


class Aspect(StrEnum):
    """What about an object differs."""

    MISSING = "missing"
    OWNER = "owner"
    GRANTS = "grants"
    BODY = "body"
    HEADER = "header"
    TABLE = "table"
    TRIGGER = "trigger"
    STATE = "state"
    PERMISSIVE = "permissive"
    COMMAND = "command"
    ROLES = "roles"
    EXPRESSION = "expression"


_POLICY = {"AS": Aspect.PERMISSIVE, "FOR": Aspect.COMMAND, "TO": Aspect.ROLES}


@dataclass(frozen=True, slots=True)
class Difference:
    """One aspect of one object.

    Attributes:
        expected: as the migrations leave the object.
        actual: as the database has it; None when it is missing.
        before: the aspect as it is expected, as lines.
        after: the aspect as it is.
    """

    aspect: Aspect
    expected: Owned
    actual: Owned | None
    before: str
    after: str

    @property
    def identity(self) -> Identity:
        """The object."""
        return self.expected.identity


def compare_deployed(
    folded: Sequence[Owned], live: Sequence[Owned], readers: Collection[str]
) -> tuple[tuple[Difference, ...], tuple[Owned, ...]]:
    """Return the differences, and the objects that the migrations do not know.

    An expression that PostgreSQL writes otherwise and that has the same syntax tree is the same.

    Args:
        folded: the replayed migrations; an object without a canonical text is only looked for.
        live: as the database has them.
        readers: logins that may read the schema and the switches, as quoted SQL: no drift.
    """
    wanted = {(each.identity, each.version): each for each in folded}
    present = {(each.identity, each.version): each for each in live}
    found: list[Difference] = []
    for key, expected in wanted.items():
        actual = present.get(key)
        if actual is None:
            found.append(Difference(Aspect.MISSING, expected, None, expected.canonical, ""))
        elif expected.canonical and expected.canonical != actual.canonical:
            found += _compare(expected, actual, readers)
    return tuple(found), tuple(each for key, each in present.items() if key not in wanted)


def _compare(expected: Owned, actual: Owned, readers: Collection[str]) -> Iterator[Difference]:
    before, after = _split(expected, readers), _split(actual, readers)
    for aspect in Aspect:
        one, other = before.get(aspect, ""), after.get(aspect, "")
        if one != other and not _is_same(aspect, one, other):
            yield Difference(aspect, expected, actual, one, other)


def _split(owned: Owned, readers: Collection[str]) -> dict[Aspect, str]:
    """Return the canonical text by aspect."""
    kind = owned.identity.kind
    if kind is Kind.TRIGGER:
        definition = without_state(owned.canonical)
        return {Aspect.TRIGGER: definition, Aspect.STATE: owned.canonical.removeprefix(definition).strip()}
    parts: dict[Aspect, list[str]] = {}
    own = Aspect.HEADER if kind in _FUNCTIONS else Aspect.TABLE
    read = {f"grant {_READING[kind]} to {name}" for name in readers} if kind in _READING else set()
    # Other signs that end a line for Python are part of names and literals.
    lines = iter(owned.canonical.split("\n"))
    aspect: Aspect | None = None
    for line in lines:
        word = line.partition(" ")[0]
        if kind is Kind.POLICY:
            # A role's name may go over several lines.
            aspect = _POLICY.get(word, aspect)
            if word in {"USING", "WITH"}:
                parts[Aspect.EXPRESSION] = [line, *lines]
                break
        elif word in {"owner", "grant"}:
            aspect = Aspect.OWNER if word == "owner" else Aspect.GRANTS
        else:
            aspect = Aspect.BODY if line.startswith("body sha256:") else own
        if aspect is not None and line not in read:
            parts.setdefault(aspect, []).append(line)
    return {aspect: "\n".join(found) for aspect, found in parts.items()}


def _is_same(aspect: Aspect, one: str, other: str) -> bool:
    if not (one and other):
        return False
    if aspect is Aspect.TRIGGER:
        return same_statement(one, other)
    if aspect is Aspect.EXPRESSION:
        return same_statement(*(f"CREATE POLICY p ON t {text}" for text in (one, other)))
    return False
