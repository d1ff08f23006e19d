"""A rule: one file that says what is wrong, why, what instead, and finds it."""

from __future__ import annotations

__all__ = ["EXAMPLE", "Rule", "rule"]

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pedschema.findings import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit

EXAMPLE = "example.sql"
"""The file that an example is, as a rule."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a rule's file declares.

    Attributes:
        name: the file's stem in kebab case: the problem, in words that read well after "allow".
        page: the file's docstring. First line: the problem in a sentence. Then the paragraph that says what
            breaks, whose first sentence is the consequence in every finding; then `Instead:` and prose.
        good: examples on which the rule is silent, near misses of the bad ones.
        bad: examples each of which the rule finds.
        live: whether only a database can tell; the examples are run in one then.
        file: name of the file that an example is; only rules about files need another than the usual one.
            A line `--- name` begins a further file of the same folder.
    """

    id: str
    name: str
    severity: Severity
    page: str
    good: tuple[str, ...]
    bad: tuple[str, ...]
    find: Callable[[Project], Iterable[Hit]]
    live: bool = False
    file: str = EXAMPLE

    @property
    def title(self) -> str:
        """The problem in one sentence."""
        return self.page.strip().splitlines()[0]

    @property
    def consequence(self) -> str:
        """What breaks or opens, in one sentence."""
        paragraph = " ".join(self.page.strip().split("\n\n")[1].split())
        return paragraph.partition(". ")[0].removesuffix(".")

    def check(self, project: Project) -> Iterator[Finding]:
        """Return a finding for everything that the rule sees in `project`, one after the other."""
        return map(self.describe, self.find(project))

    def describe(self, hit: Hit) -> Finding:
        """Return the finding that the rule makes of a hit."""
        return Finding(hit.place, self.id, self.name, self.severity, hit.what, self.consequence, hit.fix)


def rule(  # noqa: PLR0913 - a rule has the parts that it has
    id_: str,
    severity: Severity,
    *,
    good: tuple[str, ...],
    bad: tuple[str, ...],
    live: bool = False,
    file: str = EXAMPLE,
) -> Callable[[Callable[[Project], Iterable[Hit]]], Rule]:
    """Return a decorator that makes a rule of the function `check` of a rule's file."""

    def decorate(find: Callable[[Project], Iterable[Hit]]) -> Rule:
        module = find.__globals__
        stem = str(module["__name__"]).rpartition(".")[2]
        name, page = stem.replace("_", "-"), str(module["__doc__"])
        return Rule(id_, name, severity, page, good, bad, find, live, file)

    return decorate
