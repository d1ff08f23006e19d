"""The contract sends an array whose dimensions nothing checks.

PostgreSQL takes arrays of any depth for a column of any array type: whoever may write the table can put
`{{a}}` into a `text[]`. Clients are built for the dimensions that the column is declared with, and refuse the
message of such a row.

Instead: let the table refuse the value. An empty array has no dimensions, and passes.

    alter table app.posts add check (array_ndims(tags) = 1);
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.carried import read_carried
from pedschema.lint.example import make_contract
from pedschema.lint.rule import rule
from pedschema.sql.quoting import identifier

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit
    from pedschema.model.table import Column, Domain

_ANY_JSON = frozenset({"json[]", "jsonb[]"})


@rule(
    "PAY015",
    Severity.WARNING,
    good=(
        make_contract("text[] dimensions checked"),
        make_contract("text"),
        make_contract("int2vector"),
        make_contract("jsonb[]"),
        make_contract("public.line"),
        make_contract("text[]", columns='["id"]'),
        make_contract("text[]", columns='["id", { name = "extra", as = "text" }]'),
    ),
    bad=(
        make_contract("text[]"),
        make_contract("integer[][] not null"),
        make_contract("public.amounts"),
    ),
    file="contract.toml",
)
def check(project: Project) -> Iterator[Hit]:
    """Yield columns that are arrays, or domains over one, without a CHECK of `array_ndims`."""
    domains = {str(each.name): each for each in project.catalogue.lock.domains} if project.catalogue else {}
    for carried in read_carried(project):
        column = carried.column
        below: Column | Domain = column
        is_checked = column.dimensions_checked
        name, object_ = identifier(column.name), f"table {carried.publication.table}"
        while below.type in domains:
            below = domains[below.type]
            is_checked = is_checked or below.dimensions_checked
            name, object_ = "value", f"domain {below.name}"
        if below.type.endswith("[]") and below.type not in _ANY_JSON and not is_checked:
            fix = f"alter {object_} add check (array_ndims({name}) = {below.dimensions})"
            yield carried.hit("may hold arrays of other dimensions than clients know", fix)
