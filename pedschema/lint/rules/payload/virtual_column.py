"""A message carries a virtual generated column, which is always null.

A trigger of PostgreSQL 18 sees no value of a column that is computed when it is read, whatever NOT NULL says:
every message carries null, and the types of clients of a contract say so.

Instead: make the column STORED, or compute it in the publication.

    computed = { total = { sql = "row.price * row.amount", type = "numeric(12,2)" } }
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.carried import read_carried
from pedschema.lint.example import make_contract
from pedschema.lint.payloads import judge_payloads
from pedschema.lint.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.payloads import Payload
    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit


@rule(
    "PAY013",
    Severity.ERROR,
    good=(
        make_contract("integer generated stored"),
        make_contract("integer generated virtual", columns='["id"]'),
    ),
    bad=(make_contract("integer generated virtual"), make_contract("text not null generated virtual")),
    file="contract.toml",
)
def check(project: Project) -> Iterator[Hit]:
    """Yield virtual generated columns of the contract's records and of messages of other triggers."""
    for carried in read_carried(project):
        if carried.column.generated == "virtual":
            yield carried.hit("is virtual, and null in every message", "make it STORED, or compute it")
    yield from judge_payloads(project, _judge)


def _judge(payload: Payload) -> tuple[str, str] | None:
    names = [column.name for column in payload.columns if column.generated == "virtual"]
    if not names:
        return None
    what = f'column "{names[0]}" of {payload.source} is virtual, and null in every message'
    return what, "make it STORED, or write its expression into the message"
