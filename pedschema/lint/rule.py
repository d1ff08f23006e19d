"""A rule: one file that says what is wrong, why, what instead, and finds it."""

from __future__ import annotations

__all__ = ["EXAMPLE", "Rule", "Seen", "rule"]

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from pedschema.findings import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pedschema.findings import Place

EXAMPLE = "example.sql"
"""The file that an example is, as a rule."""


class Seen(Protocol):
    """What a rule sees at one place; the rule adds its id, severity and consequence."""

    @property
    def place(self) -> Place:
        """Where it stands."""

    @property
    def what(self) -> str:
        """The fact."""

    @property
    def fix(self) -> str:
        """One imperative line."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a rule's file declares, whatever it is asked about.

    Attributes:
        name: the file's stem in kebab case: the problem, in words that read well after "allow".
        page: the file's docstring. First line: the problem in a sentence. Then the paragraph that says what
            breaks, whose first sentence is the consequence in every finding; then `Instead:` and prose.
        good: examples on which the rule is silent, near misses of the bad ones.
        bad: examples each of which the rule finds.
        find: the rule itself. What it is given is the same for all rules of a folder.
        live: whether only a database can tell; the examples are run in one then.
        alone: whether a live rule has something to say about a contract without a database as well.
        file: name of the file that an example is; only rules about files need another than the usual one.
            A line `--- name` begins a further file of the same folder.
    """

    id: str
    name: str
    severity: Severity
    page: str
    good: tuple[str, ...]
    bad: tuple[str, ...]
    find: Callable[[Any], Iterable[Any]]
    live: bool = False
    file: str = EXAMPLE
    alone: bool = False

    @property
    def title(self) -> str:
        """The problem in one sentence."""
        return self.page.strip().splitlines()[0]

    @property
    def consequence(self) -> str:
        """What breaks or opens, in one sentence."""
        paragraph = " ".join(self.page.strip().split("\n\n")[1].split())
        return paragraph.partition(". ")[0].removesuffix(".")

    def check(self, subject: Any) -> Iterator[Finding]:
        """Return a finding for everything that the rule sees in `subject`, one after the other."""
        return map(self.describe, self.find(subject))

    def describe(self, hit: Seen) -> Finding:
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
    alone: bool = False,
) -> Callable[[Callable[[Any], Iterable[Any]]], Rule]:
    """Return a decorator that makes a rule of the function `check` of a rule's file."""

    def decorate(find: Callable[[Any], Iterable[Any]]) -> Rule:
        module = find.__globals__
        stem = str(module["__name__"]).rpartition(".")[2]
        name, page = stem.replace("_", "-"), str(module["__doc__"])
        return Rule(id_, name, severity, page, good, bad, find, live, file, alone)

    return decorate
