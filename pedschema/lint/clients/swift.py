"""Swift with supabase-swift."""

from __future__ import annotations

__all__ = ["LANGUAGES"]

from typing import TYPE_CHECKING, Any

from pedschema.lint.client import ClientBinding, Kind
from pedschema.lint.clients.language import Arguments, Language, Library, read_block
from pedschema.lint.clients.translate import add_functions, build_call, gather, last, name, nothing, other
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
    Parameter,
    Return,
    Text,
    Tree,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pedschema.lint.clients.translate import Rule, Translator

_ACTIONS = {"AnyAction": "*", "InsertAction": "INSERT", "UpdateAction": "UPDATE", "DeleteAction": "DELETE"}


def _string(translator: Translator, node: Any) -> Tree:
    parts = [
        translator.tree(child.child_by_field_name("value"))
        if child.type == "interpolated_expression"
        else translator.text(child)
        for child in node.named_children
    ]
    return Text(tuple(parts))


def _additive(translator: Translator, node: Any) -> Tree:
    left, right = (translator.tree(node.child_by_field_name(side)) for side in ("lhs", "rhs"))
    return Text((left, right))


def _ternary(translator: Translator, node: Any) -> Tree:
    options = (translator.tree(node.child_by_field_name(side)) for side in ("if_true", "if_false"))
    return Branches(tuple(options), (translator.tree(node.child_by_field_name("condition")),))


def _coalescing(translator: Translator, node: Any) -> Tree:
    return Branches(tuple(translator.tree(node.child_by_field_name(side)) for side in ("value", "if_nil")))


def _member(translator: Translator, node: Any) -> Tree:
    target = node.child_by_field_name("target")
    name = translator.text(node.child_by_field_name("suffix").child_by_field_name("suffix"))
    # A type as a value, as in `InsertAction.self`, is told by its name.
    return Text((translator.text(target),)) if name == "self" else Member(translator.tree(target), name)


def _items(translator: Translator, node: Any) -> Tree:
    return Items(translator.trees(node.named_children))


def _function(translator: Translator, node: Any) -> Tree:
    parameters: list[Parameter] = []
    for child in node.named_children:
        if child.type == "parameter":
            name = translator.text(child.child_by_field_name("name"))
            label = translator.text(child.child_by_field_name("external_name"))
            parameters.append(Parameter(name, label))
    name = translator.text(node.child_by_field_name("name")) if node.type == "function_declaration" else ""
    body = node.child_by_field_name("body")
    return Function(name, tuple(parameters), _body(translator, body), translator.span(node))


def _body(translator: Translator, node: Any) -> Tree:
    """Return a function's statements; one statement alone is what it gives back."""
    if node is None:
        return NOTHING
    statements = [
        each for child in node.named_children if child.type == "statements" for each in child.named_children
    ]
    trees = translator.trees(each for each in statements if each.type != "comment")
    if len(trees) == 1 and not isinstance(trees[0], Return | Declare | Assign):
        return Return(trees[0])
    return gather(trees)


def _lambda(translator: Translator, node: Any) -> Tree:
    kind = node.child_by_field_name("type")
    named = kind.named_child(0).named_children if kind is not None and kind.named_child_count else []
    names = [
        translator.text(each.child_by_field_name("name")) for each in named if each.type == "lambda_parameter"
    ]
    parameters = tuple(map(Parameter, names or ["$0"]))
    return Function("", parameters, _body(translator, node), translator.span(node))


def _call(translator: Translator, node: Any) -> Tree:
    function, suffix = node.named_child(0), node.named_children[-1]
    while function.type in {"await_expression", "try_expression"}:
        function = function.named_children[-1]
    parts = suffix.named_children if suffix.type == "call_suffix" else []
    functions = translator.trees(part for part in parts if part.type == "lambda_literal")
    given = [each for part in parts if part.type == "value_arguments" for each in part.named_children]
    callee, span = translator.tree(function), translator.span(node)
    if isinstance(callee, Call) and functions and not given:
        return add_functions(callee, functions, span)
    arguments: list[Tree] = []
    named: list[tuple[str, Tree]] = []
    for each in given:
        label = each.child_by_field_name("name")
        value = translator.tree(each.child_by_field_name("value"))
        if label is None:
            arguments.append(value)
        else:
            named.append((translator.text(label), value))
    topic = translator.span(given[0]) if given else span
    return build_call(callee, (*arguments, *functions), named, span, topic)


def _property(translator: Translator, node: Any) -> Tree:
    name = Parameter(translator.text(node.child_by_field_name("name")))
    computed = node.child_by_field_name("computed_value")
    span = translator.span(node)
    if computed is not None:
        function = Function("", (), _body(translator, computed), span)
        return Declare(name, Call(function, "", (), (), span, span), span)
    value = node.child_by_field_name("value")
    return Declare(name, Fixed(None) if value is None else translator.tree(value), span)


