"""Programs in the few words that matter for channels, the same for every language."""

from __future__ import annotations

__all__ = [
    "NOTHING",
    "Assign",
    "Block",
    "Branches",
    "Call",
    "Class",
    "Declare",
    "Each",
    "Fixed",
    "Function",
    "Items",
    "Member",
    "Name",
    "Other",
    "Parameter",
    "Record",
    "Return",
    "Span",
    "Text",
    "Tree",
]

from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Span:
    """Where a piece of source stands: lines and columns from 1, the end behind the last character."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Text:
    """A text put together of literal pieces and expressions."""

    parts: tuple[str | Tree, ...]


@dataclass(frozen=True, slots=True)
class Fixed:
    """A constant that is no text; every kind of nothing is None."""

    value: bool | None


@dataclass(frozen=True, slots=True)
class Name:
    """A variable, a function or a type."""

    name: str


@dataclass(frozen=True, slots=True)
class Member:
    """What stands behind the dot."""

    base: Tree
    name: str


@dataclass(frozen=True, slots=True)
class Record:
    """Values by name; `open` when further ones may be there."""

    entries: tuple[tuple[str, Tree], ...]
    open: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """Values in a row."""

    items: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a function, or of a method of `base`; `name` is empty when `base` itself is called.

    Attributes:
        arguments: without a name, in order; functions behind the parentheses come last.
        named: with a name.
        topic: where the first argument stands.
    """

    base: Tree | None
    name: str
    arguments: tuple[Tree, ...]
    named: tuple[tuple[str, Tree], ...]
    span: Span
    topic: Span


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter, or a variable that is declared: a name, or the names of a record's entries.

    Attributes:
        label: the name by which callers give it, where it is not `name`.
        entries: of a record that is taken apart: the entry's name, its variable, and its default.
    """

    name: str
    label: str = ""
    entries: tuple[tuple[str, str, Tree | None], ...] = ()
    default: Tree | None = None


@dataclass(frozen=True, slots=True)
class Function:
    """A function, named or not."""

    name: str
    parameters: tuple[Parameter, ...]
    body: Tree
    span: Span


@dataclass(frozen=True, slots=True)
class Return:
    """What a function gives back."""

    value: Tree


@dataclass(frozen=True, slots=True)
class Declare:
    """A new variable and its first value."""

    target: Parameter
    value: Tree
    span: Span


@dataclass(frozen=True, slots=True)
class Assign:
    """A value for a variable or member that may have one."""

    target: Tree
    value: Tree
    span: Span


@dataclass(frozen=True, slots=True)
class Branches:
    """Expressions of which one is the value, and those that decide which."""

    options: tuple[Tree, ...]
    tests: tuple[Tree, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """Statements with variables of their own."""

    parts: tuple[Tree, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Each:
    """A loop over `items`."""

    target: Parameter
    items: Tree
    body: Tree
    span: Span


@dataclass(frozen=True, slots=True)
class Class:
    """A class, an enum or an object: names that its methods share."""

    name: str
    body: tuple[Tree, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Other:
    """Anything else: what stands in it is looked at, its value is not known."""

    parts: tuple[Tree, ...] = field(default=())


Tree: TypeAlias = (
    Text
    | Fixed
    | Name
    | Member
    | Record
    | Items
    | Call
    | Function
    | Return
    | Declare
    | Assign
    | Block
    | Branches
    | Each
    | Class
    | Other
)

NOTHING = Other()
