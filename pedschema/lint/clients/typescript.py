"""TypeScript, TSX and JavaScript."""

from __future__ import annotations

__all__ = ["LANGUAGES"]

from typing import TYPE_CHECKING, Any

from pedschema.lint.clients.language import Language
from pedschema.lint.clients.supabase_js import LIBRARY
from pedschema.lint.clients.translate import build_call, constant, first, last, name, nothing, other
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
    Record,
    Return,
    Text,
    Tree,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pedschema.lint.clients.translate import Rule, Translator


def _string(translator: Translator, node: Any) -> Tree:
    parts = [
        translator.tree(child.named_child(0))
        if child.type == "template_substitution"
        else translator.text(child)
        for child in node.named_children
    ]
    return Text(tuple(parts))


def _binary(translator: Translator, node: Any) -> Tree:
    left, right = (translator.tree(node.child_by_field_name(side)) for side in ("left", "right"))
    operator = translator.text(node.child_by_field_name("operator"))
    if operator == "+":
        return Text((left, right))
    if operator in {"??", "||"}:
        return Branches((left, right))
    return Branches((right,), (left,)) if operator == "&&" else other(translator, node)


def _ternary(translator: Translator, node: Any) -> Tree:
    options = (translator.tree(node.child_by_field_name(side)) for side in ("consequence", "alternative"))
    return Branches(tuple(options), (translator.tree(node.child_by_field_name("condition")),))


def _member(translator: Translator, node: Any) -> Tree:
    base = translator.tree(node.child_by_field_name("object"))
    return Member(base, translator.text(node.child_by_field_name("property")))


def _subscript(translator: Translator, node: Any) -> Tree:
    index = translator.tree(node.child_by_field_name("index"))
    if isinstance(index, Text) and len(index.parts) == 1 and isinstance(index.parts[0], str):
        return Member(translator.tree(node.child_by_field_name("object")), index.parts[0])
    return other(translator, node)


def _record(translator: Translator, node: Any) -> Tree:
    entries: dict[str, Tree] = {}
    is_open = False
    for child in node.named_children:
        key = child.child_by_field_name("key")
        if child.type == "shorthand_property_identifier":
            entries[translator.text(child)] = Name(translator.text(child))
        elif child.type == "method_definition":
            entries[translator.text(child.child_by_field_name("name"))] = translator.tree(child)
        elif key is not None and key.type != "computed_property_name":
            entries[translator.text(key).strip("'\"")] = translator.tree(child.child_by_field_name("value"))
        elif child.type != "comment":
            # What is spread may have the entries before it too.
            entries = dict.fromkeys(entries, NOTHING)
            is_open = True
    return Record(tuple(entries.items()), is_open)


def _enum(translator: Translator, node: Any) -> Tree:
    body = node.child_by_field_name("body")
    entries = tuple(
        (
            translator.text(each.child_by_field_name("name")),
            translator.tree(each.child_by_field_name("value")),
        )
        for each in body.named_children
        if each.type == "enum_assignment"
    )
    name = Parameter(translator.text(node.child_by_field_name("name")))
    return Declare(name, Record(entries, open=True), translator.span(node))


def _items(translator: Translator, node: Any) -> Tree:
    return Items(translator.trees(node.named_children))


def _parameter(translator: Translator, node: Any) -> Parameter:
    """Return a parameter, or the target of a declaration."""
    pattern = node.child_by_field_name("pattern") or node
    default = node.child_by_field_name("value") or node.child_by_field_name("right")
    if node.type == "assignment_pattern":
        pattern = node.child_by_field_name("left")
    given = translator.tree(default) if default is not None else None
    if pattern.type == "object_pattern":
        entries = [_entry(translator, child) for child in pattern.named_children]
        return Parameter("", entries=tuple(filter(None, entries)), default=given)
    return Parameter(translator.text(pattern) if pattern.type == "identifier" else "", default=given)


def _entry(translator: Translator, node: Any) -> tuple[str, str, Tree | None] | None:
    target = node.child_by_field_name("value") or node
    default: Tree | None = None
    if target.type in {"object_assignment_pattern", "assignment_pattern"}:
        default = translator.tree(target.child_by_field_name("right"))
        target = target.child_by_field_name("left")
    if target.type not in {"identifier", "shorthand_property_identifier_pattern"}:
        return None
    name = translator.text(target)
    key = node.child_by_field_name("key")
    return (translator.text(key) if key is not None else name), name, default


def _function(translator: Translator, node: Any) -> Tree:
    single = node.child_by_field_name("parameter")
    listed = node.child_by_field_name("parameters")
    nodes = [single] if single is not None else listed.named_children if listed is not None else []
    body = node.child_by_field_name("body")
    is_block = body is None or body.type == "statement_block"
    return Function(
        translator.text(node.child_by_field_name("name")),
        tuple(_parameter(translator, each) for each in nodes if each.type != "comment"),
        other(translator, body) if is_block and body is not None else Return(translator.tree(body)),
        translator.span(node),
    )