def _assign(translator: Translator, node: Any) -> Tree:
    target = node.child_by_field_name("target").named_child(0)
    value = translator.tree(node.child_by_field_name("result"))
    is_plain = translator.text(node.child_by_field_name("operator")) == "="
    return Assign(translator.tree(target), value if is_plain else NOTHING, translator.span(node))


def _conditional(translator: Translator, node: Any) -> Tree:
    """Return an if or guard; `let name = value` in its condition declares the name for what follows."""
    parts: list[Tree] = []
    name = ""
    for number, child in enumerate(node.children):
        field = node.field_name_for_child(number)
        if field == "bound_identifier":
            name = translator.text(child)
        elif field == "condition" and child.type != "value_binding_pattern" and child.is_named:
            tree = translator.tree(child)
            parts.append(Declare(Parameter(name), tree, translator.span(child)) if name else tree)
            name = ""
        elif child.type == "statements":
            parts.append(Block(translator.trees(child.named_children), translator.span(child)))
        elif child.is_named and child.type != "value_binding_pattern":
            parts.append(translator.tree(child))
    return gather(parts)


def _return(translator: Translator, node: Any) -> Tree:
    result = node.child_by_field_name("result")
    return Return(translator.tree(result)) if result is not None else NOTHING


def _class(translator: Translator, node: Any) -> Tree:
    body = node.child_by_field_name("body")
    parts = translator.trees(body.named_children) if body is not None else ()
    return Class(translator.text(node.child_by_field_name("name")), parts, translator.span(node))


def _loop(translator: Translator, node: Any) -> Tree:
    target = Parameter(translator.text(node.child_by_field_name("item")))
    body = gather(translator.trees(each for each in node.named_children if each.type == "statements"))
    items = translator.tree(node.child_by_field_name("collection"))
    return Each(target, items, body, translator.span(node))


def _constant(translator: Translator, node: Any) -> Tree:
    return Fixed({"true": True, "false": False}.get(translator.text(node)))


_RULES: Mapping[str, Rule] = {
    **dict.fromkeys(
        ("comment", "multiline_comment", "import_declaration", "type_annotation", "integer_literal"), nothing
    ),
    **dict.fromkeys(("await_expression", "try_expression", "postfix_expression"), last),
    **dict.fromkeys(("simple_identifier", "self_expression", "type_identifier"), name),
    **dict.fromkeys(("line_string_literal", "multi_line_string_literal", "raw_string_literal"), _string),
    **dict.fromkeys(("boolean_literal", "nil", "nil_literal"), _constant),
    **dict.fromkeys(("function_declaration", "init_declaration"), _function),
    **dict.fromkeys(("if_statement", "guard_statement"), _conditional),
    "lambda_literal": _lambda,
    "additive_expression": _additive,
    "ternary_expression": _ternary,
    "nil_coalescing_expression": _coalescing,
    "navigation_expression": _member,
    "array_literal": _items,
    "call_expression": _call,
    "property_declaration": _property,
    "assignment": _assign,
    "control_transfer_statement": _return,
    "class_declaration": _class,
    "for_statement": _loop,
    "tuple_expression": other,
}


def _listens(method: str, arguments: Arguments) -> ClientBinding | None:
    if method in {"broadcastStream", "onBroadcast"} or (
        method == "broadcast" and "message" not in arguments.named
    ):
        return ClientBinding(Kind.BROADCAST, arguments.text(0, "event", ""))
    if method in {"presenceChange", "onPresenceChange"}:
        return ClientBinding(Kind.PRESENCE)
    if method in {"system", "onSystem"}:
        return ClientBinding(Kind.SYSTEM)
    if method not in {"postgresChange", "onPostgresChange"}:
        return None
    return ClientBinding(
        Kind.CHANGES,
        _ACTIONS.get(arguments.text(0, "") or ""),
        arguments.text(-1, "schema", "public"),
        arguments.text(-1, "table", ""),
        arguments.text(-1, "filter", ""),
    )


def _sends(method: str, arguments: Arguments) -> ClientBinding | None:
    if method in {"broadcast", "httpSend"}:
        return ClientBinding(Kind.BROADCAST, arguments.text(0, "event", ""))
    return ClientBinding(Kind.PRESENCE, "track") if method == "track" else None


_LIBRARY = Library(frozenset({"channel"}), read_block, _listens, _sends)

LANGUAGES = (Language("swift", (".swift",), "tree_sitter_swift", "language", _RULES, _LIBRARY),)
