r"""The contract sends a column of type `json`, whose text may be no jsonb.

Payloads are jsonb: text that is valid json and no jsonb, such as "\u0000" or a number with a million digits,
raises inside the trigger function. Functions of the contract catch that, so the write is kept and its message
is lost.

Instead: make the column jsonb, which refuses such text where it comes in, or leave it out of columns.

    alter table app.posts alter column data type jsonb using data::jsonb;
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.carried import read_carried
from pedschema.lint.example import make_contract
from pedschema.lint.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit


@rule(
    "PAY012",
    Severity.WARNING,
    good=(make_contract("jsonb"), make_contract("json", columns='["id"]')),
    bad=(make_contract("json"), make_contract("json[] not null"), make_contract("public.stock")),
    file="contract.toml",
)
def check(project: Project) -> Iterator[Hit]:
    """Yield columns of type json, or with json inside."""
    for carried in read_carried(project):
        if "json" in carried.types:
            yield carried.hit("is of type json", "make it jsonb, or leave it out of columns")
