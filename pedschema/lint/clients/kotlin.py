"""Kotlin with supabase-kt."""

from __future__ import annotations

__all__ = ["LANGUAGES"]

import re
from typing import TYPE_CHECKING, Any

from pedschema.lint.client import ClientBinding, Kind
from pedschema.lint.clients.language import Arguments, Language, Library, read_block
from pedschema.lint.clients.translate import add_functions, build_call, gather, last, nothing, other
from pedschema.lint.clients.tree import (
    NOTHING,
    Assign,
    Block,
    Branches,
    Call,
    Class,
    Declare,
    Each,
    Fixed,
    Function,
    Items,
    Member,
    Name,
    Parameter,
    Return,
    Text,
    Tree,
)
from pedschema.lint.clients.values import Fields

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pedschema.lint.clients.translate import Rule, Translator

_TYPE = "<>"
"""What the type argument of a call is called among its arguments."""

_ACTIONS = {"PostgresAction": "*", "Insert": "INSERT", "Update": "UPDATE", "Delete": "DELETE"}
_CONSTANTS = {"true": True, "false": False, "null": None}
_LISTS = {"listOf", "setOf", "arrayOf"}
_VARIABLE = re.compile(r"\$([A-Za-z_][A-Za-z0-9_]*)")
_COMMENTS = {"line_comment", "block_comment", "comment"}


def _name(translator: Translator, node: Any) -> Tree:
    text = translator.text(node)
    return Fixed(_CONSTANTS[text]) if text in _CONSTANTS else Name(text)


def _string(translator: Translator, node: Any) -> Tree:
    """Return a text; the grammar leaves `$name` among the letters, cut in two."""
    parts: list[str | Tree] = []
    letters = ""
    for child in node.named_children:
        if child.type == "interpolation":
            parts += [*_variables(letters), translator.tree(child.named_child(0))]
            letters = ""
        else:
            letters += translator.text(child)
    return Text((*parts, *_variables(letters)))


def _variables(letters: str) -> list[str | Tree]:
    pieces = _VARIABLE.split(letters)
    return [Name(piece) if number % 2 else piece for number, piece in enumerate(pieces)]


def _binary(translator: Translator, node: Any) -> Tree:
    left, right = (translator.tree(node.child_by_field_name(side)) for side in ("left", "right"))
    operator = translator.text(node.child_by_field_name("operator"))
    if operator == "+":
        return Text((left, right))
    if operator == ">" and node.child_by_field_name("right").type == "parenthesized_expression":
        return _compared(translator, node)
    return Branches((left, right)) if operator == "?:" else other(translator, node)


def _compared(translator: Translator, node: Any) -> Tree:
    """Return the call in `flow<Message>("event")`, which the grammar takes for two comparisons."""
    compared = node.child_by_field_name("left")
    if translator.text(compared.child_by_field_name("operator")) != "<":
        return other(translator, node)
    callee = translator.tree(compared.child_by_field_name("left"))
    kind = translator.text(compared.child_by_field_name("right")).split(".")[-1]
    given = node.child_by_field_name("right").named_children
    span, topic = translator.span(node), translator.span(given[0])
    return build_call(callee, translator.trees(given), [(_TYPE, Text((kind,)))], span, topic)


def _if(translator: Translator, node: Any) -> Tree:
    test = node.child_by_field_name("condition")
    options = [each for each in node.named_children if each != test]
    return Branches(translator.trees(options), (translator.tree(test),))


def _when(translator: Translator, node: Any) -> Tree:
    entries = [each for each in node.named_children if each.type == "when_entry"]
    return Branches(tuple(last(translator, each) for each in entries))


def _member(translator: Translator, node: Any) -> Tree:
    return Member(translator.tree(node.named_child(0)), translator.text(node.named_children[-1]))


def _parameter_name(translator: Translator, node: Any) -> str:
    name = next((each for each in node.named_children if each.type == "identifier"), None)
    return translator.text(name)


def _function(translator: Translator, node: Any) -> Tree:
    listed = [each for each in node.named_children if each.type == "function_value_parameters"]
    parameters: list[Parameter] = []
    for child in listed[0].named_children if listed else ():
        if child.type == "parameter":
            parameters.append(Parameter(_parameter_name(translator, child)))
        elif parameters and child.type not in {"parameter_modifiers", *_COMMENTS}:
            parameters[-1] = Parameter(parameters[-1].name, default=translator.tree(child))
    name = translator.text(node.child_by_field_name("name"))
    return Function(name, tuple(parameters), _body(translator, node), translator.span(node))


def _body(translator: Translator, node: Any) -> Tree:
    """Return the statements of a function or getter; an expression alone is what it gives back."""
    body = next((each for each in node.named_children if each.type == "function_body"), None)
    inner = body.named_child(0) if body is not None and body.named_child_count else None
    if inner is not None and inner.type == "block":
        return other(translator, inner)
    return Return(translator.tree(inner))


def _lambda(translator: Translator, node: Any) -> Tree:
    listed = [each for each in node.named_children if each.type == "lambda_parameters"]
    names = [_parameter_name(translator, each) for each in listed[0].named_children] if listed else ["it"]
    skipped = {"lambda_parameters", *_COMMENTS}
    trees = translator.trees(each for each in node.named_children if each.type not in skipped)
    body: Tree = gather(trees)
    if trees and not isinstance(trees[-1], Assign | Declare | Return):
        body = gather((*trees[:-1], Return(trees[-1])))
    return Function("", tuple(map(Parameter, names)), body, translator.span(node))