def _call(translator: Translator, node: Any) -> Tree:
    """Return a call; two of React's hooks hand on what they are given, or what that returns."""
    function = node.child_by_field_name("function") or node.child_by_field_name("constructor")
    given = node.child_by_field_name("arguments")
    if function is None or (given is not None and given.type != "arguments"):
        return other(translator, node)
    nodes = [each for each in given.named_children if each.type != "comment"] if given is not None else []
    arguments = translator.trees(nodes)
    callee, span = translator.tree(function), translator.span(node)
    if isinstance(callee, Name) and arguments and callee.name == "useCallback":
        return arguments[0]
    if isinstance(callee, Name) and arguments and callee.name == "useMemo":
        return Call(arguments[0], "", (), (), span, span)
    return build_call(callee, arguments, (), span, translator.span(nodes[0] if nodes else node))


def _return(translator: Translator, node: Any) -> Tree:
    return Return(first(translator, node) if node.named_child_count else Fixed(None))


def _declare(translator: Translator, node: Any) -> Tree:
    target = node.child_by_field_name("name") or node.child_by_field_name("property")
    value = node.child_by_field_name("value")
    names = _parameter(translator, target)
    if target.type in {"property_identifier", "private_property_identifier"}:
        names = Parameter(translator.text(target))
    return Declare(names, Fixed(None) if value is None else translator.tree(value), translator.span(node))


def _assign(translator: Translator, node: Any) -> Tree:
    is_plain = node.type == "assignment_expression"
    value = translator.tree(node.child_by_field_name("right")) if is_plain else NOTHING
    return Assign(translator.tree(node.child_by_field_name("left")), value, translator.span(node))


def _block(translator: Translator, node: Any) -> Tree:
    return Block(translator.trees(node.named_children), translator.span(node))


def _class(translator: Translator, node: Any) -> Tree:
    body = node.child_by_field_name("body")
    parts = translator.trees(body.named_children) if body is not None else ()
    return Class(translator.text(node.child_by_field_name("name")), parts, translator.span(node))


def _loop(translator: Translator, node: Any) -> Tree:
    target = node.child_by_field_name("left")
    items, body = (translator.tree(node.child_by_field_name(each)) for each in ("right", "body"))
    return Each(_parameter(translator, target), items, body, translator.span(node))


_SKIPPED = [
    "comment",
    "import_statement",
    "interface_declaration",
    "type_alias_declaration",
    "type_annotation",
    "type_arguments",
    "type_parameters",
    "number",
    "regex",
    "jsx_text",
    "ambient_declaration",
]
_TRANSPARENT = [
    "parenthesized_expression",
    "as_expression",
    "satisfies_expression",
    "non_null_expression",
    "await_expression",
]
_FUNCTIONS = [
    "arrow_function",
    "function_expression",
    "function_declaration",
    "generator_function",
    "method_definition",
    "generator_function_declaration",
]
_RULES: Mapping[str, Rule] = {
    **dict.fromkeys(_SKIPPED, nothing),
    **dict.fromkeys(_TRANSPARENT, first),
    **dict.fromkeys(_FUNCTIONS, _function),
    **dict.fromkeys(("identifier", "this", "shorthand_property_identifier"), name),
    **dict.fromkeys(("string", "template_string"), _string),
    **dict.fromkeys(("null", "undefined"), constant(None)),
    **dict.fromkeys(("call_expression", "new_expression"), _call),
    **dict.fromkeys(("variable_declarator", "public_field_definition", "field_definition"), _declare),
    **dict.fromkeys(("assignment_expression", "augmented_assignment_expression"), _assign),
    **dict.fromkeys(("class_declaration", "class", "abstract_class_declaration", "internal_module"), _class),
    "true": constant(True),  # noqa: FBT003 - the value itself
    "false": constant(False),  # noqa: FBT003 - the value itself
    "type_assertion": last,
    "binary_expression": _binary,
    "ternary_expression": _ternary,
    "member_expression": _member,
    "subscript_expression": _subscript,
    "object": _record,
    "array": _items,
    "enum_declaration": _enum,
    "return_statement": _return,
    "statement_block": _block,
    "for_in_statement": _loop,
}


LANGUAGES = (
    Language(
        "javascript",
        (".ts", ".mts", ".cts"),
        "tree_sitter_typescript",
        "language_typescript",
        _RULES,
        LIBRARY,
    ),
    Language("javascript", (".tsx",), "tree_sitter_typescript", "language_tsx", _RULES, LIBRARY),
    Language(
        "javascript", (".js", ".jsx", ".mjs", ".cjs"), "tree_sitter_javascript", "language", _RULES, LIBRARY
    ),
)
"""One per grammar; plain TypeScript has casts that TSX has not."""
