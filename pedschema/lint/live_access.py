"""What the probe's matrix answered, as facts that rules may ask for.

The matrix is the probe's; here stand the parts of it that are read, so that whoever has read one may hand
it over as it is.
"""

from __future__ import annotations

__all__ = ["AccessFact", "Cell", "Gained", "Matrix", "state_access"]

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pedschema.model.persona import Persona


@dataclass(frozen=True, slots=True)
class AccessFact:
    """One persona at one topic.

    Attributes:
        label: how the topic is named in findings.
        role: of the persona's token.
        bound: whether policies bind the role.
        reads: extensions that the persona may read, `broadcast` and `presence`.
        writes: extensions that the persona may write.
        failures: `read` or `write`, SQLSTATE and message of each check that came to no answer.
    """

    label: str
    topic: str
    persona: str
    role: str
    bound: bool
    reads: frozenset[str]
    writes: frozenset[str]
    failures: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Gained:
    """A right that the reviewed matrix does not have: on which topic, and the sentence that tells it."""

    topic: str
    text: str


class _Probed(Protocol):
    @property
    def label(self) -> str: ...
    @property
    def topic(self) -> str: ...
    @property
    def pattern(self) -> str: ...


class _Check(Protocol):
    @property
    def broadcast(self) -> bool: ...
    @property
    def presence(self) -> bool: ...
    @property
    def error(self) -> str: ...
    @property
    def sqlstate(self) -> str: ...
    @property
    def message(self) -> str: ...


class Cell(Protocol):
    """One persona at one topic, as far as it is read here."""

    @property
    def probed(self) -> _Probed:
        """The topic."""

    @property
    def persona(self) -> str:
        """The persona's name."""

    @property
    def read(self) -> _Check:
        """How the read check ended."""

    @property
    def write(self) -> _Check:
        """How the write check ended."""


class Matrix(Protocol):
    """The probe's matrix, as far as it is read here."""

    @property
    def personas(self) -> Sequence[Persona]:
        """Everybody who was asked for."""

    @property
    def bypassing(self) -> frozenset[str]:
        """Names of the personas whose role no policy binds."""

    @property
    def cells(self) -> Sequence[Cell]:
        """One per topic and persona."""


def state_access(matrix: Matrix) -> tuple[AccessFact, ...]:
    """Return a fact for each cell of the matrix, in its order."""
    roles = {persona.name: str(persona.claims.get("role", "")) for persona in matrix.personas}
    return tuple(
        AccessFact(
            label=cell.probed.label,
            topic=cell.probed.topic,
            persona=cell.persona,
            role=roles[cell.persona],
            bound=cell.persona not in matrix.bypassing,
            reads=_allowed(cell.read),
            writes=_allowed(cell.write),
            failures=tuple(_failures(cell)),
        )
        for cell in matrix.cells
    )


def _allowed(check: _Check) -> frozenset[str]:
    answers = (("broadcast", check.broadcast), ("presence", check.presence))
    return frozenset(extension for extension, allowed in answers if allowed)


def _failures(cell: Cell) -> Iterator[tuple[str, str, str]]:
    for kind, check in (("read", cell.read), ("write", cell.write)):
        if check.error:
            yield kind, check.sqlstate, check.message
