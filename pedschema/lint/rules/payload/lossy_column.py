"""The contract sends numbers that JavaScript cannot hold.

A browser reads 9007199254740993 as 9007199254740992, and a numeric with more than 15 digits loses its last
ones: the message is right on the wire and wrong in the app, without an error.

Instead: send the column as text. The generated types are strings then, with every digit.

    columns = ["id", { name = "balance", as = "text" }]
"""

from __future__ import annotations

__all__ = ["check"]

import re
from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.carried import read_carried
from pedschema.lint.example import make_contract
from pedschema.lint.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit

_DIGITS = 15
_NUMERIC = re.compile(r"numeric\((\d+)")


@rule(
    "PAY011",
    Severity.WARNING,
    good=(
        make_contract("integer"),
        make_contract("numeric(12,2)"),
        make_contract("bigint", columns='["id", { name = "extra", as = "text" }]'),
        make_contract("bigint identity always"),
        make_contract("text"),
    ),
    bad=(
        make_contract("bigint"),
        make_contract("bigint[]"),
        make_contract("numeric"),
        make_contract("numeric(16,2)"),
        make_contract("public.amount"),
        make_contract("public.stock"),
    ),
    file="contract.toml",
)
def check(project: Project) -> Iterator[Hit]:
    """Yield columns of int8 or long numerics, apart from keys, which the database counts."""
    for carried in read_carried(project):
        if any(map(_is_lossy, carried.types)) and not carried.is_key:
            fix = f'write {{ name = "{carried.column.name}", as = "text" }} in columns'
            yield carried.hit("goes out as a number of over 15 digits", fix)


def _is_lossy(type_: str) -> bool:
    precision = _NUMERIC.match(type_)
    return type_ in {"bigint", "numeric"} or (precision is not None and int(precision[1]) > _DIGITS)
