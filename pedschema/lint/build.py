"""Sources to subjects: what the statements of all texts leave behind, taken together."""

from __future__ import annotations

__all__ = ["Builder", "build_project", "parse_source"]

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pedschema.lint.allow import find_allows
from pedschema.lint.block import find_inner_statements
from pedschema.lint.depth import TooDeepError
from pedschema.lint.project import Project
from pedschema.lint.state import State
from pedschema.lint.statements import note_depth, parse_source, split_source

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pedschema.lint.allow import Allow
    from pedschema.lint.note import Note
    from pedschema.lint.source import Source
    from pedschema.lint.subjects import StatementSubject


def build_project(sources: Iterable[Source]) -> Project:
    """Return what the texts make together, in their order; a statement that does not parse makes nothing."""
    builder = Builder()
    for source in sources:
        builder.add(source)
    return builder.build()


@dataclass(frozen=True, slots=True)
class Builder:
    """Takes texts in their order, and says at any time what they made.

    Attributes:
        state: what is there after the texts that were added.
    """

    state: State = field(default_factory=State)
    _statements: list[StatementSubject] = field(default_factory=list)
    _notes: list[Note] = field(default_factory=list)
    _allows: list[Allow] = field(default_factory=list)
    _numbers: Counter[str] = field(default_factory=Counter)

    def add(self, source: Source) -> None:
        """Do what the text does."""
        read, notes = split_source(source)
        allows, complaints = find_allows(source, read)
        self._allows.extend(allows)
        self._notes.extend((*notes, *complaints))
        for statement in read:
            try:
                for each in (statement, *find_inner_statements(statement)):
                    self._add(source, each)
            except TooDeepError:
                self._notes.append(note_depth(statement))
            self._numbers[source.file] += 1

    def build(self) -> Project:
        """Return what the texts make together."""
        return Project(
            statements=tuple(self._statements),
            policies=self.state.policies,
            functions=self.state.functions,
            triggers=self.state.triggers,
            allows=tuple(self._allows),
            notes=tuple(self._notes),
        )

    def _add(self, source: Source, statement: StatementSubject) -> None:
        if source.drops:
            self.state.remove(statement)
            return
        self.state.apply(statement)
        if source.origin.runs:
            self._statements.append(replace(statement, number=self._numbers[source.file]))
