"""Texts that are made of a row → the contract's patterns."""

from __future__ import annotations

__all__ = ["Address", "part_type", "read_address", "spell", "unify_patterns"]

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pedschema.adopt.text import Found, NotTold
from pedschema.model.topic import TopicPart, TopicPattern
from pedschema.syntax.words import is_reserved

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pedschema.adopt.sketch import PublicationSketch
    from pedschema.model.names import QualifiedName
    from pedschema.model.table import SchemaLock

_LITERAL = re.compile(r"[a-z0-9_-]+")
_ODD = re.compile(r"[^a-z0-9_:-]+")
_NAME = re.compile(r"[a-z_][a-z0-9_]*")
_TYPES = {"uuid": "uuid", "smallint": "bigint", "integer": "bigint", "bigint": "bigint"}
_TEXTS = frozenset({"text", "character varying", "character", "name", "citext"})


@dataclass(frozen=True, slots=True)
class Address:
    """A pattern, and where its parts come from: columns, and `alias.column` of rows that are looked up."""

    pattern: TopicPattern
    key: Mapping[str, str]
    lookup: Mapping[str, tuple[QualifiedName, Mapping[str, str]]]


def read_address(pieces: Sequence[str | Found], table: QualifiedName, lock: SchemaLock) -> Address:
    """Return the pattern of a topic that is made of `pieces` by a trigger on `table`.

    Raises:
        NotTold: the contract has no such pattern.
    """
    parts: list[TopicPart] = []
    key: dict[str, str] = {}
    lookup: dict[str, tuple[QualifiedName, Mapping[str, str]]] = {}
    for part in _split(pieces):
        if all(isinstance(piece, str) for piece in part):
            parts.append(_literal("".join(map(str, part))))
            continue
        if len(part) > 1 or not isinstance(part[0], Found):
            raise NotTold("a part of it is a word and a value in one, the contract parts them with colons")
        before = next((each.text for each in reversed(parts) if each.is_literal), table.name)
        source = part[0].lookup.table if part[0].lookup else table
        name = _name_part(part[0].column, before)
        parts.append(TopicPart(name, _find_type(source, part[0].column, lock)))
        key[name] = part[0].column
        if part[0].lookup:
            alias = _alias(source.name)
            lookup[alias] = (source, dict(part[0].lookup.on))
            key[name] = f"{alias}.{part[0].column}"
    pattern = ":".join(part.text if part.is_literal else f"{{{part.text}:{part.type}}}" for part in parts)
    try:
        return Address(TopicPattern.parse(pattern), key, lookup)
    except ValueError as error:
        raise NotTold(f'"{pattern}" is no pattern of the contract: {error}') from error


def spell(pieces: Sequence[str | Found]) -> tuple[str | Found, ...]:
    """Return the pieces as the contract could write them: the nearest thing to a topic that it has not."""
    return tuple(piece if isinstance(piece, Found) else _ODD.sub(":", piece.lower()) for piece in pieces)


def part_type(type_: str, lock: SchemaLock) -> str:
    """Return the type of a part for a column of that type; empty when there is none."""
    if type_ in {str(enum.name) for enum in lock.enums}:
        return "text"
    plain = type_.partition("(")[0].rpartition(".")[2]
    return "text" if plain in _TEXTS else _TYPES.get(plain, "")


def unify_patterns(publications: Iterable[PublicationSketch]) -> tuple[PublicationSketch, ...]:
    """Return the publications with one name for each part of topics that differ in these names alone."""
    listed = tuple(publications)
    names: dict[tuple[str, ...], Counter[tuple[str, ...]]] = {}
    for each in listed:
        names.setdefault(_form(each.pattern), Counter())[each.pattern.names] += 1
    chosen = {form: min(counts, key=lambda found: (-counts[found], found)) for form, counts in names.items()}
    return tuple(_rename(each, chosen[_form(each.pattern)]) for each in listed)


def _form(pattern: TopicPattern) -> tuple[str, ...]:
    return tuple(part.text if part.is_literal else f"{{{part.type}}}" for part in pattern.parts)


def _rename(publication: PublicationSketch, names: tuple[str, ...]) -> PublicationSketch:
    fresh = iter(names)
    parts = tuple(
        part if part.is_literal else TopicPart(next(fresh), part.type) for part in publication.pattern.parts
    )
    renamed = dict(zip(publication.pattern.names, names, strict=True))
    key = {renamed[name]: source for name, source in publication.key.items()}
    return replace(publication, pattern=TopicPattern(parts), key=key)


def _split(pieces: Sequence[str | Found]) -> list[list[str | Found]]:
    parts: list[list[str | Found]] = [[]]
    for piece in pieces:
        if isinstance(piece, Found):
            parts[-1].append(piece)
            continue
        first, *rest = piece.split(":")
        parts[-1] += [first] if first else []
        parts += [[each] if each else [] for each in rest]
    return parts


def _literal(text: str) -> TopicPart:
    if not _LITERAL.fullmatch(text):
        raise NotTold(f'"{text}" cannot be a part of a topic in the contract, whose words are lower-case')
    return TopicPart(text)


def _name_part(column: str, before: str) -> str:
    name = f"{before.replace('-', '_')}_id" if column == "id" else column
    if not _NAME.fullmatch(name):
        raise NotTold(f'"{name}" cannot name a part of a topic')
    return name


def _find_type(table: QualifiedName, column: str, lock: SchemaLock) -> str:
    known = lock.table(table)
    found = known.column(column) if known else None
    if found is None:
        raise NotTold(f'no table of the app has the column "{table}.{column}"')
    type_ = part_type(found.type, lock)
    if not type_:
        raise NotTold(f'the column "{table}.{column}" is of type {found.type}, which no part of a topic has')
    return type_


def _alias(table: str) -> str:
    alias = table.removesuffix("s") if _NAME.fullmatch(table) else "parent"
    return f"{alias}_row" if is_reserved(alias) or alias in {"row", "new", "old"} else alias
