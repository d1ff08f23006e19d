"""Dart with supabase_flutter.

The grammar puts what stands behind a dot, in parentheses and behind two dots beside its object, and a
function's body beside its head; both are put together here.
"""

from __future__ import annotations

__all__ = ["LANGUAGES"]

from typing import TYPE_CHECKING, Any

from pedschema.lint.clients.language import Language
from pedschema.lint.clients.supabase_dart import ENUMS, LIBRARY, RECORDS, open_stream
from pedschema.lint.clients.translate import build_call, constant, gather, name, nothing
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
    Other,
    Parameter,
    Record,
    Return,
    Span,
    Text,
    Tree,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pedschema.lint.clients.translate import Rule, Translator

_COMMENTS = frozenset({"comment", "documentation_comment"})
_DOTS = frozenset({"unconditional_assignable_selector", "conditional_assignable_selector"})
_BEHIND = frozenset({"selector", "cascade_section", "argument_part", *_DOTS})
_HEADS = frozenset({"method_signature", "function_signature", "getter_signature", "setter_signature"})
_QUOTES = frozenset({"'", '"', "'''", '"""', "r'", 'r"', "r'''", 'r"""'})


def _trees(translator: Translator, nodes: Iterable[Any]) -> list[Tree]:
    """Return the trees of nodes beside each other, those put together that belong together."""
    found: list[Tree] = []
    head: Any = None
    first: Any = None
    for node in nodes:
        if node.type in _COMMENTS or not node.is_named:
            continue
        if node.type in _HEADS:
            head = node
        elif node.type == "function_body" and head is not None:
            found.append(_function(translator, head, node))
            head = None
        elif node.type in _BEHIND and found:
            found.append(_select(translator, found.pop(), node, first))
        else:
            first = node
            found.append(translator.tree(node))
    return found


def _one(trees: list[Tree]) -> Tree:
    return trees[0] if len(trees) == 1 else gather(trees)


def _other(translator: Translator, node: Any) -> Tree:
    return gather(_trees(translator, node.children))


def _value(translator: Translator, node: Any) -> Tree:
    """Return the one value in a node that adds nothing of its own."""
    return _one(_trees(translator, node.children))


def _field(translator: Translator, node: Any, field: str) -> Tree:
    return _one(_trees(translator, node.children_by_field_name(field)))


def _behind(translator: Translator, node: Any, mark: str) -> Tree | None:
    """Return what stands behind a mark such as `=`, None without one."""
    at = next((at for at, child in enumerate(node.children) if child.type == mark), None)
    return None if at is None else _one(_trees(translator, node.children[at + 1 :]))


def _select(translator: Translator, base: Tree, node: Any, first: Any) -> Tree:
    """Return a value, which begins at `first`, with what stands behind it."""
    inner = node.named_children
    if node.type == "argument_part":
        given = next(child for child in inner if child.type == "arguments")
        begin, end = translator.span(first), translator.span(node)
        return _call(translator, base, given, Span(begin.line, begin.column, end.end_line, end.end_column))
    if node.type == "selector":
        return _select(translator, base, inner[0], first) if inner else base
    if node.type == "cascade_section":
        called = [child for child in inner if child.type == "argument_part"]
        if called:
            return _select(
                translator, Member(base, translator.text(inner[0].named_child(0))), called[0], first
            )
        return Branches((base,), (gather(_trees(translator, inner[1:])),))
    if not inner or inner[0].type != "identifier":
        return Other((base, *_trees(translator, inner)))
    text = translator.text(inner[0])
    is_enum = isinstance(base, Name | Member) and base.name in ENUMS
    return Text((text,)) if is_enum else Member(base, text)


def _call(translator: Translator, callee: Tree, given: Any, span: Span) -> Tree:
    arguments: list[Tree] = []
    named: list[tuple[str, Tree]] = []
    nodes = [child for child in given.named_children if child.type not in _COMMENTS]
    for child in nodes:
        if child.type == "named_argument":
            label = translator.text(child.named_child(0).named_child(0))
            named.append((label, _one(_trees(translator, child.named_children[1:]))))
        else:
            arguments.append(translator.tree(child))
    if isinstance(callee, Name | Member) and callee.name in RECORDS:
        return Record(tuple(named))
    if isinstance(callee, Member) and callee.name == "stream":
        return open_stream(callee.base, span)
    return build_call(callee, arguments, named, span, translator.span(nodes[0]) if nodes else span)


def _new(translator: Translator, node: Any) -> Tree:
    words = [child for child in node.named_children if child.type in {"type_identifier", "identifier"}]
    given = node.named_children[-1]
    return _call(translator, Name(translator.text(words[-1])), given, translator.span(node))


def _string(translator: Translator, node: Any) -> Tree:
    """Return a text, or several of them that stand beside each other."""
    parts: list[str | Tree] = []
    opened, done = False, 0
    for child in node.children:
        is_quote = child.type in _QUOTES
        if opened and (is_quote or child.type == "template_substitution"):
            parts.append(translator.slice(done, child.start_byte))
            done = child.end_byte
        if is_quote:
            opened, done = not opened, child.end_byte
        elif child.type == "template_substitution":
            parts.append(translator.tree(child))
    return Text(tuple(part for part in parts if part != ""))


def _sum(translator: Translator, node: Any) -> Tree:
    operands = [child for child in node.children if child.type != "additive_operator"]
    return Text(tuple(_trees(translator, operands)))


def _conditional(translator: Translator, node: Any) -> Tree:
    options = (_field(translator, node, side) for side in ("consequence", "alternative"))
    mark = next(at for at, child in enumerate(node.children) if child.type == "?")
    return Branches(tuple(options), (gather(_trees(translator, node.children[:mark])),))


