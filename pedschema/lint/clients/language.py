"""What a file about one language says: how its trees are read, and how its client library is called."""

from __future__ import annotations

__all__ = [
    "Arguments",
    "Language",
    "Library",
    "Settings",
    "load_parser",
    "read_block",
    "read_config",
    "read_entry",
]

import importlib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from pedschema.errors import Mistake, UsageError
from pedschema.lint.clients.translate import other
from pedschema.lint.clients.values import UNKNOWN, Fields, Value, read_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pedschema.lint.client import ClientBinding
    from pedschema.lint.clients.translate import Rule


@dataclass(frozen=True, slots=True)
class Arguments:
    """What a call is given; a function that sets things (`{ isPrivate = true }`) is the record it sets."""

    positional: tuple[Value, ...]
    named: Mapping[str, Value]

    def get(self, index: int, name: str) -> Value:
        """Return the argument of that name or, without one, at that place; None when it is not given."""
        if name in self.named:
            return self.named[name]
        return self.positional[index] if 0 <= index < len(self.positional) else None

    def text(self, index: int, name: str, default: str | None = None) -> str | None:
        """Return a text argument, `default` when it is not given, None when it is not known."""
        value = self.get(index, name)
        return default if value is None else read_text(value)


@dataclass(frozen=True, slots=True)
class Settings:
    """How a channel is opened; None is not known."""

    private: bool | None
    replay: bool | None

    @classmethod
    def of(cls, private: Value, replay: Value) -> Settings:
        """Return what two values say of which None means that nothing is said."""
        known = private if isinstance(private, bool) else None
        asked = None if replay is UNKNOWN else replay is not None and replay is not False
        return cls(False if private is None else known, asked)


@dataclass(frozen=True, slots=True)
class Library:
    """How the client library of a language is called.

    Attributes:
        openers: methods that open a channel, given its topic.
        settings: what the arguments behind the topic say.
        listens: what a call of a method of a channel listens to; None when it does not listen.
        sends: what it sends.
    """

    openers: frozenset[str]
    settings: Callable[[Arguments], Settings]
    listens: Callable[[str, Arguments], ClientBinding | None]
    sends: Callable[[str, Arguments], ClientBinding | None]


@dataclass(frozen=True, slots=True)
class Language:
    """One language.

    Attributes:
        family: languages of one family know each other's names.
        suffixes: of its files, with the dot.
        module: the package of its grammar, and `factory` the function that gives it.
        rules: how the nodes of that grammar are translated, by their type.
        rest: how nodes of all other types are.
    """

    family: str
    suffixes: tuple[str, ...]
    module: str
    factory: str
    rules: Mapping[str, Rule]
    library: Library
    rest: Rule = other


def read_entry(fields: Fields, name: str, default: str) -> str | None:
    """Return a text of a record, `default` when it has none, None when it is not known."""
    value = fields.get(name)
    return default if value is None else read_text(value)


def read_config(options: Value) -> Settings:
    """Return what `{ config: { private, broadcast: { replay } } }` says, the options of supabase-js."""
    config = _inner(options, "config")
    return Settings.of(_inner(config, "private"), _inner(_inner(config, "broadcast"), "replay"))


def read_block(arguments: Arguments) -> Settings:
    """Return what the function that sets a channel up says, as supabase-swift and supabase-kt have it."""
    rest = (*arguments.positional, *arguments.named.values())[1:]
    sets = Fields({}, open=any(not isinstance(value, Fields) for value in rest))
    for value in rest:
        if isinstance(value, Fields):
            sets = Fields(sets.entries | value.entries, sets.open or value.open)
    return Settings.of(sets.get("isPrivate"), sets.get("replay"))


def _inner(value: Value, name: str) -> Value:
    if value is None:
        return None
    return value.get(name) if isinstance(value, Fields) else UNKNOWN


@cache
def load_parser(module: str, factory: str) -> Any:
    """Return a parser for a grammar.

    Raises:
        UsageError: the packages of the optional extra `clients` are not installed.
    """
    try:
        tree_sitter = importlib.import_module("tree_sitter")
        grammar = importlib.import_module(module)
    except ModuleNotFoundError as error:
        raise UsageError(
            Mistake(
                "--clients",
                f'reading the sources of clients needs the package "{error.name}"',
                "run: pip install 'pedschema[clients]'",
                "clients-extra-missing",
            )
        ) from error
    return tree_sitter.Parser(tree_sitter.Language(getattr(grammar, factory)()))
