"""Python with the client `realtime`, which supabase-py uses."""

from __future__ import annotations

__all__ = ["LANGUAGES"]

import re
from typing import TYPE_CHECKING, Any

from pedschema.lint.client import ClientBinding, Kind
from pedschema.lint.clients.language import Arguments, Language, Library, read_config
from pedschema.lint.clients.translate import build_call, first, name, nothing, other
from pedschema.lint.clients.tree import (
    NOTHING,
    Assign,
    Branches,
    Class,
    Declare,
    Each,
    Fixed,
    Function,
    Items,
    Member,
    Parameter,
    Record,
    Return,
    Text,
    Tree,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pedschema.lint.clients.translate import Rule, Translator

_PERCENT = re.compile(r"%[sdr]")
_BRACES = re.compile(r"\{[^{}]*\}")
_FIELD_TYPES = {"identifier", "typed_parameter", "default_parameter", "typed_default_parameter"}


def _string(translator: Translator, node: Any) -> Tree:
    parts: list[str | Tree] = []
    for child in node.named_children:
        if child.type == "interpolation":
            parts.append(translator.tree(child.child_by_field_name("expression")))
        elif child.type == "string_content":
            parts.append(translator.text(child))
    return Text(tuple(parts))


def _concatenated(translator: Translator, node: Any) -> Tree:
    return Text(translator.trees(node.named_children))


def _binary(translator: Translator, node: Any) -> Tree:
    left, right = (translator.tree(node.child_by_field_name(side)) for side in ("left", "right"))
    operator = translator.text(node.child_by_field_name("operator"))
    if operator == "+":
        return Text((left, right))
    if operator == "%" and isinstance(left, Text):
        return _fill(left, _PERCENT)
    return Branches((left, right)) if operator == "or" else other(translator, node)


def _fill(text: Text, mark: re.Pattern[str]) -> Text:
    """Return a text with holes for its marks."""
    parts: list[str | Tree] = []
    for part in text.parts:
        pieces: list[str | Tree] = [*mark.split(part)] if isinstance(part, str) else [part]
        for number, piece in enumerate(pieces):
            parts += [NOTHING, piece] if number else [piece]
    return Text(tuple(parts))


def _conditional(translator: Translator, node: Any) -> Tree:
    yes, test, no = translator.trees(node.named_children[:3])
    return Branches((yes, no), (test,))


def _member(translator: Translator, node: Any) -> Tree:
    base = translator.tree(node.child_by_field_name("object"))
    return Member(base, translator.text(node.child_by_field_name("attribute")))


def _record(translator: Translator, node: Any) -> Tree:
    entries: dict[str, Tree] = {}
    is_open = False
    for child in node.named_children:
        key = child.child_by_field_name("key")
        if key is not None and key.type == "string":
            name = "".join(
                translator.text(part) for part in key.named_children if part.type == "string_content"
            )
            entries[name] = translator.tree(child.child_by_field_name("value"))
        elif child.type != "comment":
            # What is unpacked may have the entries before it too.
            entries = dict.fromkeys(entries, NOTHING)
            is_open = True
    return Record(tuple(entries.items()), is_open)


def _items(translator: Translator, node: Any) -> Tree:
    return Items(translator.trees(node.named_children))


def _parameters(translator: Translator, node: Any) -> tuple[Parameter, ...]:
    parameters: list[Parameter] = []
    for child in node.named_children if node is not None else ():
        if child.type in _FIELD_TYPES:
            name = child.child_by_field_name("name") or (child.named_children or [child])[0]
            default = child.child_by_field_name("value")
            given = translator.tree(default) if default is not None else None
            parameters.append(Parameter(translator.text(name), default=given))
    return tuple(parameters)


def _function(translator: Translator, node: Any) -> Tree:
    parameters = _parameters(translator, node.child_by_field_name("parameters"))
    if parameters and parameters[0].name == "self":
        parameters = parameters[1:]
    body = translator.tree(node.child_by_field_name("body"))
    return Function(
        translator.text(node.child_by_field_name("name")),
        parameters,
        Return(body) if node.type == "lambda" else body,
        translator.span(node),
    )


def _call(translator: Translator, node: Any) -> Tree:
    function = node.child_by_field_name("function")
    given = node.child_by_field_name("arguments")
    nodes = given.named_children if given.type == "argument_list" else []
    named = tuple(
        (
            translator.text(each.child_by_field_name("name")),
            translator.tree(each.child_by_field_name("value")),
        )
        for each in nodes
        if each.type == "keyword_argument"
    )
    arguments = translator.trees(each for each in nodes if each.type not in {"keyword_argument", "comment"})
    callee, span = translator.tree(function), translator.span(node)
    if isinstance(callee, Member) and isinstance(callee.base, Text):
        if callee.name == "format":
            return _fill(callee.base, _BRACES)
        if callee.name == "join" and arguments:
            callee, arguments = Member(arguments[0], "join"), (callee.base,)
    return build_call(callee, arguments, named, span, translator.span(nodes[0] if nodes else node))


def _return(translator: Translator, node: Any) -> Tree:
    return Return(first(translator, node) if node.named_child_count else Fixed(None))


def _assign(translator: Translator, node: Any) -> Tree:
    target = node.child_by_field_name("left") or node.child_by_field_name("name")
    value = node.child_by_field_name("right") or node.child_by_field_name("value")
    is_plain = node.type != "augmented_assignment"
    tree = translator.tree(value) if is_plain and value is not None else NOTHING
    span = translator.span(node)
    if target.type == "identifier" and is_plain:
        return Declare(Parameter(translator.text(target)), tree, span)
    return Assign(translator.tree(target), tree, span)


def _class(translator: Translator, node: Any) -> Tree:
    body = translator.trees(node.child_by_field_name("body").named_children)
    return Class(translator.text(node.child_by_field_name("name")), body, translator.span(node))


def _loop(translator: Translator, node: Any) -> Tree:
    target = node.child_by_field_name("left")
    name = translator.text(target) if target.type == "identifier" else ""
    items, body = (translator.tree(node.child_by_field_name(each)) for each in ("right", "body"))
    return Each(Parameter(name), items, body, translator.span(node))


def _with_item(translator: Translator, node: Any) -> Tree:
    value = node.child_by_field_name("value") or node
    if value.type != "as_pattern":
        return other(translator, node)
    target = value.child_by_field_name("alias")
    return Declare(Parameter(translator.text(target)), first(translator, value), translator.span(node))


def _constant(value: bool | None) -> Rule:  # noqa: FBT001 - the value itself
    return lambda _translator, _node: Fixed(value)


_RULES: Mapping[str, Rule] = {
    **dict.fromkeys(
        ("comment", "import_statement", "import_from_statement", "type", "integer", "float"), nothing
    ),
    **dict.fromkeys(("parenthesized_expression", "await"), first),
    **dict.fromkeys(("function_definition", "lambda"), _function),
    **dict.fromkeys(("assignment", "augmented_assignment", "named_expression"), _assign),
    **dict.fromkeys(("list", "tuple"), _items),
    **dict.fromkeys(("binary_operator", "boolean_operator"), _binary),
    "identifier": name,
    "string": _string,
    "concatenated_string": _concatenated,
    "true": _constant(True),  # noqa: FBT003 - the value itself
    "false": _constant(False),  # noqa: FBT003 - the value itself
    "none": _constant(None),
    "conditional_expression": _conditional,
    "attribute": _member,
    "dictionary": _record,
    "call": _call,
    "return_statement": _return,
    "class_definition": _class,
    "for_statement": _loop,
    "with_item": _with_item,
}


def _listens(method: str, arguments: Arguments) -> ClientBinding | None:
    if method == "on_broadcast":
        return ClientBinding(Kind.BROADCAST, arguments.text(0, "event", ""))
    if method.startswith("on_presence_"):
        return ClientBinding(Kind.PRESENCE, method.removeprefix("on_presence_"))
    if method == "on_system":
        return ClientBinding(Kind.SYSTEM)
    if method != "on_postgres_changes":
        return None
    table = arguments.text(2, "table", "")
    return ClientBinding(
        Kind.CHANGES,
        arguments.text(0, "event", "*"),
        arguments.text(3, "schema", "public"),
        "" if table == "*" else table,
        arguments.text(4, "filter", ""),
    )


def _sends(method: str, arguments: Arguments) -> ClientBinding | None:
    if method in {"send_broadcast", "http_send"}:
        return ClientBinding(Kind.BROADCAST, arguments.text(0, "event", ""))
    return ClientBinding(Kind.PRESENCE, "track") if method == "track" else None


_LIBRARY = Library(
    frozenset({"channel"}), lambda given: read_config(given.get(1, "params")), _listens, _sends
)

LANGUAGES = (Language("python", (".py",), "tree_sitter_python", "language", _RULES, _LIBRARY),)