def _call(translator: Translator, node: Any) -> Tree:
    function, *parts = node.named_children
    functions = tuple(last(translator, part) for part in parts if part.type == "annotated_lambda")
    given = [each for part in parts if part.type == "value_arguments" for each in part.named_children]
    types = [part for part in parts if part.type == "type_arguments"]
    callee, span = translator.tree(function), translator.span(node)
    if isinstance(callee, Call) and functions and not given and not types:
        return add_functions(callee, functions, span)
    named: list[tuple[str, Tree]] = [
        (_TYPE, Text((translator.text(part).strip("<>").split(".")[-1],))) for part in types
    ]
    arguments: list[Tree] = []
    for each in given:
        value = last(translator, each)
        if each.named_child_count > 1:
            named.append((translator.text(each.named_child(0)), value))
        else:
            arguments.append(value)
    if isinstance(callee, Name) and callee.name in _LISTS:
        return Items(tuple(arguments))
    topic = translator.span(given[0]) if given else span
    return build_call(callee, (*arguments, *functions), named, span, topic)


def _property(translator: Translator, node: Any) -> Tree:
    span = translator.span(node)
    target: Any = None
    value: Tree = Fixed(None)
    for child in node.named_children:
        if child.type == "variable_declaration":
            target = child
        elif child.type == "getter":
            value = Call(Function("", (), _body(translator, child), span), "", (), (), span, span)
        elif child.type == "property_delegate":
            lazy = translator.tree(child.named_child(0))
            if isinstance(lazy, Call) and lazy.name == "lazy" and lazy.arguments:
                value = Call(lazy.arguments[0], "", (), (), span, span)
        elif target is not None and child.type != "setter":
            value = translator.tree(child)
    name = _parameter_name(translator, target) if target is not None else ""
    return Declare(Parameter(name), value, span)


def _assign(translator: Translator, node: Any) -> Tree:
    target, value = (translator.tree(node.child_by_field_name(side)) for side in ("left", "right"))
    is_plain = translator.text(node.child_by_field_name("operator")) in {"", "="}
    return Assign(target, value if is_plain else NOTHING, translator.span(node))


def _block(translator: Translator, node: Any) -> Tree:
    return Block(translator.trees(node.named_children), translator.span(node))


def _return(translator: Translator, node: Any) -> Tree:
    return Return(last(translator, node)) if node.named_child_count else NOTHING


def _class(translator: Translator, node: Any) -> Tree:
    parts: list[Tree] = []
    for child in node.named_children:
        if child.type == "class_body":
            for each in child.named_children:
                inner = translator.tree(each)
                # The names of a companion are the names of its class.
                parts += (
                    inner.body if each.type == "companion_object" and isinstance(inner, Class) else (inner,)
                )
    return Class(translator.text(node.child_by_field_name("name")), tuple(parts), translator.span(node))


def _loop(translator: Translator, node: Any) -> Tree:
    target, items, *body = node.named_children
    name = Parameter(_parameter_name(translator, target))
    return Each(name, translator.tree(items), gather(translator.trees(body)), translator.span(node))


_RULES: Mapping[str, Rule] = {
    **dict.fromkeys(
        ("import", "package_header", "number_literal", "user_type", "modifiers", *_COMMENTS), nothing
    ),
    **dict.fromkeys(("parenthesized_expression", "unary_expression", "as_expression"), other),
    **dict.fromkeys(("string_literal", "multiline_string_literal"), _string),
    **dict.fromkeys(("class_declaration", "object_declaration", "companion_object"), _class),
    **dict.fromkeys(("identifier", "this_expression"), _name),
    "binary_expression": _binary,
    "if_expression": _if,
    "when_expression": _when,
    "navigation_expression": _member,
    "function_declaration": _function,
    "lambda_literal": _lambda,
    "call_expression": _call,
    "property_declaration": _property,
    "assignment": _assign,
    "block": _block,
    "return_expression": _return,
    "for_statement": _loop,
}


def _listens(method: str, arguments: Arguments) -> ClientBinding | None:
    if method == "broadcastFlow":
        return ClientBinding(Kind.BROADCAST, arguments.text(0, "event", ""))
    if method in {"presenceChangeFlow", "presenceDataFlow"}:
        return ClientBinding(Kind.PRESENCE)
    if method != "postgresChangeFlow":
        return None
    # Without a function that sets the table, it is every table.
    asked = arguments.get(1, "filter") or arguments.get(0, "")
    sets = asked if isinstance(asked, Fields) else Fields({})
    table, condition = sets.get("table"), sets.get("filter")
    return ClientBinding(
        Kind.CHANGES,
        _ACTIONS.get(arguments.text(-1, _TYPE) or ""),
        arguments.text(0, "schema", "public"),
        "" if table is None else table if isinstance(table, str) else None,
        "" if condition is None else condition if isinstance(condition, str) else None,
    )


def _sends(method: str, arguments: Arguments) -> ClientBinding | None:
    if method in {"broadcast", "httpSend"}:
        return ClientBinding(Kind.BROADCAST, arguments.text(0, "event", ""))
    return ClientBinding(Kind.PRESENCE, "track") if method == "track" else None


_LIBRARY = Library(frozenset({"channel", "createChannel"}), read_block, _listens, _sends)

LANGUAGES = (Language("kotlin", (".kt", ".kts"), "tree_sitter_kotlin", "language", _RULES, _LIBRARY),)