def _if_null(translator: Translator, node: Any) -> Tree:
    return Branches(tuple(_field(translator, node, side) for side in ("first", "second")))


def _unary(translator: Translator, node: Any) -> Tree:
    is_await = any(child.type == "await_expression" for child in node.named_children)
    return _value(translator, node) if is_await else _other(translator, node)


def _items(translator: Translator, node: Any) -> Tree:
    return Items(tuple(_trees(translator, node.children)))


def _parameters(translator: Translator, node: Any) -> list[Parameter]:
    """Return the parameters in a list, those in brackets and braces with their defaults."""
    found: list[Parameter] = []
    for child in node.named_children:
        if child.type == "optional_formal_parameters":
            found += _parameters(translator, child)
        elif child.type == "formal_parameter":
            name = child.child_by_field_name("name") or child.named_children[-1]
            inner = name.named_children[-1] if name.named_child_count else name
            found.append(Parameter(translator.text(inner)))
        elif found and child.type not in _COMMENTS:
            found[-1] = Parameter(found[-1].name, default=translator.tree(child))
    return found


def _function(translator: Translator, head: Any, body: Any) -> Tree:
    """Return a function or method; what is read as if it were a variable is one."""
    span = translator.span(head)
    inner = head.named_child(0) if head.type == "method_signature" else head
    name = translator.text(inner.child_by_field_name("name"))
    if inner.type == "getter_signature":
        called = Call(Function("", (), _body(translator, body), span), "", (), (), span, span)
        return Declare(Parameter(name), called, span)
    lists = [child for child in inner.named_children if child.type == "formal_parameter_list"]
    parameters = tuple(_parameters(translator, lists[0])) if lists else ()
    is_function = inner.type == "function_signature"
    return Function(name if is_function else "", parameters, _body(translator, body), span)


def _body(translator: Translator, node: Any) -> Tree:
    block = next((child for child in node.named_children if child.type == "block"), None)
    return Return(_value(translator, node)) if block is None else _other(translator, block)


def _local(translator: Translator, node: Any) -> Tree:
    return _function(translator, *(node.child_by_field_name(each) for each in ("parameters", "body")))


def _lambda(translator: Translator, node: Any) -> Tree:
    parameters = _parameters(translator, node.child_by_field_name("parameters"))
    body = _body(translator, node.child_by_field_name("body"))
    return Function("", tuple(parameters), body, translator.span(node))


def _declare(translator: Translator, node: Any) -> Tree:
    target = node.child_by_field_name("name") or node.named_child(0)
    value = _behind(translator, node, "=")
    return Declare(
        Parameter(translator.text(target)), Fixed(None) if value is None else value, translator.span(node)
    )


def _assign(translator: Translator, node: Any) -> Tree:
    value = _field(translator, node, "right")
    is_compound = any(child.type == "augmented_assignment_operator" for child in node.children)
    return Assign(_field(translator, node, "left"), NOTHING if is_compound else value, translator.span(node))


def _return(translator: Translator, node: Any) -> Tree:
    return Return(_value(translator, node)) if node.named_child_count else Return(Fixed(None))


def _block(translator: Translator, node: Any) -> Tree:
    return Block(tuple(_trees(translator, node.children)), translator.span(node))


def _class(translator: Translator, node: Any) -> Tree:
    body = node.child_by_field_name("body")
    parts = tuple(_trees(translator, body.children)) if body is not None else ()
    return Class(translator.text(node.child_by_field_name("name")), parts, translator.span(node))


def _loop(translator: Translator, node: Any) -> Tree:
    parts = next(child for child in node.named_children if child.type == "for_loop_parts")
    target = parts.child_by_field_name("name")
    if target is None:
        return _other(translator, node)
    items, body = _field(translator, parts, "value"), _field(translator, node, "body")
    return Each(Parameter(translator.text(target)), items, body, translator.span(node))


_SKIPPED = [
    "annotation",
    "decimal_integer_literal",
    "final_builtin",
    "const_builtin",
    "import_or_export",
    "nullable_type",
    "type_arguments",
    "type_identifier",
    "void_type",
]
_RULES: Mapping[str, Rule] = {
    **dict.fromkeys(_SKIPPED, nothing),
    **dict.fromkeys(("argument", "assignable_expression", "await_expression"), _value),
    **dict.fromkeys(("expression_statement", "parenthesized_expression", "template_substitution"), _value),
    **dict.fromkeys(("identifier", "identifier_dollar_escaped", "this"), name),
    **dict.fromkeys(("const_object_expression", "new_expression"), _new),
    **dict.fromkeys(("class_definition", "extension_declaration", "mixin_declaration"), _class),
    **dict.fromkeys(
        ("initialized_identifier", "initialized_variable_definition", "static_final_declaration"), _declare
    ),
    **dict.fromkeys(("for_statement", "for_element"), _loop),
    "string_literal": _string,
    "additive_expression": _sum,
    "conditional_expression": _conditional,
    "if_null_expression": _if_null,
    "unary_expression": _unary,
    "list_literal": _items,
    "lambda_expression": _local,
    "function_expression": _lambda,
    "assignment_expression": _assign,
    "return_statement": _return,
    "block": _block,
    "true": constant(True),  # noqa: FBT003 - the value itself
    "false": constant(False),  # noqa: FBT003 - the value itself
    "null_literal": constant(None),
}

LANGUAGES = (Language("dart", (".dart",), "tree_sitter_dart", "language", _RULES, LIBRARY, _other),)
