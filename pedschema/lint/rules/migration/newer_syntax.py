"""A statement is written for a newer PostgreSQL than the one it is for.

The server answers with a syntax error, or with a function that does not exist, and the migration stops there;
inside a function's body it only does so when the function is called. The linter itself reads the grammar of
PostgreSQL 18.

Instead: write what the target version knows, or raise the target.

    price_with_tax numeric generated always as (price * 1.2) stored
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING, Any

from pglast import ast

from pedschema.findings import Severity
from pedschema.lint.ddl import find_commands
from pedschema.lint.rule import rule
from pedschema.lint.sending import read_sending
from pedschema.syntax.tree import is_node, read_name, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit

_FUNCTIONS = {
    ("any_value", 1): 16,
    ("array_sample", 2): 16,
    ("array_shuffle", 1): 16,
    ("date_add", 2): 16,
    ("pg_input_is_valid", 2): 16,
    ("random_normal", 2): 16,
    ("random", 2): 17,
    ("uuid_extract_timestamp", 1): 17,
    ("array_sort", 1): 18,
    ("array_reverse", 1): 18,
    ("casefold", 1): 18,
    ("uuidv4", 0): 18,
    ("uuidv7", 0): 18,
}
"""Name and number of arguments to the version that brought the function."""


@rule(
    "MIG008",
    Severity.ERROR,
    good=(
        "create table public.posts (a int, b int generated always as (a * 2) stored);",
        "select max(a) from (select 1 as a) as one;",
        """
        merge into public.posts as p using public.notes as n on p.id = n.id
            when matched then delete;
        """,
        "create function public.any_value(a int) returns int language sql as $$ select a $$;",
    ),
    bad=(
        "create table public.posts (a int, b int generated always as (a * 2) virtual);",
        "select max(a) from (select 1 as a);",
        """
        merge into public.posts as p using public.notes as n on p.id = n.id
        when matched then delete returning p.id;
        """,
        """
        merge into public.posts as p using public.notes as n on p.id = n.id
        when not matched by source then delete;
        """,
        """
        create function public.first_post() returns uuid language plpgsql as $$
        begin
            return (select any_value(id) from public.posts);
        end $$;
        """,
        "select uuidv7();",
        "select * from json_table('[1]', '$[*]' columns (a int path '$')) as t;",
        "alter table public.posts add constraint a not null a;",
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield statements that need a newer major version than the project's target."""
    made = {name.name for name in read_sending(project).bodies}
    for command in find_commands(project):
        for node in walk(command.node):
            read = _READERS.get(type(node))
            what, version = read(node) if read else ("", 0)
            if version > project.target and not (
                is_node(node, ast.FuncCall) and what.removesuffix("()") in made
            ):
                yield command.hit(
                    f"{what} is new in PostgreSQL {version}, the target is {project.target}",
                    "write it in the grammar of the target",
                )
                break


def _read_call(node: Any) -> tuple[str, int]:
    schema, name = read_name(node.funcname)
    brought = _FUNCTIONS.get((name, len(node.args or ())), 0)
    return f"{name}()", brought if schema in {"", "pg_catalog"} else 0


def _read_constraint(node: Any) -> tuple[str, int]:
    if node.generated_kind == "v":
        return "a virtual generated column", 18
    if node.without_overlaps or node.fk_with_period or node.pk_with_period:
        return "a key over periods", 18
    named = node.contype.name == "CONSTR_NOTNULL" and node.keys
    return ("NOT NULL as a constraint of the table", 18) if named else ("", 0)


def _read_merge(node: Any) -> tuple[str, int]:
    return ("MERGE … RETURNING", 17) if node.returningClause else ("", 0)


def _read_merge_branch(node: Any) -> tuple[str, int]:
    by_source = node.matchKind.name == "MERGE_WHEN_NOT_MATCHED_BY_SOURCE"
    return ("WHEN NOT MATCHED BY SOURCE", 17) if by_source else ("", 0)


def _read_subquery(node: Any) -> tuple[str, int]:
    return ("a subquery in FROM without an alias", 16) if node.alias is None else ("", 0)


_READERS: dict[type[ast.Node], Callable[[Any], tuple[str, int]]] = {
    ast.FuncCall: _read_call,
    ast.Constraint: _read_constraint,
    ast.MergeStmt: _read_merge,
    ast.MergeWhenClause: _read_merge_branch,
    ast.RangeSubselect: _read_subquery,
    ast.JsonIsPredicate: lambda _: ("IS JSON", 16),
    ast.JsonObjectConstructor: lambda _: ("JSON_OBJECT", 16),
    ast.JsonArrayConstructor: lambda _: ("JSON_ARRAY", 16),
    ast.JsonFuncExpr: lambda _: ("JSON_VALUE, JSON_QUERY or JSON_EXISTS", 17),
    ast.JsonTable: lambda _: ("JSON_TABLE", 17),
}
"""Kind of node to what says what is new in it, and the version that brought it: 0 for nothing."""
